package web_test

import (
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web"
)

// TestOnlyTheOtherHalfIsNamed: beside a scout who asks, the mentors are named and nobody else (G07); where two of any
// hat stand behind something, everybody is.
func TestOnlyTheOtherHalfIsNamed(t *testing.T) {
	h := nodetest.New(t)
	ana := h.As("ana").Who
	person := h.Noted("Maria", "Rossi", "")
	h.Desk().House(func(house *casebook.House) {
		all := web.Colleagues(house, ana)
		if got := web.Halves(house, ana, "/requests"); len(got) != len(all) {
			t.Errorf("of %d, %d are named for what takes any two", len(all), len(got))
		}
		for _, after := range []string{"/team", "/team/p/" + person.String() + "/ask"} {
			halves := web.Halves(house, ana, after)
			if len(halves) == 0 || len(halves) == len(all) {
				t.Errorf("%s: %d of %d are named", after, len(halves), len(all))
			}
			for _, c := range halves {
				if !house.Wears(c.ID, house.Pos, casebook.Mentor) {
					t.Errorf("%s: %s is no mentor", after, c.Name)
				}
			}
		}
	})
}
