package node_test

import (
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// TestAQuietWinterKeepsNoTeamAtHome: headquarters had nothing to write for weeks. A laptop that has just been there
// tells and asks as ever.
func TestAQuietWinterKeepsNoTeamAtHome(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, []casebook.ID{h.As("ana").Who, h.As("ben").Who}, "IT")
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(person)
	l.syncs()
	for range 40 {
		h.Pass(24 * time.Hour)
		h.Tidies()
	}
	told := desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "paper"}}
	l.syncs()
	if err := l.n.Desk.Tell(t.Context(), h.As("ana", "ben"), person, told); err != nil {
		t.Errorf("on the day on which it was at headquarters: %v", err)
	}
	control := 0
	must(t, h.Node.View(t.Context(), func(r journal.Reader) error {
		for e, err := range journal.ByArrival(r, 1) {
			if err != nil {
				return err
			}
			if e.Commit.Header.When().After(h.Now().Add(-40 * 24 * time.Hour)) {
				control++
			}
		}
		return nil
	}))
	if control > 6 {
		t.Errorf("%d commits say that there was nothing to say", control)
	}
}
