package casebook

import (
	"slices"
	"time"
)

// contactTypes are the events that bring us to a person; after a refusal none may follow.
var contactTypes = []string{
	ApproachMade, InterviewHeld, TestTaken, DisclosureDelivered, UnderstandingHeard, OfferMade, PermissionGiven,
}

// reachTypes are those and the outside call: it reaches the person too, but its maker joins no team by it.
var reachTypes = append(slices.Clone(contactTypes), CallMade)

// contact is somebody who truly worked with the person, and by which commit.
type contact struct {
	who    ID
	commit *Commit
}

// span is somebody who worked with the person, from the first position at which they did to the last.
type span struct {
	who      ID
	from, to uint64
}

// contacts lists who worked with the person, as far as they stood behind it with their keys.
func (f *file) contacts() []contact {
	if f.team != nil {
		return f.team
	}
	f.team = []contact{}
	for _, eventType := range append(slices.Clone(contactTypes), AnswerGiven) {
		for _, fact := range f.byType[eventType] {
			if b, ok := fact.Body.(*Answer); ok && b.Answer != "yes" {
				continue // whoever takes down a no is no part of the team; whoever witnesses a yes is
			}
			c := fact.Commit
			for _, p := range append([]Proof{c.Actor}, c.Witnesses...) {
				if f.house.stands(p, c.Seen) || p.Signed && p.Alg == serverKey {
					f.team = append(f.team, contact{p.Who, c})
				}
			}
			if i := interpreterOf(fact); i != nil { // one of us who interprets is there as well
				for _, who := range f.house.called(i.Name, c.Seen) {
					f.team = append(f.team, contact{who, c})
				}
			}
		}
	}
	return f.team
}

// spans sums up who worked with the person.
func (f *file) spans() []span {
	if f.worked == nil {
		f.worked = spansOf(f.contacts())
	}
	return f.worked
}

func spansOf(contacts []contact) []span {
	out := []span{}
	for _, c := range contacts {
		pos := c.commit.metAt()
		if i := slices.IndexFunc(out, func(s span) bool { return s.who == c.who }); i >= 0 {
			out[i].from, out[i].to = min(out[i].from, pos), max(out[i].to, pos)
		} else {
			out = append(out, span{c.who, pos, pos})
		}
	}
	return out
}

// with widens a span to a position.
func (s span) with(pos uint64) (from, to uint64) { return min(s.from, pos), max(s.to, pos) }

// involved reports whether a member of staff worked with the person, belonged to a team with somebody who
// did (then, at pos, or in between), or is close to one who did. Everybody else is outside the team.
func (f *file) involved(who ID, pos uint64) bool { return f.involvedBy(f.spans(), who, pos) }

// involvedBy is [file.involved] by some of those who worked with the person.
func (f *file) involvedBy(team []span, who ID, pos uint64) bool {
	return slices.ContainsFunc(team, func(s span) bool {
		from, to := s.with(pos)
		return s.who == who || f.house.colleagues(s.who, who, from, to) || f.tied(s.who, who, from, to)
	})
}

// later reports whether a commit was surely written after another: its author could know the other, and headquarters did not
// hear of it first. Who claims to have known the other gains nothing by that alone.
func (f *file) later(c, than *Commit) bool {
	at := c.knownAt()
	return f.couldKnow(c, than) && (at == 0 || at >= than.knownAt())
}

// teamUntil lists who worked with the person, as far as an event is concerned. What came surely after an outside call does
// not undo it: whoever calls may train the person later. But what the yes itself rests on always counts, whatever it claims
// to have known, so nobody of the way there calls. Whoever let somebody be approached otherwise is held to it,
// until the person has said yes since.
func (h *hearing) teamUntil() []span {
	f := h.file
	if team, ok := f.until[h.fact]; ok {
		return team
	}
	team := f.spans()
	if yeses := h.yeses(); len(yeses) > 0 {
		team = spansOf(h.without(f.contacts(), func(c *Commit) bool {
			if h.fact.Type == CallMade {
				return !slices.ContainsFunc(yeses, func(yes *Commit) bool { return f.relies(yes, c) })
			}
			return slices.ContainsFunc(yeses, func(yes *Commit) bool { return c != yes && f.relies(c, yes) })
		}))
	}
	if f.until == nil {
		f.until = map[*Fact][]span{}
	}
	f.until[h.fact] = team
	return team
}

// without leaves out contacts that came later than the event, and are to be.
func (h *hearing) without(contacts []contact, drop func(*Commit) bool) (out []contact) {
	var last *Commit
	gone := false
	for _, c := range contacts { // those of one commit stand together
		if c.commit != last {
			last, gone = c.commit, h.file.later(c.commit, h.commit) && drop(c.commit)
		}
		if !gone {
			out = append(out, c)
		}
	}
	return out
}

// yeses lists the commits of the yes that an outside call is about, or of those that the person gave after an event.
func (h *hearing) yeses() (out []*Commit) {
	f := h.file
	if h.fact.Type == CallMade {
		for _, yes := range f.byType[AnswerGiven] {
			if restsOn(h.fact, yes) {
				out = append(out, yes.Commit)
			}
		}
		return out
	}
	for _, yes := range f.provenYeses() {
		if f.later(yes, h.commit) {
			out = append(out, yes)
		}
	}
	return out
}

func (f *file) provenYeses() []*Commit {
	if f.given == nil {
		f.given = []*Commit{}
		for _, yes := range f.byType[AnswerGiven] {
			if isYes(yes) && f.proven(yes) {
				f.given = append(f.given, yes.Commit)
			}
		}
	}
	return f.given
}

// outsiders returns the members of staff behind a commit, actor and witnesses, who truly signed, wear
// one of the hats (any, if none is given), stand outside every team involved, and are not close to each
// other or to the person.
func (h *hearing) outsiders(hats ...string) []ID {
	var out []ID
	stands := func(p Proof, pos uint64) bool { return h.house.stands(p, pos) && h.house.isStaff(p.Who, pos, hats...) }
	for _, p := range append([]Proof{h.commit.Actor}, h.commit.Witnesses...) {
		if !stands(p, h.seen()) || !stands(p, h.heardAt()) || h.involves(p.Who) || slices.Contains(out, p.Who) {
			continue
		}
		if !h.closeTo(p.Who, out) {
			out = append(out, p.Who)
		}
	}
	return out
}

// heardAt is the position up to which it is looked at who somebody was to others: where headquarters heard of the event,
// or else what its author could know. Of their own hats, teams and ties people know, so nobody stands outside by claiming to
// know less. Headquarters itself wrote with all that it knew: what it writes next changes nothing about what it wrote before.
func (h *hearing) heardAt() uint64 {
	if off("heard") || h.commit.Home {
		return h.seen()
	}
	return max(h.seen(), h.commit.knownAt())
}

// involves is [file.involved] for somebody behind the event.
func (h *hearing) involves(who ID) bool {
	team := h.teamUntil()
	return h.file.involvedBy(team, who, h.seen()) || h.file.involvedBy(team, who, h.heardAt())
}

// tied reports whether two people were declared close where the author stood, where headquarters heard of it, or in between.
func (h *hearing) tied(a, b ID) bool { return h.file.tied(a, b, h.seen(), h.heardAt()) }

// tied is [House.tied] as far as this person is concerned: an end says nothing here unless two stand behind it who did not
// work with them, nor go about with anybody who did, nor ever do: nobody frees a scout to take along.
func (f *file) tied(a, b ID, from, to uint64) bool {
	return f.house.tiedBut(a, b, from, to, func(end since[tie]) bool {
		ours := func(who ID) bool {
			return slices.ContainsFunc(f.spans(), func(s span) bool {
				from, to := s.with(end.pos)
				return s.who == who || f.house.colleagues(s.who, who, from, to)
			})
		}
		return len(slices.DeleteFunc(slices.Clone(end.value.by), ours)) < 2
	})
}

// closeTo reports whether somebody is declared close to the person or to one of some others. Of the person it is enough that
// they were so since we first worked with them: nobody who goes about with them frees somebody for them by ending a tie.
func (h *hearing) closeTo(who ID, others []ID) bool {
	if slices.ContainsFunc(others, func(other ID) bool { return h.tied(who, other) }) {
		return true
	}
	return h.file.near(who, h.seen(), h.heardAt())
}

// near reports whether somebody was declared close to the person at any time since we first worked with them, or since from.
func (f *file) near(who ID, from, to uint64) bool {
	for _, s := range f.spans() {
		from = min(from, s.from)
	}
	for record := range f.records {
		if f.tied(who, record, from, to) {
			return true
		}
	}
	return false
}

// Blank is a state that says nothing but that nobody may approach, for whoever must not learn more (G01).
func (s *State) Blank(record ID) *State {
	return &State{Records: []ID{record}, Stage: StageAsk, Alone: true, Territory: s.Territory, file: s.file}
}

// Ending is something that leaves a person alone now: who wrote it down, actor and witnesses, and as what.
type Ending struct {
	By []ID      `json:"by,omitempty"`
	At time.Time `json:"at"` // by headquarters' clock, as soon as it has heard of it
	As string    `json:"as,omitempty"`
}

// Ends lists all that leaves the person alone at now, oldest first.
func (s *State) Ends(now time.Time) []Ending {
	var out []Ending
	for _, r := range s.file.standing(now) {
		at, heard := r.commit.heard()
		if !heard {
			at = r.commit.At
		}
		one := Ending{At: at}
		if !r.hold {
			one.As = endings[r.fact.Type]
		}
		for _, p := range append([]Proof{r.commit.Actor}, r.commit.Witnesses...) {
			if !p.Who.IsZero() {
				one.By = append(one.By, p.Who)
			}
		}
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b Ending) int { return a.At.Compare(b.At) })
	return out
}

// Outside reports whether a member of staff stands outside every team that worked with the person, and is
// not declared close to them: whether they may make the outside call (G28).
func (s *State) Outside(who ID) bool {
	pos := s.file.house.Pos
	return !s.file.involved(who, pos) && !s.file.near(who, pos, pos)
}
