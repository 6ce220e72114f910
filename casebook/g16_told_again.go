package casebook

// g16Offer: an offer does not rely on a text that was materially changed since, as far as its author
// could know.
var g16Offer = rule{"G16", []string{OfferMade}, func(h *hearing) []Lack {
	_, told := one[Delivered](h, DisclosureDelivered)
	if told != nil && h.house.materialSince(told.Role, told.Version, h.seen()) != nil {
		return []Lack{lack("G16", "offer.changed", "The text has changed since in a way that matters: tell the new one.")}
	}
	return nil
}}

// g16Task: new tasks wait until a person who said yes has answered the text told again.
var g16Task = rule{"G16", []string{SelectionMade, PermissionGiven, TestTaken, InterviewHeld}, func(h *hearing) []Lack {
	for _, yes := range h.file.counting(AnswerGiven) {
		if isYes(yes) && names(h.commit, yes.Ref) && h.file.owesUpdate(yes, h.seen()) != nil {
			return []Lack{lack("G16", "task.waits", "The text has changed in a way that matters: tell the person again first; new tasks wait for their answer.")}
		}
	}
	return nil
}}

// g16Update: a text told again is told first, and only then answered.
var g16Update = rule{"G16", []string{UpdateAnswered}, func(h *hearing) []Lack {
	if b := h.fact.Body.(*Update); b.Continue && len(h.named(DisclosureDelivered)) == 0 {
		return []Lack{lack("G16", "update.told", "tell the new text first, then ask whether the person goes on")}
	}
	return nil
}}

// owesUpdate returns the newest material text that a person who said yes has not answered yet, as far
// as known at pos; nil if there is none.
func (f *file) owesUpdate(yes *Fact, pos uint64) *Text {
	version, role := f.relied(yes)
	if role == "" {
		return nil
	}
	for _, u := range f.counting(UpdateAnswered) {
		for _, ref := range u.Commit.Refs {
			if d := f.byRef[ref]; d != nil {
				if b, ok := d.Body.(*Delivered); ok && b.Role == role && u.Body.(*Update).Continue {
					version = max(version, b.Version)
				}
			}
		}
	}
	return f.house.materialSince(role, version, pos)
}

// relied returns the version and role of the text that the offer behind an answer relied on.
func (f *file) relied(answer *Fact) (version int, role string) {
	for hash := range f.ancestors(answer.Commit) {
		for _, fact := range f.facts {
			if b, ok := fact.Body.(*Delivered); ok && fact.Commit.Hash == hash && b.Version > version {
				version, role = b.Version, b.Role
			}
		}
	}
	return version, role
}
