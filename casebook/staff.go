package casebook

import (
	"slices"
	"strings"
)

// KeysOf lists the keys of somebody that are in force now, in a fixed order.
func (h *House) KeysOf(who ID) []EnrolledKey {
	var out []EnrolledKey
	for key, history := range h.keys {
		if k, ok := lastAt(history, h.Pos); ok && !k.revoked && k.who == who {
			out = append(out, EnrolledKey{Alg: k.alg, Key: []byte(key)})
		}
	}
	slices.SortFunc(out, func(a, b EnrolledKey) int { return strings.Compare(string(a.Key), string(b.Key)) })
	return out
}

// LeftWithKeys lists who works here no longer and has a key that is still in force.
func (h *House) LeftWithKeys() map[ID]Staff {
	out := map[ID]Staff{}
	for id := range h.staff {
		if s, works := h.StaffAt(id, h.Pos); !works && h.HasKey(id) {
			out[id] = s
		}
	}
	return out
}

// SecondEnroller reports whether somebody else than who could sign for a key now, so that enrolling takes
// both.
func (h *House) SecondEnroller(who ID) bool { return h.hasSecondEnroller(who) }

// BareHats lists the hats that nobody wears now.
func (h *House) BareHats() []string {
	worn := map[string]bool{}
	for _, s := range h.StaffNow() {
		for _, hat := range s.Hats {
			worn[hat] = worn[hat] || !s.Left
		}
	}
	return slices.DeleteFunc(slices.Clone(Hats), func(hat string) bool { return worn[hat] })
}
