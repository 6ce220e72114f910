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
	c := h.commit
	if c.refuses() || c.holds() {
		// Refusals and holds need nothing else; whoever made them, however they were made.
		if h.refusing() {
			return Counts, nil
		}
	}
	if _, known := bodies[h.fact.Type]; !known {
		return Pending, []Lack{lack("", "event.unknown", "this program does not know this kind of event; it is kept and waits for an update")}
	}
	if missing := h.unarrived(); missing {
		return Pending, []Lack{lack("", "event.waits", "it relies on something that has not arrived yet")}
	}
	lacks := h.lacks()
	switch {
	case len(lacks) == 0:
		return Counts, nil
	case !slices.ContainsFunc(lacks, func(l Lack) bool { return !l.Overruled }):
		return Overruled, lacks
	}
	return Irregular, lacks
}

// refusing reports whether the fact is the one that refuses or holds, not a companion in its commit.
func (h *hearing) refusing() bool {
	caused := causes[h.fact.Type]
	if _, known := bodies[h.fact.Type]; !known {
		return true
	}
	return slices.Contains(caused, Refuse) || slices.Contains(caused, Hold)
}

func (h *hearing) lacks() []Lack {
	var out []Lack
	if h.fact.Body == nil {
		out = append(out, lack("G25", "event.withheld", "its content is not here: withheld or erased"))
		return out
	}
	out = append(out, h.order()...)
	for _, r := range rulesFor[h.fact.Type] {
		if !off(r.gate) {
			out = append(out, r.test(h)...)
		}
	}
	return out
}

// order is what holds for every event, whatever its kind.
func (h *hearing) order() []Lack {
	c := h.commit
	switch {
	case IsHouseEvent(h.fact.Type):
		return []Lack{lack("", "event.place", "this kind of event belongs to the organisation's own side, not to a person's record")}
	case c.FellBack:
		return []Lack{lack("", "event.fellback", "its device claims to know less than it did before")}
	}
	for _, e := range EffectsOf(Event{h.fact.Type, h.fact.Body}) {
		if !c.Has(e) {
			return []Lack{lack("", "event.effect", "its header does not say what it does")}
		}
	}
	if c.Actor.Who.IsZero() || c.Actor.Who == c.Subject || h.house.signedBy(c.Actor) {
		return nil
	}
	return []Lack{hands("", "event.unsigned", "whoever acts must sign with their own key")}
}

// unarrived reports whether a named fact is not here yet.
func (h *hearing) unarrived() bool {
	for _, ref := range h.commit.Refs {
		if h.house.knows(ref) {
			continue
		}
		named := h.file.byRef[ref]
		if named == nil || h.file.judge(named).Standing == Pending {
			return true
		}
	}
	return false
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
		add(h.file.byRef[ref])
	}
	for i := range h.fact.Ref.Event {
		add(h.file.byRef[Ref{h.fact.Ref.Commit, i}])
	}
	return out
}

// one returns the newest named fact of a type and its content, or nil.
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
// if none is given). A couple or relatives count as one, and the actor does not count again.
func (h *hearing) witnesses(hats ...string) []ID {
	var out []ID
	pos := h.seen()
	for _, w := range h.commit.Witnesses {
		if !h.house.stands(w, pos) || w.Who == h.commit.Actor.Who || slices.Contains(out, w.Who) {
			continue
		}
		if _, staff := h.house.StaffAt(w.Who, pos); !staff || len(hats) > 0 && !h.house.Wears(w.Who, pos, hats...) {
			continue
		}
		tied := slices.ContainsFunc(out, func(other ID) bool { return h.house.Tied(w.Who, other, pos) })
		if !tied {
			out = append(out, w.Who)
		}
	}
	return out
}

// knows reports whether a reference names an event of the control lane that took effect there.
func (h *House) knows(ref Ref) bool { return h.TextNamed(ref) != nil }
