package linkage

import (
	"cmp"
	"slices"
)

// A Comparer judges whether two descriptions may be of one person, and by
// which kinds of agreement. [Exact] is the first one; graded comparison will
// be another.
type Comparer func(a, b Particulars) (Strength, []Kind)

// Exact compares the keys of two people.
func Exact(a, b Particulars) (Strength, []Kind) { return Compare(Keys(a), Keys(b)) }

// Compare gives the strength of the strongest key that both lists hold, and
// the kinds of all that they share, in the order of their numbers. The lists
// may be in any order; nothing shared gives None and no kinds.
func Compare(a, b []Key) (strength Strength, why []Kind) {
	have := make(map[Key]bool, len(a))
	for _, k := range a {
		have[k] = true
	}
	for _, k := range b {
		if have[k] {
			strength = max(strength, k.Strength)
			why = append(why, k.Kind)
		}
	}
	slices.Sort(why)
	return strength, slices.Compact(why)
}

// Match is somebody in an Index who shares a key.
type Match struct {
	ID       string
	Strength Strength
	Why      []Kind
}

// Index finds by shared keys. It holds readable keys in memory and is not safe
// for concurrent use. The zero value is ready.
type Index struct {
	holders map[Key][]string
}

// Add files a person's keys under an id of the caller's choice.
func (x *Index) Add(id string, keys []Key) {
	if x.holders == nil {
		x.holders = map[Key][]string{}
	}
	for _, k := range keys {
		if !slices.Contains(x.holders[k], id) {
			x.holders[k] = append(x.holders[k], id)
		}
	}
}

// Find gives everybody who shares at least one key, strong matches first, then
// by id.
func (x *Index) Find(keys []Key) []Match {
	shared := map[string]*Match{}
	for _, k := range keys {
		for _, id := range x.holders[k] {
			m := shared[id]
			if m == nil {
				m = &Match{ID: id}
				shared[id] = m
			}
			m.Strength = max(m.Strength, k.Strength)
			m.Why = append(m.Why, k.Kind)
		}
	}
	out := make([]Match, 0, len(shared))
	for _, m := range shared {
		slices.Sort(m.Why)
		m.Why = slices.Compact(m.Why)
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.ID, b.ID))
	})
	return out
}
