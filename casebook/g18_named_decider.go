package casebook

// g18Selection: a named person decides who is taken, with a reason.
var g18Selection = rule{"G18", []string{SelectionMade}, func(h *hearing) []Lack {
	var out []Lack
	if !h.actorIs(Trainer, Coordinator, Mentor) {
		out = append(out, hands("G18", "select.who", "a named trainer, coordinator or mentor decides, with their own key"))
	}
	if h.fact.Body.(*Selection).Reason == "" {
		out = append(out, lack("G18", "select.reason", "give the reason"))
	}
	return out
}}
