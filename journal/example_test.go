package journal_test

import (
	"bytes"
	"fmt"
	"time"

	"willing/journal"
)

// A scout notes a visit on her phone; headquarters sees who truly wrote it.
func Example() {
	chance := bytes.NewReader(bytes.Repeat([]byte("never do this outside an example"), 8))
	phone, _ := journal.NewKey(chance)
	scout, _ := journal.NewKey(chance)
	scout.Holder, _ = journal.NewID(chance)

	prepared, err := journal.Prepare(journal.Draft{
		Scope:  journal.TerritoryScope("IT"),
		Actor:  scout.Holder,
		Events: []journal.Event{{Type: "visit.noted", Body: map[string]string{"note": "fair wind"}}},
	}, chance)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := prepared.SignActor(scout.Holder, scout, nil); err != nil {
		fmt.Println(err)
		return
	}
	lane := journal.Lane{Device: phone.Device(), Epoch: 1, Scope: journal.TerritoryScope("IT")}
	noon := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	commit, err := prepared.Seal(phone, journal.Head{Lane: lane}, journal.Tick(0, noon))
	if err != nil {
		fmt.Println(err)
		return
	}

	arrived, err := journal.DecodeCommit(commit.Encode())
	if err != nil {
		fmt.Println(err)
		return
	}
	verdict, err := journal.Verify(arrived)
	fmt.Println(verdict.Device, verdict.Actor.Signed, verdict.Bodies, err)
	// Output: true true [present] <nil>
}
