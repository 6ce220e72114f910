package casebook

// g28Call: the outside caller is no member of a team that worked with the person, did not make the link
// by which the yes came, and names the yes.
var g28Call = rule{"G28", []string{CallMade}, func(h *hearing) []Lack {
	var out []Lack
	if len(h.outsiders()) == 0 || h.file.involved(h.commit.Actor.Who, h.seen()) {
		out = append(out, hands("G28", "call.who", "Somebody outside the team calls, with their own key."))
	}
	if h.madeTheLink() {
		out = append(out, hands("G28", "call.link", "Whoever made the person's link cannot be the one who asks whether the yes was theirs: somebody else calls."))
	}
	if !h.namesYes() {
		out = append(out, lack("G28", "call.names", "name the yes that the call is about"))
	}
	return out
}}

// madeTheLink reports whether the caller ever issued the link whose key signed the yes that the call names,
// be it that somebody else issued the same key again.
func (h *hearing) madeTheLink() bool {
	for _, yes := range h.named(AnswerGiven) {
		for _, link := range h.file.byType[LinkIssued] {
			b, ok := link.Body.(*Link)
			if ok && link.Commit.Actor.Who == h.commit.Actor.Who && string(b.Key) == yes.Commit.Actor.Key {
				return true
			}
		}
	}
	return false
}

// calls returns what the outside calls about a yes have shown: settled by a good call, worrying by a
// reached person who was not told or did not feel free. A worry needs no proof, and no good call
// outweighs it.
func (f *file) calls(yes *Fact) (good *Fact, worrying *Fact) {
	for _, c := range f.byType[CallMade] {
		b, ok := c.Body.(*Call)
		switch {
		case !ok || !b.Reached || !restsOn(c, yes):
		case !b.ToldCost || !b.FeltFree:
			worrying = c
		case good == nil && b.Alone && f.judge(c).Standing == Counts:
			good = c
		}
	}
	return good, worrying
}
