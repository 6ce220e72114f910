package casebook

import "time"

// g16Offer: an offer does not rely on a text that was materially changed since, as far as its author
// could know.
var g16Offer = rule{"G16", []string{OfferMade}, func(h *hearing) []Lack {
	_, told := h.told(h.fact.Body.(*Offer).Role)
	if told != nil && h.house.materialSince(told.Role, told.Version, h.seen()) != nil {
		return []Lack{lack("G16", "offer.changed", "The text has changed since in a way that matters: tell the new one.")}
	}
	return nil
}}

// told returns the delivery for a role that the event relies on, the last named if there are several.
func (h *hearing) told(role string) (*Fact, *Delivered) {
	facts := h.named(DisclosureDelivered)
	for i := len(facts) - 1; i >= 0; i-- {
		if b := facts[i].Body.(*Delivered); b.Role == role {
			return facts[i], b
		}
	}
	return nil, nil
}

// g16Task: new tasks wait until a person who said yes has answered the text told again.
var g16Task = rule{"G16", []string{SelectionMade, PermissionGiven, TestTaken, InterviewHeld}, func(h *hearing) []Lack {
	for _, yes := range h.file.counting(AnswerGiven) {
		relies := h.fact.Type == SelectionMade || restsOn(h.fact, yes) // whoever is taken is taken on their yes, named or not
		if isYes(yes) && relies && h.file.couldKnow(h.commit, yes.Commit) && h.file.owesUpdate(yes, h.seen()) != nil {
			return []Lack{lack("G16", "task.waits", "The text has changed in a way that matters: tell the person again first; new tasks wait for their answer.")}
		}
	}
	return nil
}}

// g16Update: a text told again is told first, and only then answered.
var g16Update = rule{"G16", []string{UpdateAnswered}, func(h *hearing) []Lack {
	if !h.fact.Body.(*Update).Continue {
		return nil
	}
	_, told := one[Delivered](h, DisclosureDelivered)
	switch {
	case told == nil:
		return []Lack{lack("G16", "update.told", "tell the new text first, then ask whether the person goes on")}
	case told.Full == "link" && !h.linkOpens():
		return []Lack{noLink("G16")}
	}
	return nil
}}

// owesUpdate returns the newest material text that a person who said yes has not answered yet, as far
// as known at pos; nil if there is none.
func (f *file) owesUpdate(yes *Fact, pos uint64) *Text {
	relied := f.relied(yes)
	if relied == nil {
		return nil
	}
	version, _ := f.goesOn(relied)
	return f.house.materialSince(relied.Role, version, pos)
}

// goesOn is the newest version of a text with which a person goes on who relied on one of it, and when they said so; that
// one itself if they were told no other.
func (f *file) goesOn(relied *Delivered) (version int, at time.Time) {
	version = relied.Version
	for _, u := range f.counting(UpdateAnswered) {
		if b, ok := u.Body.(*Update); !ok || !b.Continue {
			continue
		}
		for _, d := range f.hear(u).named(DisclosureDelivered) {
			if b := d.Body.(*Delivered); b.Role == relied.Role && b.Version > version {
				version, at = b.Version, u.Commit.when()
			}
		}
	}
	return version, at
}

// goesOnWith is the first version of a role's text, of those from one on, with which a person said that they go on, and when headquarters
// heard of that; 0 if it heard of none.
func (f *file) goesOnWith(role string, from int) (version int, at time.Time) {
	for _, u := range f.counting(UpdateAnswered) {
		heard, ok := u.Commit.heard()
		if b, here := u.Body.(*Update); !ok || !here || !b.Continue {
			continue
		}
		for _, d := range f.hear(u).named(DisclosureDelivered) {
			b := d.Body.(*Delivered)
			if b.Role == role && b.Version >= from && (version == 0 || heard.Before(at)) {
				version, at = b.Version, heard
			}
		}
	}
	return version, at
}

// relied returns what was told, as the offer behind a yes names it; nil if that does not count.
func (f *file) relied(yes *Fact) *Delivered {
	_, told := f.reliedOn(yes)
	return told
}

func (f *file) reliedOn(yes *Fact) (*Fact, *Delivered) {
	offer, b := one[Offer](f.hear(yes), OfferMade)
	if offer == nil {
		return nil, nil
	}
	return f.hear(offer).told(b.Role)
}
