package desk

import (
	"errors"
	"testing"

	"willing/casebook"
	"willing/journal"
)

// What a turn read and wrote goes with it, however it ends: the next one, which gets the same room, reads what stands in the store.
func TestNoTurnReadsWhatAnotherLeft(t *testing.T) {
	var shared dossiers
	anna, key := casebook.ID{1}, []byte("k")
	turn := func(use func(m *memo)) {
		defer func() { _ = recover() }()
		m := remember(nothing{}, &shared)
		err := errUnended
		defer func() { m.end(err) }()
		defer m.close()
		use(m)
		err = errors.New("it was not to be")
	}
	leaves := func(m *memo) {
		if err := m.Put(bucketPeople, key, []byte("never stored")); err != nil {
			t.Fatal(err)
		}
		load(m, anna, []*casebook.Commit{{Subject: anna}})
		m.adding = true
	}
	for name, use := range map[string]func(m *memo){
		"fails":  leaves,
		"panics": func(m *memo) { leaves(m); panic("a fault of ours") },
		"panics while it adds": func(m *memo) {
			leaves(m)
			_ = m.add(&casebook.Commit{Subject: anna}, func() error { panic("a fault of ours") })
		},
		"reads more than spare":  func(m *memo) { leaves(m); fills(t, m, memoSpare+1) },
		"reads more than it may": func(m *memo) { leaves(m); fills(t, m, memoMost+1) },
	} {
		turn(use)
		m := remember(nothing{}, &shared)
		if value, err := m.Get(bucketPeople, key); value != nil || err != nil {
			t.Errorf("a turn that %s left %q", name, value)
		}
		if _, known := loaded(m, anna); known || m.adding {
			t.Errorf("a turn that %s left what it took for a record", name)
		}
		m.close()
		m.end(nil)
	}
}

func fills(t *testing.T, m *memo, n int) {
	for i := range n {
		if _, err := m.Get(journal.Bucket("b"), []byte{byte(i), byte(i >> 8), byte(i >> 16)}); err != nil {
			t.Fatal(err)
		}
	}
}
