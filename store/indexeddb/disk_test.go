//go:build js

package indexeddb_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"willing/journal"
	"willing/store/indexeddb"
	"willing/store/paged"
	"willing/store/storetest"
)

// small is a disk with little room: a browser's own limit is far away.
type small struct {
	*indexeddb.Disk
	room, used int64
}

func (s *small) Apply(puts []paged.Record, deletes []string) error {
	var size int64
	for _, r := range puts {
		size += int64(len(r.Data))
	}
	if s.used+size > s.room {
		return indexeddb.ErrNoRoom
	}
	s.used += size
	return s.Disk.Apply(puts, deletes)
}

func store(s *paged.Store, err error) (journal.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// TestStore puts IndexedDB through the stores' suite. It runs in a browser: see tests/browser.
func TestStore(t *testing.T) {
	key, err := indexeddb.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	sealer := indexeddb.SealWith(key)
	open := func(dir string, room int64) (journal.Store, error) {
		d, err := indexeddb.OpenDisk(dir)
		if err != nil {
			return nil, err
		}
		if room > 0 {
			return store(paged.Open(&small{Disk: d, room: room}, sealer))
		}
		return store(paged.Open(d, sealer))
	}
	storetest.Run(t, storetest.Backend{
		Open: func(dir string) (journal.Store, error) { return open(dir, 0) },
		Full: open,
		Reopen: func(dir string, s journal.Store) (journal.Store, error) {
			if err := s.Close(); err != nil {
				return nil, err
			}
			return open(dir, 0)
		},
		Restore: func(dir string, snapshot io.Reader) (journal.Store, error) {
			d, err := indexeddb.OpenDisk(dir)
			if err != nil {
				return nil, err
			}
			return store(paged.Restore(d, sealer, snapshot))
		},
	})
}

func TestAnotherKeyOpensNothing(t *testing.T) {
	d, err := indexeddb.OpenDisk("two keys")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{nil, journal.ErrBroken} {
		key, err := indexeddb.NewKey()
		if err != nil {
			t.Fatal(err)
		}
		s, err := paged.Open(d, indexeddb.SealWith(key))
		if !errors.Is(err, want) {
			t.Fatalf("key %d: %v", i, err)
		}
		if err == nil {
			put := func(w journal.Writer) error { return w.Put("people", []byte("1"), []byte("scout")) }
			if err := s.Update(t.Context(), put); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func Example() {
	if err := indexeddb.Delete("nobody's"); err != nil {
		fmt.Println(err)
	}
}
