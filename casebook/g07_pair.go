package casebook

import "slices"

// g07Offer: an offer is made by a scout and a mentor, two different people with keys of their own,
// neither close to the person nor, as a pair, counting as one.
var g07Offer = rule{"G07", []string{OfferMade}, func(h *hearing) []Lack {
	scoutActs := h.actorIs(Scout) && len(h.witnesses(Mentor)) > 0
	mentorActs := h.actorIs(Mentor) && len(h.witnesses(Scout)) > 0
	var out []Lack
	if !scoutActs && !mentorActs {
		out = append(out, h.noPair())
	}
	for _, p := range append([]Proof{h.commit.Actor}, h.commit.Witnesses...) {
		if h.closeTo(p.Who, nil) {
			return append(out, hands("G07", "offer.tied", "Somebody close to the person cannot make the offer: ask another pair."))
		}
	}
	return out
}}

// CouldPair reports whether two members of staff could ask together now, as far as it is theirs: two halves of a pair, of
// whom b can sign with a key of their own.
func (h *House) CouldPair(a, b ID) bool { return h.halves(a, b) && h.HasKey(b) }

// CanAsk reports whether some two of a team are the halves of a pair, with keys or before they have them.
func (h *House) CanAsk(t Team) bool {
	return slices.ContainsFunc(t.Members, func(a ID) bool {
		return slices.ContainsFunc(t.Members, func(b ID) bool { return h.halves(a, b) })
	})
}

// LeftWithout names the teams that two people are both in and in which no two could ask together any more: said to whoever
// declares that the two are close.
func (h *House) LeftWithout(a, b ID) (names []string) {
	for _, t := range h.TeamsNow() {
		if slices.Contains(t.Members, a) && slices.Contains(t.Members, b) && !h.CanAsk(t) {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names)
	return names
}

// halves reports whether two people are a scout and a mentor who are not close to each other.
func (h *House) halves(a, b ID) bool {
	hats := h.Wears(a, h.Pos, Scout) && h.Wears(b, h.Pos, Mentor) || h.Wears(a, h.Pos, Mentor) && h.Wears(b, h.Pos, Scout)
	return a != b && hats && !h.Tied(a, b, h.Pos)
}

// noPair says what whoever signed lacks of a pair.
func (h *hearing) noPair() Lack {
	var signed []ID
	spent := false
	for _, p := range append([]Proof{h.commit.Actor}, h.commit.Witnesses...) {
		if h.house.stands(p, h.seen()) && !slices.Contains(signed, p.Who) {
			signed, spent = append(signed, p.Who), spent || p.Spent
		}
	}
	switch {
	case len(signed) < 2:
		return hands("G07", "offer.alone", "An offer is made by two, a scout and a mentor, and one of you has signed: the other signs too, with their own key.")
	case !pairOf(h, signed):
		return hands("G07", "offer.pair", "An offer needs the pair: a scout and a mentor, not close to each other, each with their own key.")
	case spent:
		return hands("G07", "pair.spent", "The pair had unlocked for somebody else's answer, and that ended with it: both unlock again.")
	}
	return hands("G07", "offer.close", "The two of you are declared to be close to each other, so you count as one: ask with somebody else.")
}
