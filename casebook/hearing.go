package casebook

import "slices"

// hearing is one event being judged, with all that a rule may look at: the event, the facts it names,
// what its author could know, and sets that only grow.
type hearing struct {
	file   *file
	house  *House
	fact   *Fact
	commit *Commit
}

// rule is one sentence of law.md as a function. It returns what is missing; nothing if the event holds.
type rule struct {
	gate string
	on   []string // event types
	test func(h *hearing) []Lack
}

// decide applies every rule to the event.
func (h *hearing) decide() (Standing, []Lack) {
	switch {
	case h.file.refusesByItself(h.fact):
		// Refusals and holds need nothing else; whoever made them, however they were made.
		return Counts, nil
	case !known(h.fact.Type):
		return Pending, []Lack{lack("", "event.unknown", "this program does not know this kind of event; it is kept and waits for an update")}
	case !h.file.arrived(h.commit) && !h.hidesAlready():
		return Pending, []Lack{lack("", "event.waits", "it relies on something that has not arrived yet")}
	}
	if h.fact.Body == nil && !slices.Contains(needNoBody, h.fact.Type) {
		return Withheld, []Lack{lack("G25", "event.withheld", "its content is not here: kept elsewhere, or erased")}
	}
	lacks := h.lacks()
	switch {
	case len(lacks) == 0:
		return Counts, nil
	case !slices.ContainsFunc(lacks, func(l Lack) bool { return !l.Overruled }), h.overruledBelow():
		return Overruled, lacks
	}
	return Irregular, lacks
}

// hidesAlready reports whether the event is a request for an erasure: it hides at once, whatever it names. A device of another territory
// has the request alone, and the link by which the person asked never comes there.
func (h *hearing) hidesAlready() bool {
	return h.fact.Type == ErasureRequested && h.seen() <= h.house.Pos && !off("erase.waits")
}

// overruledBelow reports whether a fact that the event names was overruled by something its author could
// not know: then whatever the event lacks is no fault of its own author either.
func (h *hearing) overruledBelow() bool {
	return slices.ContainsFunc(h.commit.Refs, func(ref Ref) bool {
		named := h.file.find(ref)
		return named != nil && h.file.judge(named).Standing == Overruled
	})
}

func (h *hearing) lacks() []Lack {
	out := h.order()
	for _, r := range rulesFor[h.fact.Type] {
		if !off(r.gate) {
			out = append(out, r.test(h)...)
		}
	}
	if !slices.ContainsFunc(out, func(l Lack) bool { return l.Hands }) { // nothing is said twice
		out = append(out, h.signed()...)
	}
	return out
}

// needNoBody are the event types that say all by their type, beside the refusals.
var needNoBody = []string{MatchFound, StopUndone, ErasureRequested, ErasureConfirmed, ErasureDenied, ErasureDone, LinkRevoked, ContentPurged}

// order is what holds for every event, whatever its kind.
func (h *hearing) order() []Lack {
	c := h.commit
	switch {
	case IsHouseEvent(h.fact.Type):
		return []Lack{lack("", "event.place", "this kind of event belongs to the organisation's own side, not to a person's record")}
	case h.file.house.Ours(c.Subject):
		return []Lack{lack("", "event.ours", "this is the id of a colleague, a team or a list: nobody whom we meet stands behind it")}
	case h.file.resealed(c):
		return []Lack{lack("", "event.again", "the same signatures stand in an earlier commit: one act counts once")}
	case c.Unsure && c.Seen == 0:
		return []Lack{lack("", "event.unseen", "its device says that it saw what headquarters never wrote")}
	case h.file.fellBack(c):
		return []Lack{lack("", "event.fellback", "its device claims to know less than it did before")}
	case h.fact.Type == ContentPurged:
		return nil // a device's word about itself, which gives it nothing
	case h.house.cutOff(c):
		return []Lack{lack("", "event.device", "its device had been turned away before headquarters heard of it")}
	case h.house.outside(c):
		return []Lack{lack("", "event.grant", "its device was not granted this: no grant, another territory, or after its end")}
	}
	if h.fact.Body != nil {
		for _, e := range EffectsOf(Event{h.fact.Type, h.fact.Body}) {
			if !c.Has(e) {
				return []Lack{lack("", "event.effect", "its header does not say what it does")}
			}
		}
	}
	for _, e := range c.Effects {
		if e != Refuse && e != Hold && !c.mayCause(e) {
			return []Lack{lack("", "event.claim", "its header says that it does what none of its events can do")}
		}
	}
	return nil
}

// needNoSignature are the event types that anybody may write, beside the refusals; those of the person
// alone (a yes, a reopening) have rules of their own.
var needNoSignature = []string{
	LeadNoted, ParticularsNoted, MatchFound, RemarkVolunteered, AnswerGiven, UpdateAnswered, PersonReopened,
	StopUndone, ErasureRequested, ErasureConfirmed, ErasureDenied, ErasureDone, LinkRevoked, ContentPurged,
}

// personMayWrite are the event types that the person may also write, with their own key or on a phone
// turned round before a witness.
var personMayWrite = []string{AgeStated, AssentGiven, PermissionGiven, InterviewHeld, TestTaken, FormTakenBack}

// signed: whoever acts for the organisation signs, or the person does.
func (h *hearing) signed() []Lack {
	a, pos := h.commit.Actor, h.seen()
	switch {
	case h.house.signedBy(a, pos) && h.house.isStaff(a.Who, pos) && (a.Alg != serverKey || h.servedHere()):
		return nil
	case slices.Contains(personMayWrite, h.fact.Type) && (h.ownAct() || h.byThemselves()):
		return nil
	case slices.Contains(needNoSignature, h.fact.Type) && (a.Who.IsZero() || h.file.records[a.Who]):
		return nil
	}
	return []Lack{hands("", "event.unsigned", "whoever acts must sign with their own key")}
}

// byThemselves reports whether the person acts on a phone turned round, before one of us who signs as witness.
func (h *hearing) byThemselves() bool {
	return h.file.records[h.commit.Actor.Who] && len(h.witnesses()) > 0
}

// servedHere reports whether a server may vouch here for a session that has only a password: at
// headquarters, and on a device that was granted to that person.
func (h *hearing) servedHere() bool {
	if h.commit.Home {
		return true
	}
	grant, ok := h.house.Device(h.commit.Device, h.seen())
	return ok && slices.Contains(grant.People, h.commit.Actor.Who)
}

// named returns the counting facts of a type that the event relies on: those in its references and
// those that stand before it in the same commit.
func (h *hearing) named(eventType string) []*Fact {
	var out []*Fact
	add := func(f *Fact) {
		if f != nil && f.Type == eventType && h.file.judge(f).Standing == Counts {
			out = append(out, f)
		}
	}
	for _, ref := range h.commit.Refs {
		add(h.file.find(ref))
	}
	for i := range h.fact.Ref.Event {
		add(h.file.find(Ref{h.fact.Ref.Commit, i}))
	}
	return out
}

// one returns the last named fact of a type and its content, or nil.
func one[T any](h *hearing, eventType string) (*Fact, *T) {
	facts := h.named(eventType)
	for i := len(facts) - 1; i >= 0; i-- {
		if body, ok := facts[i].Body.(*T); ok {
			return facts[i], body
		}
	}
	return nil, nil
}

func (h *hearing) seen() uint64 { return h.commit.Seen }

func (h *hearing) limits() Limits { return h.house.limits(h.seen()) }

// actorIs reports whether a member of staff who wears one of the hats truly signed as the actor.
func (h *hearing) actorIs(hats ...string) bool {
	return h.house.stands(h.commit.Actor, h.seen()) && h.house.Wears(h.commit.Actor.Who, h.seen(), hats...)
}

// witnesses returns the members of staff who truly signed as witnesses and wear one of the hats (any,
// if none is given). A couple or relatives count as one, the actor among them.
func (h *hearing) witnesses(hats ...string) []ID {
	var out []ID
	pos, actor := h.seen(), h.commit.Actor.Who
	for _, w := range h.commit.Witnesses {
		if !h.house.stands(w, pos) || w.Spent && !off("G07") || w.Who == actor || slices.Contains(out, w.Who) || !h.house.isStaff(w.Who, pos, hats...) {
			continue
		}
		if !h.tied(w.Who, actor) && !h.closeTo(w.Who, out) {
			out = append(out, w.Who)
		}
	}
	return out
}

// ours counts the members of staff behind the event, each with their own key: whoever acts, if it is one of us, and the witnesses. A
// couple or relatives count as one; a password counts for nobody, since whoever has it may be the witness too.
func (h *hearing) ours() int {
	n, a := len(h.witnesses()), h.commit.Actor
	if (h.house.stands(a, h.seen()) || off("ours") && h.house.signedBy(a, h.seen())) && h.house.isStaff(a.Who, h.seen()) {
		n++
	}
	return n
}
