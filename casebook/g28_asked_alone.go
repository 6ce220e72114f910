package casebook

import "slices"

// g28Call: the outside caller is no member of a team that worked with the person, did not make the link
// by which the yes came, and names the yes.
var g28Call = rule{"G28", []string{CallMade}, func(h *hearing) []Lack {
	var out []Lack
	if !h.byOutsider() {
		out = append(out, hands("G28", "call.who", "Somebody outside the team calls, with their own key."))
	}
	if h.madeTheLink() {
		out = append(out, hands("G28", "call.link", "Whoever made the person's link cannot be the one who asks whether the yes was theirs: somebody else calls."))
	}
	if !h.namesYesOfThen() {
		out = append(out, lack("G28", "call.names", "name the yes that the call is about"))
	}
	if h.teamsContact() {
		out = append(out, lack("G28", "call.contact", "There is a contact that no member of the team entered: reach the person by that one."))
	}
	return out
}}

// byOutsider reports whether whoever acts stands outside every team, with their own key.
func (h *hearing) byOutsider() bool {
	return len(h.outsiders()) > 0 && !h.involves(h.commit.Actor.Who)
}

// good reports whether the person was reached alone, had been told, and felt free.
func (c *Call) good() bool { return c.Reached && c.Alone && c.ToldCost && c.FeltFree }

// namesYesOfThen reports whether the event names a yes, be it one that something took away which nobody
// could know then. The call stands as what it was; a yes that does not count gains nothing by it.
func (h *hearing) namesYesOfThen() bool {
	return slices.ContainsFunc(h.file.byType[AnswerGiven], func(yes *Fact) bool {
		if !restsOn(h.fact, yes) || !isYes(yes) {
			return false
		}
		standing := h.file.judge(yes).Standing
		return standing == Counts || standing == Overruled
	})
}

// teamsContact reports whether a call went through a contact that the team entered or that nobody signed for,
// though its maker could know a better one.
func (h *hearing) teamsContact() bool {
	b := h.fact.Body.(*Call)
	if !b.Reached || !b.ToldCost || !b.FeltFree {
		return false // a worry counts however it was heard
	}
	used, better := contactRanks[b.Contact], false // what was not said is not held against anybody
	for _, c := range h.file.waysToReach(h) {
		if c.Value == b.Reach {
			used = contactRanks[c.From]
		}
		better = better || contactRanks[c.From] <= contactRanks[FromThird] && h.file.couldKnow(h.commit, h.file.find(c.Ref).Commit)
	}
	return used >= contactRanks[FromTeam] && better
}

// madeTheLink reports whether the caller ever issued the link whose key signed the yes that the call names, alone or beside somebody,
// be it that somebody else issued the same key again.
func (h *hearing) madeTheLink() bool {
	return slices.ContainsFunc(h.named(AnswerGiven), h.madeLinkOf)
}

func (h *hearing) madeLinkOf(yes *Fact) bool {
	return slices.ContainsFunc(h.file.byType[LinkIssued], func(link *Fact) bool {
		b, ok := link.Body.(*Link)
		return ok && handIn(link.Commit, []ID{h.commit.Actor.Who}) && string(b.Key) == yes.Commit.Actor.Key
	})
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
		case good == nil && b.good() && f.judge(c).Standing == Counts:
			good = c
		}
	}
	return good, worrying
}
