package casebook

import "slices"

// contactTypes are the events that bring us to a person; after a refusal none may follow.
var contactTypes = []string{
	ApproachMade, InterviewHeld, TestTaken, DisclosureDelivered, UnderstandingHeard, OfferMade, PermissionGiven,
}

// involved reports whether a member of staff worked with the person, or belongs to a team with somebody
// who did. Everybody else is outside the team.
func (f *file) involved(who ID, pos uint64) bool {
	for _, fact := range f.facts {
		if !slices.Contains(contactTypes, fact.Type) {
			continue
		}
		for _, p := range append([]Proof{fact.Commit.Actor}, fact.Commit.Witnesses...) {
			if p.Who == who || f.house.colleagues(p.Who, who, pos) {
				return true
			}
		}
	}
	return false
}

// outsiders returns the members of staff behind a commit, actor and witnesses, who truly signed, wear
// one of the hats, stand outside every team involved, and are not close to each other.
func (h *hearing) outsiders(hats ...string) []ID {
	var out []ID
	pos := h.seen()
	for _, p := range append([]Proof{h.commit.Actor}, h.commit.Witnesses...) {
		if !h.house.stands(p, pos) || !h.house.Wears(p.Who, pos, hats...) || h.file.involved(p.Who, pos) || slices.Contains(out, p.Who) {
			continue
		}
		if !slices.ContainsFunc(out, func(other ID) bool { return h.house.Tied(p.Who, other, pos) }) {
			out = append(out, p.Who)
		}
	}
	return out
}
