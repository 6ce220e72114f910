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

// contact is somebody who truly worked with the person, and the position from which they did.
type contact struct {
	who ID
	pos uint64
}

// contacts lists who worked with the person, as far as they stood behind it with their keys.
func (f *file) contacts() []contact {
	if f.team != nil {
		return f.team
	}
	f.team = []contact{}
	met := map[contact]bool{}
	for _, eventType := range append(slices.Clone(contactTypes), AnswerGiven) {
		for _, fact := range f.byType[eventType] {
			if b, ok := fact.Body.(*Answer); ok && b.Answer != "yes" {
				continue // whoever takes down a no is no part of the team; whoever witnesses a yes is
			}
			c := fact.Commit
			for _, p := range append([]Proof{c.Actor}, c.Witnesses...) {
				at := contact{p.Who, c.metAt()}
				if !met[at] && (f.house.stands(p, c.Seen) || p.Signed && p.Alg == serverKey) {
					met[at] = true
					f.team = append(f.team, at)
				}
			}
		}
	}
	return f.team
}

// involved reports whether a member of staff worked with the person, belonged to a team with somebody who
// did (then, at pos, or in between), or is close to one who did. Everybody else is outside the team.
func (f *file) involved(who ID, pos uint64) bool {
	return slices.ContainsFunc(f.contacts(), func(c contact) bool {
		return c.who == who || f.house.colleagues(c.who, who, min(pos, c.pos), max(pos, c.pos)) || f.house.tied(c.who, who, min(pos, c.pos), max(pos, c.pos))
	})
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
	return h.file.involved(who, h.seen()) || h.file.involved(who, h.heardAt())
}

// tied reports whether two people were declared close where the author stood, where headquarters heard of it, or in between.
func (h *hearing) tied(a, b ID) bool { return h.house.tied(a, b, h.seen(), h.heardAt()) }

// closeTo reports whether somebody is declared close to the person or to one of some others. Of the person it is enough that
// they were so since we first worked with them: nobody who goes about with them frees somebody for them by ending a tie.
func (h *hearing) closeTo(who ID, others []ID) bool {
	if slices.ContainsFunc(others, func(other ID) bool { return h.tied(who, other) }) {
		return true
	}
	from := h.seen()
	for _, c := range h.file.contacts() {
		from = min(from, c.pos)
	}
	for record := range h.file.records {
		if h.house.tied(who, record, from, h.heardAt()) {
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
	h := s.file.house
	if s.file.involved(who, h.Pos) {
		return false
	}
	return !slices.ContainsFunc(s.Records, func(record ID) bool { return h.Tied(who, record, h.Pos) })
}
