package desk

import (
	"testing"

	"willing/casebook"
	"willing/journal"
	"willing/store/memory"
)

// Where one turn found nobody who waits, the next does not look: but it looks at every place that the house comes to, goes on
// looking until whoever was found was looked at, and looks anew when the house was read anew, since a lost turn takes it back.
func TestWhoeverWaitsForAPositionIsFoundWhenItIsReached(t *testing.T) {
	d := &Desk{house: casebook.NewHouse()}
	who := casebook.ID{7}
	err := memory.New().Update(t.Context(), func(w journal.Writer) error {
		wait := func(from, to uint64) {
			t.Helper()
			if err := changeIndex(w, indexOf([]*Row{{Person: who, Ahead: from}}), indexOf([]*Row{{Person: who, Ahead: to}})); err != nil {
				t.Fatal(err)
			}
		}
		finds := func(pos uint64, found bool) {
			t.Helper()
			d.house.Pos = pos
			x := &turn{d: d, w: remember(w, &d.dossiers)}
			if err := x.touchAhead(); err != nil {
				t.Fatal(err)
			}
			if (len(x.touched.all()) > 0) != found {
				t.Errorf("at %d: found is %v", pos, !found)
			}
		}
		wait(0, 6)
		finds(5, false)
		finds(5, false)
		finds(6, true)
		finds(6, true) // the first turn that found them failed
		wait(6, 0)
		finds(6, false)
		if err := d.loadHouse(w); err != nil {
			t.Fatal(err)
		}
		wait(0, 6) // the house stood at 5 again
		finds(6, true)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
