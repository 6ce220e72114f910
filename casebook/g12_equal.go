package casebook

import "time"

// g12Lapsed: an offer that nobody answered in time has lapsed. That is not a no, and it is not asked
// again unless the person comes: an answer after it needs a new offer.
var g12Lapsed = rule{"G12", []string{AnswerGiven}, func(h *hearing) []Lack {
	if h.fact.Body.(*Answer).Answer != "yes" {
		return nil
	}
	offer, _ := one[Offer](h, OfferMade)
	if offer == nil {
		return nil // g11 speaks of that
	}
	if h.commit.At.After(offer.Commit.when().Add(lapse(h.limits()))) {
		return []Lack{lack("G12", "answer.lapsed", "The offer has lapsed. If the person comes by themselves, tell them again and ask again.")}
	}
	return nil
}}

// g12Held: after a 'not now' nobody brings the person to a yes. Only by their own key may they come to it
// themselves, and then it waits (see weighOthers in consent.go).
var g12Held = rule{"G12", []string{AnswerGiven}, func(h *hearing) []Lack {
	if h.fact.Body.(*Answer).Answer != "yes" || h.ownKey() {
		return nil
	}
	for _, r := range h.against(h.roleAnswered()) {
		if r.hold && h.file.couldKnow(h.commit, r.commit) {
			return []Lack{lack("G12", "answer.held", NeutralRefusal)}
		}
	}
	return nil
}}

// g12Return: after an offer has lapsed nobody goes to the person unasked, and nobody asks again before
// the person has come.
var g12Return = rule{"G12", []string{ApproachMade, OfferMade}, func(h *hearing) []Lack {
	lapsed := h.file.lapsedBefore(h)
	if lapsed.IsZero() {
		return nil
	}
	if b, ok := h.fact.Body.(*Approach); ok {
		if b.Cold {
			return []Lack{lack("G12", "approach.lapsed", NeutralRefusal)}
		}
		return nil
	}
	for _, a := range h.file.byType[ApproachMade] {
		b, ok := a.Body.(*Approach)
		if ok && !b.Cold && b.Outcome == "talked" && a.Commit.when().After(lapsed) && h.file.relies(h.commit, a.Commit) && h.file.judge(a).Standing == Counts {
			return nil
		}
	}
	return []Lack{lack("G12", "offer.lapsed", "An earlier offer was not answered in time. If the person comes by themselves, tell them again and ask again.")}
}}

// lapsedBefore returns when the last offer that nobody answered, that the event's author could know and
// that its makers signed, had lapsed; zero if none had by then.
func (f *file) lapsedBefore(h *hearing) time.Time {
	var last time.Time
	for _, offer := range f.byType[OfferMade] {
		c := offer.Commit
		end := c.when().Add(lapse(h.limits()))
		if c == h.commit || !h.commit.At.After(end) || !end.After(last) {
			continue
		}
		if f.house.stands(c.Actor, c.Seen) && f.couldKnow(h.commit, c) && !f.answered(offer) {
			last = end
		}
	}
	return last
}

func (f *file) answered(offer *Fact) bool {
	for _, answer := range f.byType[AnswerGiven] {
		if restsOn(answer, offer) {
			return true
		}
	}
	return false
}

func lapse(l Limits) time.Duration { return time.Duration(l.LapseDays) * 24 * time.Hour }
