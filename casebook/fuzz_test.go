package casebook_test

import (
	"encoding/json"
	"testing"
	"time"

	"willing/casebook"
	"willing/journal"
)

// FuzzContent: whatever anybody may have written into an event, of whichever type, the law reads it without a fault of
// its own, on a person's side and on the organisation's, and programs get an answer that is JSON.
func FuzzContent(f *testing.F) {
	types := casebook.EventTypes()
	for i, eventType := range types {
		body, _ := casebook.NewBody(eventType)
		raw, err := journal.Marshal(body)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), uint8(0), raw)
	}
	f.Add(uint8(0), uint8(1), []byte{0xa0})
	noon := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, which, before uint8, raw []byte) {
		eventType := types[int(which)%len(types)]
		body, _ := casebook.NewBody(eventType)
		if journal.Unmarshal(raw, body) != nil {
			return
		}
		if _, err := json.Marshal(body); err != nil {
			t.Fatalf("%s cannot be shown: %v", eventType, err)
		}
		empty, _ := casebook.NewBody(types[int(before)%len(types)])
		commits := []*casebook.Commit{
			{Hash: casebook.Hash{1}, Scope: "control", Seq: 1, At: noon, Arrived: noon, ArrivedPos: 1, Home: true, Events: []casebook.Event{{Type: types[int(before)%len(types)], Body: empty}}},
			{Hash: casebook.Hash{2}, Scope: "control", Seq: 2, At: noon, Arrived: noon, ArrivedPos: 2, Home: true, Seen: 1, Events: []casebook.Event{{Type: eventType, Body: body}}},
		}
		h := casebook.NewHouse()
		for _, c := range commits {
			h.Apply(c)
		}
		for _, c := range commits {
			c.Subject, c.Scope = casebook.ID{7}, "t/IT"
		}
		state := casebook.Fold(h, commits, noon.Add(time.Hour))
		who, conflicts := state.Particulars()
		if _, err := json.Marshal([]any{who, conflicts}); err != nil {
			t.Fatal(err)
		}
	})
}
