package casebook

// g28Call: the outside caller is no member of a team that worked with the person, and names the yes.
var g28Call = rule{"G28", []string{CallMade}, func(h *hearing) []Lack {
	var out []Lack
	if len(h.outsiders()) == 0 || h.file.involved(h.commit.Actor.Who, h.seen()) {
		out = append(out, hands("G28", "call.who", "Somebody outside the team calls, with their own key."))
	}
	if !h.namesYes() {
		out = append(out, lack("G28", "call.names", "name the yes that the call is about"))
	}
	return out
}}

// calls returns what the outside calls about a yes have shown: settled by a good call, worrying by a
// reached person who was not told or did not feel free. A worrying call is never outweighed.
func (f *file) calls(yes *Fact) (good *Fact, worrying *Fact) {
	for _, c := range f.counting(CallMade) {
		b := c.Body.(*Call)
		switch {
		case !names(c.Commit, yes.Ref) || !b.Reached || !b.Alone:
		case !b.ToldCost || !b.FeltFree:
			worrying = c
		case good == nil:
			good = c
		}
	}
	return good, worrying
}
