package casebook

// g07Offer: an offer is made by a scout and a mentor, two different people with keys of their own,
// neither close to the person nor, as a pair, counting as one.
var g07Offer = rule{"G07", []string{OfferMade}, func(h *hearing) []Lack {
	scoutActs := h.actorIs(Scout) && len(h.witnesses(Mentor)) > 0
	mentorActs := h.actorIs(Mentor) && len(h.witnesses(Scout)) > 0
	var out []Lack
	if !scoutActs && !mentorActs {
		out = append(out, hands("G07", "offer.pair", "An offer needs the pair: a scout and a mentor, not close to each other, each with their own key."))
	}
	for _, p := range append([]Proof{h.commit.Actor}, h.commit.Witnesses...) {
		if h.closeTo(p.Who, nil) {
			return append(out, hands("G07", "offer.tied", "Somebody close to the person cannot make the offer: ask another pair."))
		}
	}
	return out
}}
