package simexchange

import (
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/journal"
)

// A headquarters that was restored has lost some of what a device had seen. What the device writes next claims to know less of
// headquarters' lane than what it wrote before, and counts all the same, there and at headquarters: nobody tampered. Without a restore
// it would not.
func TestADeviceWorksOnAfterHeadquartersWasRestored(t *testing.T) {
	w, home, n := oneAway(t)
	done(t, backs(w, home, Step{}))
	for i := range uint64(10) { // what will be lost
		done(t, w.grant(w.nodes[2].key.Device(), scopesOf(6+i%2)))
	}
	done(t, w.meetsAgain(n))
	done(t, note(w, n, Step{ID: 5}))
	done(t, restores(w, home, Step{N: 1}))
	w.now = w.now.Add(time.Hour)
	done(t, w.meetsAgain(n, n))
	done(t, note(w, n, Step{ID: 6}))
	_, err := n.desk.Approach(ctx, w.as("ana"), w.people[1].id, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	done(t, w.meetsAgain(n, n))
	if first, second := knew(t, n, w.people[0]), knew(t, n, w.people[1]); second >= first {
		t.Fatalf("the device had seen %d, and then %d: headquarters lost nothing, and the test tells another story", first, second)
	}
	for _, x := range []*node{home, n} {
		shown, err := x.desk.Show(ctx, w.as("cora"), w.people[1].id)
		done(t, err)
		if len(shown.State.Facts) < 3 {
			t.Errorf("node %d: only %d facts", x.index, len(shown.State.Facts))
		}
		for _, f := range shown.State.Facts {
			if f.Standing != casebook.Counts {
				t.Errorf("node %d: %s is %v: %v", x.index, f.Type, f.Standing, f.Lacks)
			}
		}
		audited, err := x.desk.Audit(ctx)
		done(t, err)
		for _, fault := range slices.Concat(audited.Chains, audited.Signatures, audited.Kept) {
			t.Errorf("node %d: %s", x.index, fault)
		}
		done(t, w.viewsAreTheLog(x))
	}
}

// knew is what of headquarters' lane was known where somebody was noted.
func knew(t *testing.T, n *node, who *person) (pos uint64) {
	t.Helper()
	done(t, n.view(func(r journal.Reader) error {
		for e, err := range journal.Subject(r, journal.ID(who.id)) {
			if pos == 0 {
				pos = e.Commit.Header.Seen.Seq
			}
			return err
		}
		return nil
	}))
	return pos
}

// oneAway is a headquarters and a device that has met it.
func oneAway(t *testing.T) (w *world, home, n *node) {
	t.Helper()
	p := Draw(1)
	p.Devices = 2
	w, err := newWorld(p)
	done(t, err)
	home, n = w.nodes[0], w.nodes[1]
	done(t, w.grant(n.key.Device(), scopesOf(7)))
	done(t, w.meetsAgain(n))
	return w, home, n
}
