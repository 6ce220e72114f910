package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// movedAway tells of Zora, of whom two laptops of Italy each wrote something that headquarters does not have; the second
// carries both. At headquarters she moves to France, and the second hears of it from a third laptop, far from any line.
func movedAway(t *testing.T, h *nodetest.House) (first, second *laptop, zora casebook.ID) {
	t.Helper()
	first, second = joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	third := joins(t, h, nil, "IT")
	zora = first.notes(h.As("ana"), "Zora", "IT")
	first.syncs()
	second.syncs()
	remarks := func(l *laptop, say string) {
		must(t, l.n.Desk.Correct(t.Context(), h.As("ana"), zora, casebook.Particulars{Remarks: say}, shows(t, l.n.Desk, h.As("ana"), zora).Noted))
	}
	remarks(first, "sings")
	second.meets(first.waits())
	remarks(second, "dances")
	must(t, h.Desk().Move(t.Context(), h.As("cora"), zora, "FR"))
	third.syncs()
	if out := second.meets(third.waits()); out.Received == 0 {
		t.Fatalf("the second heard nothing: %+v", out)
	}
	return first, second, zora
}

// hasAll reports whether headquarters can read all that was written of somebody.
func hasAll(h *nodetest.House, who casebook.ID) bool {
	for _, f := range h.Shows(who).Facts {
		if f.Body == nil {
			return false
		}
	}
	return true
}

func TestWhatMayBeNowhereElseStaysUntilHeadquartersHasIt(t *testing.T) {
	h := nodetest.New(t)
	first, second, zora := movedAway(t, h)
	if p := shows(t, second.n.Desk, h.As("cora"), zora); p.Particulars.Given != "Zora" {
		t.Errorf("what was written of her went before headquarters had it: %+v", p.Particulars)
	}
	t.Log("the first laptop falls into the sea; the second comes home")
	must(t, first.n.Close())
	if out := second.syncs(); out.Purged != 1 {
		t.Errorf("once headquarters has it, the second may hold her no longer: %+v", out)
	}
	if !hasAll(h, zora) {
		t.Error("something that was written of her is gone")
	}
	if p, err := second.n.Desk.Show(t.Context(), h.As("cora"), zora); err == nil && p.Particulars.Given != "" {
		t.Error("the second still knows her by name")
	} else if err != nil && desk.KindOf(err) != desk.NotFound {
		t.Error(err)
	}
	second.verifies()
	h.Verifies()
	var err error
	first.n, err = first.opens()
	must(t, err)
}
