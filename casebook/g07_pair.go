package casebook

// g07Offer: an offer is made by a scout and a mentor, two different people with keys of their own,
// neither close to the person nor, as a pair, counting as one.
var g07Offer = rule{"G07", []string{OfferMade}, func(h *hearing) []Lack {
	pos, actor := h.seen(), h.commit.Actor.Who
	scoutActs := h.actorIs(Scout) && len(h.witnesses(Mentor)) > 0
	mentorActs := h.actorIs(Mentor) && len(h.witnesses(Scout)) > 0
	var out []Lack
	if !scoutActs && !mentorActs {
		out = append(out, hands("G07", "offer.pair", "An offer needs the pair: a scout and a mentor, each with their own key."))
	}
	for _, who := range append(h.witnesses(), actor) {
		for record := range h.file.records() {
			if h.house.Tied(who, record, pos) {
				out = append(out, hands("G07", "offer.tied", "Somebody close to the person cannot make the offer: ask another pair."))
			}
		}
	}
	return out
}}

// records returns the ids of all records of the person.
func (f *file) records() map[ID]bool {
	out := map[ID]bool{}
	for _, fact := range f.facts {
		out[fact.Commit.Subject] = true
	}
	return out
}
