package casebook

import "math"

var g03Lead = rule{"G03", []string{LeadNoted}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Lead)
	fine := func(degrees float64) bool { // also what is no number, or no place on Earth
		return !(math.Abs(degrees*10-math.Round(degrees*10)) <= 1e-6 && math.Abs(degrees) <= 180)
	}
	if fine(b.Lat) || fine(b.Lon) {
		return []Lack{lack("G03", "lead.place", "the place is too exact: give a town, or degrees with one decimal")}
	}
	return nil
}}

// g03Form: questions open stage by stage; health and background only at or after a provisional yes,
// unless safety needs them earlier.
var g03Form = rule{"G03", []string{InterviewHeld, TestTaken}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Form)
	p := h.house.Programme(h.seen())
	if p == nil {
		return []Lack{lack("G03", "programme.missing", "the programme is not published yet")}
	}
	instrument, ok := p.Instrument(b.Instrument)
	if !ok {
		return []Lack{lack("G03", "form.unknown", "the programme has no interview or test of this name")}
	}
	if instrument.Stage == AfterYes && !b.Safety && !h.namesYes() {
		return []Lack{lack("G03", "form.early", "health and background are asked only after a yes: name the yes it relies on")}
	}
	return nil
}}

// namesYes reports whether the event relies on a yes that counts.
func (h *hearing) namesYes() bool {
	for _, f := range h.named(AnswerGiven) {
		if isYes(f) {
			return true
		}
	}
	return false
}

// isYes reports whether a fact is a yes and nothing else: a commit that also refuses, in its header or in
// another of its events, is a refusal.
func isYes(f *Fact) bool {
	b, ok := f.Body.(*Answer)
	return ok && b.Answer == "yes" && f.Commit.Has(Consent) && !f.Commit.refuses() && !f.Commit.holds()
}

// g03Own: what somebody says of their health or background is theirs to write: with a key of theirs, or on the team's
// phone turned round before two of us, who do not read it. On paper it goes to those who may read it, and they type it in.
var g03Own = rule{"G03", []string{InterviewHeld, TestTaken}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Form)
	switch {
	case b.Safety, h.ownAct(), h.actorIs(whoNeedsHealth...), !h.house.ForDoctor(b.Instrument, h.seen()):
		return nil
	case h.byThemselves():
		return h.twoSayTheirs()
	}
	return []Lack{hands("G03", "form.own", "The person fills this in themselves: on the phone turned round, or by their private link. What they wrote on paper goes to a trainer or a coordinator.")}
}}

// twoSayTheirs: on a phone turned round two of us say that the person wrote it, each with their own key: one alone could be
// them. Whoever may read it is enough alone, since they also type in what is on paper.
func (h *hearing) twoSayTheirs() []Lack {
	if len(h.witnesses()) >= 2 || len(h.witnesses(whoNeedsHealth...)) > 0 {
		return nil
	}
	return []Lack{hands("G03", "form.pair", "Both of the pair say that the person filled this in themselves: open a session of the other half beside yours, or hand on what is on paper to a trainer or a coordinator.")}
}
