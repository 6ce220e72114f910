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
		return nil // g11 and g14 speak of that
	}
	if h.commit.At.After(offer.Commit.At.Add(lapse(h.limits()))) {
		return []Lack{lack("G12", "answer.lapsed", "The offer has lapsed. If the person comes by themselves, tell them again and ask again.")}
	}
	return nil
}}

func lapse(l Limits) time.Duration { return time.Duration(l.LapseDays) * 24 * time.Hour }
