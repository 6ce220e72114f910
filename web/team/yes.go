package team

import (
	"slices"

	"willing/casebook"
)

// standing says how a yes stands that somebody gave, of the keys team.errand.ACT, team.next.ACT.say and team.yes.ACT:
// they think it over, headquarters is to call them, something else is headquarters' to see to, or it counts. The team
// learns no more of what a yes waits for: a possible match and a worrying call are not theirs (G01, G28).
func standing(yes *casebook.Yes) string {
	waits := func(keys ...string) bool {
		return slices.ContainsFunc(yes.WaitsFor, func(l casebook.Lack) bool { return slices.Contains(keys, l.Key) })
	}
	switch {
	case yes == nil || waits("yes.unheard", "yes.reflection"):
		return "agreed"
	case yes.Effective:
		return "counts"
	case waits("call.missing"):
		return "called"
	}
	return "held"
}
