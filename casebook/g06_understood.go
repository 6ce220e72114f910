package casebook

import "slices"

// g06Heard: only a mentor, listening, notes what was heard, and of a text that was told.
var g06Heard = rule{"G06", []string{UnderstandingHeard}, func(h *hearing) []Lack {
	var out []Lack
	if !h.actorIs(Mentor) {
		out = append(out, hands("G06", "heard.who", "the mentor who listens notes what was heard, with their own key"))
	}
	if len(h.named(DisclosureDelivered)) == 0 {
		out = append(out, lack("G06", "heard.told", "tell the person first: read the costs together"))
	}
	for _, point := range h.fact.Body.(*Understanding).Heard {
		if !slices.Contains(Points, point) {
			out = append(out, lack("G06", "heard.point", "there are four points: "+join(Points)).with("points", join(Points)))
		}
	}
	return out
}}

// understood reports whether all four points were heard about the text that was told last (G06). Until then
// the person was listened to, and no more.
func (f *file) understood() bool {
	told := f.latest(DisclosureDelivered)
	if off("G06") || told == nil {
		return true
	}
	return len(f.unheard(told, f.counting(UnderstandingHeard))) == 0
}

// Unheard lists the points that nobody has heard yet about the text on which the person's yes rests, or else about the one
// that was told last; all of them before a telling.
func (s *State) Unheard() []string {
	told := s.file.latest(DisclosureDelivered)
	if s.Yes != nil {
		if relied, _ := s.file.reliedOn(s.file.find(s.Yes.Answer)); relied != nil {
			told = relied
		}
	}
	if told == nil {
		return slices.Clone(Points)
	}
	return s.file.unheard(told, s.file.counting(UnderstandingHeard))
}

// unheard lists the points about a text that no one of some facts heard.
func (f *file) unheard(told *Fact, heard []*Fact) []string {
	return slices.DeleteFunc(slices.Clone(Points), func(point string) bool {
		return slices.ContainsFunc(heard, func(u *Fact) bool {
			return restsOn(u, told) && slices.Contains(u.Body.(*Understanding).Heard, point)
		})
	})
}

// g06Offer: all four points were heard, in one or several talks, about the text that the offer names.
var g06Offer = rule{"G06", []string{OfferMade}, func(h *hearing) []Lack {
	missing := Points
	if told, _ := h.told(h.fact.Body.(*Offer).Role); told != nil {
		missing = h.file.unheard(told, h.named(UnderstandingHeard))
	}
	if len(missing) == 0 {
		return nil
	}
	return []Lack{lack("G06", "offer.heard", "Not yet heard in the person's own words: "+join(missing)+". Explain again; the failure is ours.").with("points", join(missing))}
}}
