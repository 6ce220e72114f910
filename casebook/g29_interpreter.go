package casebook

// g29Interpreter: whoever interprets is an adult, unrelated, not recruiting, and named.
var g29Interpreter = rule{"G29", []string{DisclosureDelivered, UnderstandingHeard, OfferMade}, func(h *hearing) []Lack {
	var i *Interpreter
	switch b := h.fact.Body.(type) {
	case *Delivered:
		i = b.Interpreter
	case *Understanding:
		i = b.Interpreter
	case *Offer:
		i = b.Interpreter
	}
	if i == nil || i.Name != "" && i.Adult && i.Unrelated && !i.Recruiting {
		return nil
	}
	return []Lack{lack("G29", "interpreter.unfit", "Whoever interprets is an adult, unrelated, not recruiting, and named: find somebody else.")}
}}
