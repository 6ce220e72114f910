package node_test

import (
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/journal"
	"willing/node/nodetest"
)

// A device that is turned away takes away whomever it carried, and says so of each. That has effect whatever became of its grant, so
// nobody has to decide about it: what the team wrote last would be buried under hundreds of such words.
func TestWhatADeviceSaysOfItsPurgingBuriesNoWork(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 60)
	l := joins(t, h, nil, "IT")
	l.notes(h.As("cora"), "Zora", "IT")
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), l.n.Name()))
	if out := l.syncs(); out.Purged < 15 {
		t.Fatalf("the laptop carried %d people", out.Purged)
	}
	l.syncs()

	aside, err := h.Desk().Quarantine(t.Context(), h.As("cora"), l.n.Name())
	must(t, err)
	if len(aside) != 1 || !slices.Contains(aside[0].Types, casebook.LeadNoted) {
		t.Errorf("%d entries are to be decided about, and the team wrote one", len(aside))
	}
	devices, err := h.Desk().Devices(t.Context(), h.As("cora"))
	must(t, err)
	if len(devices) != 1 || devices[0].Aside != 1 || devices[0].Undone != 1 {
		t.Errorf("the page of devices says: %+v", devices)
	}
	if n, err := h.Desk().Undecided(t.Context(), h.As("cora")); err != nil || n != 1 {
		t.Errorf("%d wait for somebody: %v", n, err)
	}
	h.Verifies()
}

// What claims to be such a word and leaves somebody alone has effect from quarantine, so it stands there, and before what has none.
func TestWhatHasEffectFromQuarantineIsListedFirst(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Maria", "Bruzzone", "+39 347 1112223")
	stolen := h.Device()
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), stolen.Key.Device()))
	var all []journal.Commit
	all = append(all, stolen.Writes(nodetest.Form{Subject: person, Scope: journal.Control, Effects: []casebook.Effect{casebook.Refuse, casebook.Relay}, Events: []casebook.Event{
		{Type: casebook.ContentPurged, Body: &casebook.Blank{}},
	}}))
	for range 3 {
		h.Pass(time.Minute)
		all = append(all, stolen.Writes(nodetest.Form{Subject: person, By: h.As("ana"), Events: []casebook.Event{
			{Type: casebook.ParticularsNoted, Body: &casebook.Particulars{Town: "Livorno"}},
		}}))
	}
	h.Meets(all...)
	h.Stands(person, casebook.StageLeftAlone)
	aside, err := h.Desk().Quarantine(t.Context(), h.As("cora"), stolen.Key.Device())
	must(t, err)
	if len(aside) != 4 || !aside[0].Refuses {
		t.Errorf("%d entries, and the first leaves nobody alone", len(aside))
	}
}
