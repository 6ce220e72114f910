//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Without the look at what headquarters sealed, a laptop takes for signed what nobody signed.
func TestWithoutTheLookAtHeadquartersALaptopBelievesWhatItMadeUp(t *testing.T) {
	desk.Off = "home.proofs"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	p := h.Noted("Zora", "Zorason", "+393330000001")
	h.Met(p)
	l := joins(t, h, []casebook.ID{h.As("admin").Who}, "IT")
	hq := lying(t, h)
	l.syncs()
	c := unsigned(t, hq.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.AgeStated, Body: &casebook.Age{Born: casebook.Date{Year: 1990}}}}}), hq.Key)
	_, err := l.n.Desk.Receive(t.Context(), h.As("cora"), []journal.Commit{c})
	must(t, err)
	for _, f := range shows(t, l.n.Desk, h.As("cora"), p).Facts {
		if f.Ref.Commit == casebook.Hash(c.Hash()) && f.Standing != casebook.Counts {
			t.Errorf("the look is switched off, and nothing shows it: it is %s", f.Standing)
		}
	}
}
