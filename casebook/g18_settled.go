package casebook

import (
	"slices"
	"time"
)

// settlers are the hats outside the team whose wearers look at what needs a look, and say what came of it.
var settlers = []string{Coordinator, Safeguarding, Trainer, Administrator}

// g18Settled: a named person outside the team looks at exactly the events that they name, none of them their own,
// and notes what came of it. Nothing gains an effect by it; it stays in the log and no longer waits for anybody.
var g18Settled = rule{"G18", []string{LookSettled}, func(h *hearing) []Lack {
	var out []Lack
	if h.fact.Body.(*Settling).Note == "" {
		out = append(out, lack("G18", "settle.note", "note what came of it"))
	}
	if !h.actorIs(settlers...) || h.involves(h.commit.Actor.Who) || h.ownAmongNamed() {
		out = append(out, hands("G18", "settle.outside", "somebody outside the team looks, and never at what they wrote themselves: a coordinator, trainer, safeguarding lead or administrator, with their own key"))
	}
	if !slices.ContainsFunc(h.commit.Refs, func(ref Ref) bool { return h.file.find(ref) != nil }) {
		out = append(out, lack("G18", "settle.names", "name what you looked at"))
	}
	return out
}}

// ownAmongNamed reports whether whoever acts is behind one of the events that they name.
func (h *hearing) ownAmongNamed() bool {
	return slices.ContainsFunc(h.commit.Refs, func(ref Ref) bool {
		named := h.file.find(ref)
		return named != nil && slices.ContainsFunc(append([]Proof{named.Commit.Actor}, named.Commit.Witnesses...), func(p Proof) bool {
			return p.Who == h.commit.Actor.Who
		})
	})
}

// settle marks the events at which somebody has looked, and those of which two people said that they were no word of the person's.
func (f *file) settle() {
	for _, s := range f.counting(LookSettled) {
		for _, ref := range s.Commit.Refs {
			if named := f.find(ref); named != nil && named.Commit != s.Commit {
				named.Settled = true
			}
		}
	}
	for _, fact := range f.facts {
		fact.Settled = fact.Settled || f.decided(fact)
		if fact.Standing == Counts && f.void(fact) {
			fact.Standing = Overruled
		}
	}
}

// NeedLook lists the events that break a rule and at which nobody has looked yet.
func (s *State) NeedLook() []*Fact {
	var out []*Fact
	for _, f := range s.Facts {
		if f.Standing == Irregular && !f.Settled {
			out = append(out, f)
		}
	}
	return out
}

// WrongAnswer is an outside call in which the person said that they were not told the cost, or did not feel free.
type WrongAnswer struct {
	Ref     Ref       `json:"ref"`
	Pair    []ID      `json:"pair"` // who asked the question, in the order of their ids
	At      time.Time `json:"at"`   // when headquarters heard of it, or when it was made
	Settled bool      `json:"settled,omitempty"`
}

// WrongAnswers lists the outside calls that speak against the pair who asked (G28). A worry needs no proof.
func (s *State) WrongAnswers() []WrongAnswer {
	if off("G28") {
		return nil
	}
	f := s.file
	var out []WrongAnswer
	for _, call := range f.byType[CallMade] {
		b, ok := call.Body.(*Call)
		if !ok || !b.Reached || b.ToldCost && b.FeltFree {
			continue
		}
		pair := f.pairAsked(call)
		if len(pair) == 0 {
			continue
		}
		at, heard := call.Commit.heard()
		if !heard {
			at = call.Commit.At
		}
		out = append(out, WrongAnswer{call.Ref, pair, at, call.Settled})
	}
	return out
}

// pairAsked is who stood behind the offer whose answer a call is about.
func (f *file) pairAsked(call *Fact) []ID {
	var out []ID
	for _, yes := range f.byType[AnswerGiven] {
		if !restsOn(call, yes) {
			continue
		}
		for _, offer := range f.byType[OfferMade] {
			if !restsOn(yes, offer) {
				continue
			}
			for _, p := range append([]Proof{offer.Commit.Actor}, offer.Commit.Witnesses...) {
				if f.house.stands(p, offer.Commit.Seen) && !slices.Contains(out, p.Who) {
					out = append(out, p.Who)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b ID) int { return slices.Compare(a[:], b[:]) })
	return out
}
