package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Headers of whoever said no reach every device. One in the wrong hands says, with a colleague's key, that somebody elsewhere is the
// same person as one whom it made up: so it would be given what it may not hold.
func TestADeviceGetsNobodyBySayingThatTheyAreTheSame(t *testing.T) {
	if came, stands := widened(t); came > 0 || stands != "ES" {
		t.Errorf("the laptop of Italy holds %d bodies of somebody in Spain, who stands in %s now", came, stands)
	}
}

// widened counts what a laptop of Italy holds of her by then, and says where she stands at headquarters.
func widened(t *testing.T) (came int, stands string) {
	t.Helper()
	h := nodetest.New(t)
	italy, stolen := joins(t, h, nil, "IT"), h.Device()
	made := casebook.ID{7}
	h.Meets(stolen.Writes(nodetest.Form{Subject: made, By: h.As("ana"), Events: []casebook.Event{
		{Type: casebook.LeadNoted, Body: &casebook.Lead{Territory: "IT", Source: "harbour talk"}},
		{Type: casebook.ParticularsNoted, Body: &casebook.Particulars{Given: "Nemo", Family: "Nessuno"}},
	}}))
	out, err := h.Desk().Lead(t.Context(), h.As("cora"), desk.LeadRow{Lead: casebook.Lead{Territory: "ES", Place: "Cadiz", Source: "harbour talk"},
		Particulars: casebook.Particulars{Given: "Carmen", Family: "Canary", Phones: []string{"+34600000001"}}})
	must(t, err)
	her := out.Person
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), her))
	italy.syncs()

	found := stolen.Writes(nodetest.Form{Subject: made, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.MatchFound, Body: &casebook.Match{Other: her, Strength: "weak"}}}})
	h.Meets(found, stolen.Writes(nodetest.Form{Subject: made, By: h.As("tom"), Refs: []casebook.Ref{{Commit: casebook.Hash(found.Hash())}}, Events: []casebook.Event{
		{Type: casebook.MatchJudged, Body: &casebook.Judgement{Verdict: "same", Reason: "so I say"}},
	}}))
	italy.syncs()
	must(t, italy.n.Desk.Store.View(t.Context(), func(r journal.Reader) error {
		for e, err := range journal.Subject(r, journal.ID(her)) {
			must(t, err)
			for _, state := range e.Bodies {
				if state == journal.Present {
					came++
				}
			}
		}
		return nil
	}))
	return came, h.Shows(her).Territory
}
