package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand"
	"os"
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
			s.(*Store).limit = 3 * changeCost // before any Update
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
	s.limit = 20_000
	own := errors.New("fn's own")
	fns := []func(journal.Writer) error{put("ada"), spills("bo", own), put("cy"), spills("di", own), spills("eve", nil), put("fay")}
	for i, want := range []error{nil, own, nil, own, nil, nil} {
		if told := s.Update(context.Background(), fns[i]); !errors.Is(told, want) {
			t.Errorf("Update %d says %v, want %v", i, told, want)
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

// tooMuch is the fn of an Update for which a store of a megabyte has no room.
func tooMuch(w journal.Writer) error {
	for i := range 50 {
		if err := w.Put(people, fmt.Appendf(nil, "much %d", i), make([]byte, 50_000)); err != nil {
			return err
		}
	}
	return nil
}

func TestWhatDoesNotFitIsItsOwnUpdatesLossOnly(t *testing.T) {
	s, err := Open(file(t.TempDir()), MaxBytes(1<<20))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	mustUpdate(t, s, put("before"))
	for i, fn := range []func(journal.Writer) error{put("ada"), tooMuch, put("bo"), tooMuch, put("cy")} {
		err := s.Update(context.Background(), fn)
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

// A table that takes nothing loses nothing: what the log holds can be read, no more is taken in, and it all goes
// on when there is room.
func TestATableThatTakesNothingLosesNothing(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustUpdate(t, s, put("before"))
	for _, close := range []bool{false, true} {
		bound := func(pages string) {
			if err := s.chore(context.Background(), func(c *conn) error { return c.exec(context.Background(), "PRAGMA max_page_count = "+pages) }); err != nil {
				t.Fatal(err)
			}
		}
		bound("1")
		if close {
			mustUpdate(t, s, tooMuch)
			if err := s.Close(); !errors.Is(err, journal.ErrStore) {
				t.Fatalf("closing says %v", err)
			}
			s = mustOpen(t, dir)
			holds(t, s, "much 1", true)
			continue
		}
		s.limit = 10_000
		mustUpdate(t, s, half("little 1"))
		mustUpdate(t, s, half("little 2"))
		s.flushing.Wait()
		if err := s.Update(context.Background(), put("more")); !errors.Is(err, journal.ErrStore) {
			t.Fatalf("a table without room says %v", err)
		}
		holds(t, s, "little 1", true)
		bound(fmt.Sprint(maxPages))
		mustUpdate(t, s, put("more"))
		holds(t, s, "little 1", true)
		s.limit = flushLimit
	}
	holds(t, s, "more", true)
	if err := s.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// SQLite's own log begins anew again and again, however busy the store is.
func TestSQLitesLogDoesNotGrow(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	s.limit = 20_000
	for i := range 1500 {
		mustUpdate(t, s, func(w journal.Writer) error { return w.Put(people, []byte{byte(i % 50)}, make([]byte, 2000)) })
	}
	s.flushing.Wait()
	stat, err := os.Stat(file(dir) + "-wal")
	if err != nil || stat.Size() > 4<<20 {
		t.Errorf("after %d Updates it has %d bytes (%v)", 1500, stat.Size(), err)
	}
}

// half makes the fn of an Update of which two are more than 10,000 bytes.
func half(key string) func(journal.Writer) error {
	return func(w journal.Writer) error { return w.Put(people, []byte(key), make([]byte, 6000)) }
}

// Loops see the tree as it stood, and a copy shares with its original what neither has changed.
func TestACopyOfATreeKeepsItsMoment(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	var o block
	in, model := newTree(), map[string]string{}
	type past struct {
		tree  *tree
		model map[string]string
	}
	var moments []past
	for i := range 3000 {
		key := fmt.Sprintf("%04d", rng.Intn(1000))
		if value := strings.Repeat(key, i%5); i%7 == 0 {
			in.Set(o.gone(people, []byte(key), i*10))
			delete(model, key)
		} else {
			in.Set(o.put(people, []byte(key), []byte(value), i*10))
			model[key] = value
		}
		if i%300 == 0 {
			moments = append(moments, past{in, maps.Clone(model)})
			in = in.Copy()
		}
	}
	for _, m := range append(moments, past{in, model}) {
		for _, down := range []bool{false, true} {
			found := map[string]string{}
			last := ""
			for w := start(m.tree, people, bounds{down: down}); w.valid; w.skip() {
				key := string(w.now.key())
				if last != "" && (key > last) == down {
					t.Fatalf("%s comes after %s, going down: %v", key, last, down)
				}
				if last = key; !w.now.gone {
					found[key] = string(w.now.value())
				}
			}
			if !maps.Equal(found, m.model) {
				t.Fatalf("a tree holds %d entries, want %d", len(found), len(m.model))
			}
		}
	}
}

func TestPiecesOfABlockDoNotTouch(t *testing.T) {
	var o block
	var taken [][]byte
	for i := range 3000 {
		b := o.take(i%97, 10*i)
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
