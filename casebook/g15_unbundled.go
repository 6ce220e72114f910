package casebook

import "slices"

// questions that are asked apart from the role, each with its own answer.
var questions = []string{"number", "training", "placement", "study"}

// g15Permission: in the meeting of the first offer only 'may we keep your number?' is asked beside the
// role; training, placement and study come later and rely on a yes.
var g15Permission = rule{"G15", []string{PermissionGiven}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Permission)
	if !slices.Contains(questions, b.Question) {
		return []Lack{lack("G15", "ask.unknown", "the questions are: "+join(questions)).with("questions", join(questions))}
	}
	if b.Question == "number" {
		return nil
	}
	if !h.namesYes() {
		return []Lack{lack("G15", "ask.early", "ask this after a yes to the role, apart from it: name that yes")}
	}
	if b.Meeting.IsZero() {
		return []Lack{lack("G15", "ask.meeting", "note in which meeting it was asked")}
	}
	for _, f := range h.file.byType[OfferMade] {
		if o, ok := f.Body.(*Offer); ok && o.Meeting == b.Meeting {
			return []Lack{lack("G15", "ask.together", "the first meeting asks two things only: the role, and whether we may keep the number")}
		}
	}
	return nil
}}

// g09Permission: a yes to one of them is the person's too: by a key of theirs, or before two of us. One of us alone could
// make it up. (A no, or taking one back, needs nothing.)
var g09Permission = rule{"G09", []string{PermissionGiven}, func(h *hearing) []Lack {
	if !h.fact.Body.(*Permission).Yes || h.ownAct() || h.ours() >= 2 {
		return nil
	}
	return []Lack{hands("G09", "permit.own", "A yes to this is the person's own: by their private link, or before two of us, each with their own key.")}
}}
