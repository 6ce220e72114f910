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

// g06Offer: all four points were heard, in one or several talks, about the text that the offer names.
var g06Offer = rule{"G06", []string{OfferMade}, func(h *hearing) []Lack {
	told, _ := h.told(h.fact.Body.(*Offer).Role)
	heard := map[string]bool{}
	for _, f := range h.named(UnderstandingHeard) {
		if told == nil || !restsOn(f, told) {
			continue
		}
		for _, point := range f.Body.(*Understanding).Heard {
			heard[point] = true
		}
	}
	var missing []string
	for _, point := range Points {
		if !heard[point] {
			missing = append(missing, point)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []Lack{lack("G06", "offer.heard", "Not yet heard in the person's own words: "+join(missing)+". Explain again; the failure is ours.").with("points", join(missing))}
}}
