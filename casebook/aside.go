package casebook

import "slices"

// What somebody decided about a commit that lies in quarantine: written by a device that was turned away,
// beyond what the revocation lets count of its lane.
const (
	AsideCounts = "counts" // it was the team's own: it is judged like any other
	AsideVoid   = "void"   // it was not: even the refusal or the request for erasure in it has no effect
	AsideStays  = "stays"  // somebody looked: it stays without effect, a refusal in it holds
)

// Aside is what somebody decided about a commit in quarantine. The newest about a commit stands.
type Aside struct {
	Commit  []byte `json:"commit"`  // its hash
	Record  ID     `json:"record"`  // whom it is about; zero: nobody
	Verdict string `json:"verdict"` // [AsideCounts], [AsideVoid] or [AsideStays]
	Reason  string `json:"reason"`  // names nobody: every device gets it
}

// decided is a decision with whoever made it.
type decided struct {
	verdict string
	by      []ID
	pos     uint64
}

// voiders are the hats of those who may say that a refusal or an erasure was no word of the person's.
var voiders = []string{Coordinator, Safeguarding, Trainer, Administrator}

// ruleAside: a named person decides about each commit in quarantine, and says why (G18). What would take a
// refusal away takes two (G11).
func ruleAside(h *House, c *Commit, body any) []Lack {
	b := body.(*Aside)
	switch {
	case len(b.Commit) != len(Hash{}) || b.Reason == "" || !slices.Contains([]string{AsideCounts, AsideVoid, AsideStays}, b.Verdict):
		return []Lack{lack("G18", "aside.names", "name the entry, say what becomes of it, and why")}
	case b.Verdict == AsideVoid && !off("aside") && !h.second(c, voiders...):
		return []Lack{lack("G11", "aside.two", "that a refusal or an erasure was no word of the person's, two people say: another coordinator, trainer, administrator or safeguarding lead signs too")}
	}
	return nil
}

func applyAside(h *House, c *Commit, _ Ref, body any) {
	b := body.(*Aside)
	d := decided{verdict: b.Verdict, by: []ID{c.Actor.Who}, pos: c.Seq}
	for _, w := range c.Witnesses {
		if h.stands(w, c.Seq) {
			d.by = append(d.by, w.Who)
		}
	}
	h.asides[Hash(b.Commit)] = d
}

// AsideOf is what was decided about a commit in quarantine, and by whom; "" if nothing was.
func (h *House) AsideOf(commit Hash) (verdict string, by []ID) {
	d := h.asides[commit]
	return d.verdict, d.by
}

// Aside reports whether a commit lies in quarantine, whatever was decided about it.
func (h *House) Aside(c *Commit) bool { return h.beyondCut(c) }

// takenUp reports whether somebody who had no hand in a commit lets it out of quarantine (G18).
func (h *House) takenUp(c *Commit) bool {
	d := h.asides[c.Hash]
	return d.verdict == AsideCounts && !handIn(c, d.by)
}

// void reports whether two people outside every team involved said of a refusal or a request for erasure in
// quarantine that it was no word of the person's. What the person's own key signed stands whatever anybody says.
func (f *file) void(fact *Fact) bool {
	c := fact.Commit
	d, ok := f.house.asides[c.Hash]
	if !ok || d.verdict != AsideVoid || !f.house.beyondCut(c) || f.keyKnown(c) {
		return false
	}
	outside := 0
	for _, id := range d.by {
		if off("aside") || !f.involved(id, d.pos) {
			outside++
		}
	}
	return outside >= 2 || off("aside")
}

// decided reports whether somebody who had no hand in an event in quarantine has said what becomes of it: then it waits for
// nobody any more.
func (f *file) decided(fact *Fact) bool {
	d, ok := f.house.asides[fact.Commit.Hash]
	switch {
	case !ok || !f.house.beyondCut(fact.Commit):
		return false
	case d.verdict == AsideVoid:
		return f.void(fact)
	}
	return d.verdict == AsideStays && !handIn(fact.Commit, d.by)
}

// handIn reports whether one of some people wrote or witnessed a commit.
func handIn(c *Commit, people []ID) bool {
	return slices.Contains(people, c.Actor.Who) || slices.ContainsFunc(c.Witnesses, func(w Proof) bool { return slices.Contains(people, w.Who) })
}

// keyKnown reports whether a commit is signed with a key of the person's: one that a link or a receipt names which
// is itself no matter of quarantine. It asks for no judgement of these, so a refusal depends on nothing but what
// is on record.
func (f *file) keyKnown(c *Commit) bool {
	if !(&hearing{file: f, house: f.house, commit: c}).signedAsPerson() {
		return false
	}
	names := func(fact *Fact) bool {
		switch b := fact.Body.(type) {
		case *Link:
			return string(b.Key) == c.Actor.Key
		case *Answer:
			return string(b.Receipt) == c.Actor.Key
		}
		return false
	}
	return slices.ContainsFunc(slices.Concat(f.byType[LinkIssued], f.byType[AnswerGiven]), func(fact *Fact) bool {
		return names(fact) && !f.house.beyondCut(fact.Commit)
	})
}
