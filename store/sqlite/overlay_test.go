package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"willing/journal"
	"willing/store/storetest"
)

// spilling makes every store of the backend spill after a few bytes, so that each story is told with
// part of an Update in the overlay and part in the table.
func spilling(b storetest.Backend) storetest.Backend {
	small := func(s journal.Store, err error) (journal.Store, error) {
		if err == nil {
			s.(*Store).limit = 3 * changeCost // before any Update, which the writer goroutine takes up later
		}
		return s, err
	}
	return storetest.Backend{
		Open:    func(dir string) (journal.Store, error) { return small(b.Open(dir)) },
		Full:    func(dir string, n int64) (journal.Store, error) { return small(b.Full(dir, n)) },
		Reopen:  func(dir string, s journal.Store) (journal.Store, error) { return small(b.Reopen(dir, s)) },
		Restore: func(dir string, r io.Reader) (journal.Store, error) { return small(b.Restore(dir, r)) },
	}
}

func TestStoreThatSpills(t *testing.T) { storetest.Run(t, spilling(backend)) }

// spills is the fn of an Update that goes beyond the limit.
func spills(key string, then error) func(journal.Writer) error {
	return func(w journal.Writer) error {
		for i := range 100 {
			if err := w.Put(people, fmt.Appendf(nil, "%s %d", key, i), make([]byte, 1000)); err != nil {
				return err
			}
		}
		return errors.Join(w.Put(people, []byte(key), nil), w.Delete(people, []byte("before")), then)
	}
}

func TestOneThatSpiltAndFailsTakesNobodyWithIt(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustUpdate(t, s, put("before"))
	onWriter(t, s, func() { s.limit = 20_000 })
	own := errors.New("fn's own")
	told := together(t, s, put("ada"), spills("bo", own), put("cy"), spills("di", own), spills("eve", nil), put("fay"))
	for i, want := range []error{nil, own, nil, own, nil, nil} {
		if !errors.Is(told[i], want) {
			t.Errorf("Update %d says %v, want %v", i, told[i], want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir)
	for key, want := range map[string]bool{
		"before": false, "ada": true, "bo": false, "bo 0": false, "cy": true, "di": false, "di 99": false, "eve": true, "eve 0": true, "fay": true,
	} {
		holds(t, s, key, want)
	}
	if err := s.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// tooMuch is the fn of an Update for which a disk of a megabyte has no room. The last of many changes
// overflow it, so the flush fails in mid-way.
func tooMuch(w journal.Writer) error {
	for i := range 50 {
		if err := w.Put(people, fmt.Appendf(nil, "much %d", i), make([]byte, 50_000)); err != nil {
			return err
		}
	}
	return nil
}

func TestAFlushThatFailsUndoesItsOwnUpdateOnly(t *testing.T) {
	s, err := Open(file(t.TempDir()), MaxBytes(1<<20))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	mustUpdate(t, s, put("before"))
	told := together(t, s, put("ada"), tooMuch, put("bo"), tooMuch, put("cy"))
	for i, err := range told {
		if full := i == 1 || i == 3; full != errors.Is(err, journal.ErrStore) || !full && err != nil {
			t.Errorf("Update %d says %v", i, err)
		}
	}
	for key, want := range map[string]bool{"before": true, "ada": true, "bo": true, "cy": true, "much 0": false} {
		holds(t, s, key, want)
	}
	if err := s.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestTheMemoryOfABatchIsBounded(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	batches, honest := 0, s.commit
	onWriter(t, s, func() {
		s.limit = 10_000
		s.commit = func() error { batches++; return honest() }
	})
	big := func(key string) func(journal.Writer) error {
		return func(w journal.Writer) error { return w.Put(people, []byte(key), make([]byte, 4000)) }
	}
	told := together(t, s, big("1"), big("2"), big("3"), big("4"), big("5"), big("6"), spills("7", nil), big("8"))
	if err := errors.Join(told...); err != nil {
		t.Fatal(err)
	}
	onWriter(t, s, func() {})
	if batches != 4 { // 1 to 3, 4 to 6, 7 alone since it spilled, 8
		t.Errorf("%d batches, want 4", batches)
	}
}

// Runs split and keep their order, whatever comes in which order.
func TestChangesAreInOrder(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for _, n := range []int{0, 1, runLength, runLength + 1, 20 * runLength} {
		var o overlay
		model := map[string]string{}
		for i := range n {
			key := fmt.Sprintf("%04d", []int{i, n - i, rng.Intn(n)}[i%3])
			value := strings.Repeat(key, i%5)
			o.put(people, []byte(key), []byte(value))
			model[key] = value
		}
		var keys []string
		c := o.buckets[people]
		if c == nil {
			c = &changes{}
		}
		for _, run := range c.runs {
			if len(run) == 0 || len(run) > runLength {
				t.Errorf("of %d changes a run has %d", n, len(run))
			}
			for _, x := range run {
				keys = append(keys, string(x.name()))
				if model[string(x.name())] != string(x.value()) {
					t.Errorf("%s holds %q", x.name(), x.value())
				}
			}
		}
		if !slices.IsSorted(keys) || len(keys) != len(model) {
			t.Errorf("%d changes of %d keys are kept as %d, in order: %v", n, len(model), len(keys), slices.IsSorted(keys))
		}
		down := c.start(bounds{down: true})
		for i := len(keys) - 1; i >= 0; i-- {
			x, more := down.peek()
			if !more || string(x.name()) != keys[i] {
				t.Fatalf("going down, %d of %d is %q", i, len(keys), x.data)
			}
			down.skip()
		}
	}
}

func TestTheOverlayKeepsItsOwnBytes(t *testing.T) {
	var o overlay
	var taken [][]byte
	for i := range 3000 {
		b := o.take(i % 97)
		if b == nil || len(b) != i%97 || cap(b) != len(b) {
			t.Fatalf("asked for %d bytes: %d, room for %d", i%97, len(b), cap(b))
		}
		for j := range b {
			b[j] = byte(i)
		}
		taken = append(taken, b)
	}
	for i, b := range taken {
		if !bytes.Equal(b, bytes.Repeat([]byte{byte(i)}, i%97)) {
			t.Fatalf("piece %d was overwritten", i)
		}
	}
}
