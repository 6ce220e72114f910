package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"willing/journal"
)

// A bucket is emptied at once: of what stands in the table, of what is on its way there and of what the same Update wrote;
// a loop under way goes on over what was there, other buckets keep theirs, and an Update that fails has emptied nothing.
func TestABucketIsEmptiedAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "willing.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(w journal.Writer, b journal.Bucket, n int) error {
		return w.Put(b, fmt.Appendf(nil, "key %03d", n), []byte("value"))
	}
	update := func(fn func(w journal.Writer) error) error { return s.Update(t.Context(), fn) }
	count := func(b journal.Bucket) (n int) {
		t.Helper()
		if err := s.View(t.Context(), func(r journal.Reader) error {
			entries, failed := r.Scan(b, nil, nil)
			for range entries {
				n++
			}
			return failed()
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for n := range 20 {
		if err := update(func(w journal.Writer) error { return errors.Join(put(w, "views", n), put(w, "other", n)) }); err != nil {
			t.Fatal(err)
		}
		if n == 9 {
			if err := s.flushed(t.Context()); err != nil { // ten in the table, ten not yet
				t.Fatal(err)
			}
		}
	}
	halt := errors.New("halt")
	empties := func(then error) func(w journal.Writer) error {
		return func(w journal.Writer) error {
			if err := put(w, "views", 20); err != nil {
				return err
			}
			entries, failed := w.Scan("views", nil, nil)
			seen := 0
			for range entries {
				if seen++; seen == 1 {
					if err := w.(journal.Emptier).Empty("views"); err != nil {
						return err
					}
				}
			}
			if seen != 21 {
				t.Errorf("the loop saw %d", seen)
			}
			if got, err := w.Get("views", []byte("key 003")); got != nil || err != nil {
				t.Errorf("after it there is %q (%v)", got, err)
			}
			return errors.Join(failed(), put(w, "views", 30), then)
		}
	}
	if err := update(empties(halt)); !errors.Is(err, halt) {
		t.Fatal(err)
	}
	if v, o := count("views"), count("other"); v != 20 || o != 20 {
		t.Errorf("it failed, and there are %d and %d", v, o)
	}
	if err := update(empties(nil)); err != nil {
		t.Fatal(err)
	}
	if v, o := count("views"), count("other"); v != 1 || o != 20 {
		t.Errorf("there are %d and %d", v, o)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v, o := count("views"), count("other"); v != 1 || o != 20 {
		t.Errorf("opened again there are %d and %d", v, o)
	}
}
