package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// knownTwice is somebody whom two laptops noted apart, one in Italy and one in France; Italy's was home first, and
// somebody at headquarters found that they are the same.
func knownTwice(t *testing.T, h *nodetest.House, italy, france *laptop) (here, there casebook.ID) {
	t.Helper()
	notes := func(l *laptop, territory string) casebook.ID {
		out, err := l.n.Desk.Lead(t.Context(), h.As("cora"), desk.LeadRow{
			Lead:        casebook.Lead{Territory: territory, Place: "Livorno", Source: "harbour talk"},
			Particulars: casebook.Particulars{Given: "Zora", Family: "Zorason", Phones: []string{"+393330000001"}},
		})
		must(t, err)
		return out.Person
	}
	here, there = notes(italy, "IT"), notes(france, "FR")
	italy.syncs()
	france.syncs()
	must(t, h.Desk().Review(t.Context(), h.As("tom"), there, casebook.Ref{}, casebook.Judgement{Verdict: "same", Reason: "one phone, one name"}))
	return here, there
}

// Whoever is known under two ids is one person: a no that was said under the one leaves them alone under the other, on a
// laptop that never heard of the first, without a network.
func TestANoUnderOneIdCountsUnderTheOtherOnALaptop(t *testing.T) {
	for _, under := range []string{"the id that the laptop knows", "the id of another country"} {
		t.Run(under, func(t *testing.T) {
			h := nodetest.New(t)
			italy, france := joins(t, h, nil, "IT"), joins(t, h, nil, "FR")
			here, there := knownTwice(t, h, italy, france)
			italy.syncs()
			if p := shows(t, italy.n.Desk, h.As("ana"), here); p.Alone || len(p.Records) != 2 {
				t.Fatalf("before, the laptop knows %d records of her, alone %v", len(p.Records), p.Alone)
			}
			must(t, h.Desk().Stop(t.Context(), h.As("cora"), map[bool]casebook.ID{true: here, false: there}[under == "the id that the laptop knows"]))
			italy.syncs()
			for _, id := range []casebook.ID{here, there} {
				if p := shows(t, italy.n.Desk, h.As("ana"), id); !p.Alone {
					t.Error("the laptop does not leave her alone")
				}
			}
			france.syncs()
			if p, err := france.n.Desk.Show(t.Context(), h.As("cora"), there); err == nil && !p.Alone {
				t.Error("the laptop of the other country does not leave her alone")
			}
			italy.verifies()
			france.verifies()
			h.Verifies()
			if out := italy.syncs(); out.Requests != 1 || out.BytesUp+out.BytesDown > 1024 {
				t.Errorf("with nothing new: %+v", out)
			}
		})
	}
}
