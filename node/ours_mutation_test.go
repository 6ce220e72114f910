//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
)

// Taken for people, a colleague and a list go as people do.
func TestWithoutCareADeviceTakesAColleagueAndAListAway(t *testing.T) {
	casebook.Off = "ours"
	t.Cleanup(func() { casebook.Off = "" })
	h, l := takenForPeople(t)
	if hq, laptop := knowsCora(h, h.Desk()), knowsCora(h, l.n.Desk); hq || laptop {
		t.Errorf("nothing shows it where a colleague is taken for somebody to meet: at headquarters %v, on a laptop %v", hq, laptop)
	}
	if out := takenInByAdmin(t, h); out.Became == desk.BecameHeldBack {
		t.Error("nothing shows it where a list is taken for somebody to meet")
	}
}
