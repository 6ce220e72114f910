package node_test

import (
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// A device in the wrong hands writes as much as it likes about the organisation's own side. Nothing of it has an effect;
// headquarters says so of that device, lists no more of it than somebody can look at, and burdens no other device's line.
func TestADeviceThatSpeaksForTheOrganisationBurdensNobody(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	stolen := h.Device()
	var all []journal.Commit
	for range 130 {
		all = append(all, stolen.Writes(nodetest.Form{Subject: casebook.ID{1}, Scope: journal.Control, By: h.As("ana"), Events: []casebook.Event{
			{Type: casebook.StaffAdded, Body: &casebook.Staff{Name: strings.Repeat("mallory ", 100), Hats: []string{casebook.Administrator}}},
		}}))
	}
	h.Meets(all...)

	alarms, err := h.Desk().Alarms(t.Context(), h.As("cora"))
	must(t, err)
	if len(alarms) != 1 || alarms[0].Kind != desk.AlarmStrays || alarms[0].Count != 130 || alarms[0].Device != all[0].Header.Device.String() {
		t.Errorf("headquarters says of it: %+v", alarms)
	}
	looks, err := h.Desk().HouseLooks(t.Context(), h.As("cora"))
	must(t, err)
	if len(looks) != 100 {
		t.Errorf("%d are listed to be looked at", len(looks))
	}
	l.syncs()
	came, held := 0, 0
	must(t, l.n.Desk.Store.View(t.Context(), func(r journal.Reader) error {
		for e, err := range journal.LaneCommits(r, all[0].Header.Lane(), 1) {
			must(t, err)
			came++
			if e.Bodies[0] == journal.Present {
				held++
			}
		}
		return nil
	}))
	if came != 130 || held > 0 {
		t.Errorf("the laptop has %d of them, and the content of %d", came, held)
	}
	must(t, h.Desk().SettleHouse(t.Context(), h.As("cora"), nil, "none of ours"))
	if looks, _ = h.Desk().HouseLooks(t.Context(), h.As("cora")); len(looks) != 0 {
		t.Errorf("%d of what was looked at are listed", len(looks))
	}
	l.syncs()
	l.verifies()
	h.Verifies()
}
