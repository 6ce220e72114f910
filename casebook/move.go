package casebook

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Moved is the content of an event that puts a person into a territory, out of whatever other.
type Moved struct {
	Territory string `json:"territory"` // id of a territory of the programme
}

// movers are the hats at headquarters that may put a person into a territory.
var movers = []string{Administrator, Coordinator}

// movedByHeadquarters: a move says whose business a person is, so headquarters alone writes it.
var movedByHeadquarters = rule{"", []string{PersonMoved}, func(h *hearing) []Lack {
	var out []Lack
	if !h.commit.Home || !h.house.signedBy(h.commit.Actor, h.seen()) || !h.house.Wears(h.commit.Actor.Who, h.seen(), movers...) {
		out = append(out, hands("", "move.who", "headquarters puts a person into another territory: a coordinator or an administrator, with their own key"))
	}
	p, to := h.house.Programme(h.seen()), h.fact.Body.(*Moved).Territory
	if p == nil || !slices.ContainsFunc(p.Territories, func(t Territory) bool { return t.ID == to }) {
		out = append(out, lack("", "move.territory", "the programme has no territory of this name"))
	}
	return out
}}

// territory is where a person stands: where headquarters last put them, or else where the first sighting that
// it heard of was. No clock decides, so a form that claims to be older moves nobody.
func (f *file) territory() string {
	var last *Fact
	for _, move := range f.counting(PersonMoved) {
		if last == nil || earlier(last.Commit, move.Commit) {
			last = move
		}
	}
	if last != nil {
		return last.Body.(*Moved).Territory
	}
	var first *Fact
	for _, lead := range f.byType[LeadNoted] {
		if sightedIn(lead) != "" && (first == nil || sooner(lead, first)) {
			first = lead
		}
	}
	if first == nil {
		return ""
	}
	return sightedIn(first)
}

// sooner reports whether headquarters heard of one sighting before another; of those that it wrote down in
// one moment its own come first, as it wrote them.
func sooner(a, b *Fact) bool {
	const never = math.MaxUint64
	c, d := a.Commit, b.Commit
	byHome := 0
	if c.Home != d.Home {
		byHome = 1
		if c.Home {
			byHome = -1
		}
	}
	return cmp.Or(cmp.Compare(cmp.Or(c.knownAt(), never), cmp.Or(d.knownAt(), never)), byHome, c.At.Compare(d.At), compareLanes(c, d), compareRefs(a.Ref, b.Ref)) < 0
}

// sightedIn is the territory of a sighting. Where its content is gone, the lane says it: so an erased person
// is not told from others by standing nowhere (G01).
func sightedIn(lead *Fact) string {
	if b, ok := lead.Body.(*Lead); ok {
		return b.Territory
	}
	territory, ok := strings.CutPrefix(lead.Commit.Scope, "t/")
	if !ok || territory == "elsewhere" {
		return ""
	}
	return territory
}
