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
	if h.house.written(h.commit).After(h.file.lapses(offer)) {
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
		end := f.lapses(offer)
		if c == h.commit || !h.house.written(h.commit).After(end) || !end.After(last) {
			continue
		}
		if f.house.stands(c.Actor, c.Seen) && (f.couldKnow(h.commit, c) || sameHands(h.commit, c)) && !f.answered(offer) {
			last = end
		}
	}
	return last
}

// sameHands reports whether somebody signed both of two commits: of what they wrote themselves they know, on whatever
// device.
func sameHands(c, other *Commit) bool {
	return signedAlike(c, other, func(p, q Proof) bool { return p.Who == q.Who })
}

// answered reports whether the person answered an offer: by a no, whenever it came, or in time by a 'not now', or by a yes
// that is evidently theirs. A yes that somebody else wrote down answers nothing, nor does a 'not now' after the end, or
// else a team could ask again and again. It asks for no judgement of offers, which would ask back.
func (f *file) answered(offer *Fact) bool {
	for _, answer := range f.byType[AnswerGiven] {
		switch {
		case !restsOn(answer, offer):
		case answer.Commit.refuses(), off("G12"), f.inTime(answer, offer) && (!isYes(answer) || f.proven(answer)):
			return true
		}
	}
	return false
}

// inTime reports whether an answer came before its offer lapsed.
func (f *file) inTime(answer, offer *Fact) bool {
	return !f.house.written(answer.Commit).After(f.lapses(offer))
}

// lapses is when an offer that nobody answers ends: by the settings that stood when it was made, so that no later ones
// let a question rise again.
func (f *file) lapses(offer *Fact) time.Time {
	limits := f.house.limits(offer.Commit.Seen)
	return offer.Commit.when().Add(time.Duration(limits.LapseDays) * 24 * time.Hour)
}

// Question is the offer that the person may answer now: one that waits for them, or one that they put off by a 'not now'
// that has ended or that they took back, until it lapses. A no that was taken back brings none back: the way begins anew.
func (s *State) Question(now time.Time) *Fact {
	f := s.file
	offer := f.latest(OfferMade)
	if offer == nil || s.Stage == StageOffered {
		return offer
	}
	if s.Alone || s.Ended || s.Yes != nil || !f.putOff(offer) || now.After(f.lapses(offer)) {
		return nil
	}
	if back := f.cameBack(); back != nil && !f.relies(offer.Commit, back.Commit) {
		return nil
	}
	return offer
}
