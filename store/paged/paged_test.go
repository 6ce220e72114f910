package paged_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"willing/journal"
	"willing/store/paged"
	"willing/store/storetest"
)

// disk holds records in memory, with room for so many bytes (0: any).
type disk struct {
	mu      sync.Mutex
	records map[string][]byte
	room    int64
	dies    int // Apply fails for good once this many have worked; 0: never
	applied int
}

var errFull = errors.New("no room")

func (d *disk) Get(name string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.records[name], nil
}

func (d *disk) Names(prefix string) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for name := range d.records {
		if strings.HasPrefix(name, prefix) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (d *disk) Apply(puts []paged.Record, deletes []string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.applied++; d.dies > 0 && d.applied > d.dies {
		return errors.New("the disk is gone")
	}
	after := maps.Clone(d.records)
	for _, name := range deletes {
		delete(after, name)
	}
	var size int64
	for _, r := range puts {
		after[r.Name] = bytes.Clone(r.Data)
	}
	for _, data := range after {
		size += int64(len(data))
	}
	if d.room > 0 && size > d.room {
		return errFull
	}
	d.records = after
	return nil
}

func (d *disk) Close() error { return nil }

func sealer(t testing.TB, key byte) paged.Sealer {
	block, err := aes.NewCipher(bytes.Repeat([]byte{key}, 32))
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	return paged.AEAD(gcm, rand.Reader)
}

func backend(t testing.TB) storetest.Backend {
	s := sealer(t, 1)
	var mu sync.Mutex
	disks := map[string]*disk{}
	open := func(dir string, room int64) (journal.Store, error) {
		mu.Lock()
		if disks[dir] == nil {
			disks[dir] = &disk{records: map[string][]byte{}, room: room}
		}
		d := disks[dir]
		mu.Unlock()
		return store(paged.Open(d, s))
	}
	return storetest.Backend{
		Open: func(dir string) (journal.Store, error) { return open(dir, 0) },
		Full: open,
		Reopen: func(dir string, old journal.Store) (journal.Store, error) {
			if err := old.Close(); err != nil {
				return nil, err
			}
			return open(dir, 0)
		},
		Restore: func(dir string, snapshot io.Reader) (journal.Store, error) {
			mu.Lock()
			d := &disk{records: map[string][]byte{}}
			disks[dir] = d
			mu.Unlock()
			return store(paged.Restore(d, s, snapshot))
		},
	}
}

// store returns a plain nil with an error, not a nil *Store inside an interface.
func store(s *paged.Store, err error) (journal.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

func TestStore(t *testing.T) { storetest.Run(t, backend(t)) }

// write puts n entries of about a page's tenth each, under numbers from first.
func write(s journal.Store, first, n int) error {
	return s.Update(context.Background(), func(w journal.Writer) error {
		for i := first; i < first+n; i++ {
			if err := w.Put("people", fmt.Appendf(nil, "%06d", i), bytes.Repeat([]byte{byte(i)}, 3000)); err != nil {
				return err
			}
		}
		return nil
	})
}

func count(t *testing.T, s journal.Store) (n int) {
	t.Helper()
	err := s.View(context.Background(), func(r journal.Reader) error {
		entries, failed := r.Scan("people", nil, nil)
		for key, value := range entries {
			if want := fmt.Appendf(nil, "%06d", n); !bytes.Equal(key, want) || len(value) != 3000 || value[0] != byte(n) {
				return fmt.Errorf("entry %d is wrong", n)
			}
			n++
		}
		return failed()
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestNothingAcknowledgedIsLostWhereverTheDiskDies lets the disk die after each of its steps in turn.
func TestNothingAcknowledgedIsLostWhereverTheDiskDies(t *testing.T) {
	for dies := 1; dies < 40; dies++ {
		d := &disk{records: map[string][]byte{}, dies: dies}
		s, err := paged.Open(d, sealer(t, 1))
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		for told < 1500 && write(s, told, 50) == nil {
			told += 50
		}
		d.dies = 0
		again, err := paged.Open(d, sealer(t, 1))
		if err != nil {
			t.Fatalf("after %d steps: %v", dies, err)
		}
		if n := count(t, again); n != told {
			t.Fatalf("after %d steps %d were acknowledged, %d are there", dies, told, n)
		}
	}
}

func TestAViewReadsItsMomentThroughCheckpoints(t *testing.T) {
	d := &disk{records: map[string][]byte{}}
	s, err := paged.Open(d, sealer(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(write(s, 0, 500), s.Scrub(t.Context())); err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(r journal.Reader) error {
		for range 3 {
			if err := errors.Join(write(s, 0, 500), write(s, 500, 500)); err != nil {
				return err
			}
		}
		entries, failed := r.Scan("people", nil, nil)
		n := 0
		for range entries {
			n++
		}
		if n != 500 {
			return fmt.Errorf("the view saw %d entries", n)
		}
		return failed()
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if pages, _ := d.Names("page/"); len(pages) > 120 || count(t, s) != 1000 {
		t.Errorf("%d pages are left of 1000 entries", len(pages))
	}
}

func TestTheDiskHoldsNothingReadable(t *testing.T) {
	d := &disk{records: map[string][]byte{}}
	s, err := paged.Open(d, sealer(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	secret := []byte("Ondina Scarpa")
	put := func(w journal.Writer) error { return w.Put("index", secret, secret) }
	if err := errors.Join(s.Update(t.Context(), put), s.Scrub(t.Context()), s.Update(t.Context(), put)); err != nil {
		t.Fatal(err)
	}
	for name, data := range d.records {
		if bytes.Contains(data, secret) || strings.Contains(name, "Ondina") {
			t.Errorf("%s can be read", name)
		}
	}
	if _, err := paged.Open(d, sealer(t, 2)); !errors.Is(err, journal.ErrBroken) {
		t.Errorf("another key opened it: %v", err)
	}
	names, _ := d.Names("page/")
	for _, name := range append(names, "directory", "log/0000000000000002") {
		damaged := &disk{records: maps.Clone(d.records)}
		damaged.records[name] = append(bytes.Clone(d.records[name]), 0)
		again, err := paged.Open(damaged, sealer(t, 1))
		if err == nil {
			err = again.View(t.Context(), func(r journal.Reader) error { _, err := r.Get("index", []byte("A")); return err })
		}
		if !errors.Is(err, journal.ErrBroken) {
			t.Errorf("damage in %s was not found: %v", name, err)
		}
	}
}

func Example() {
	d := &disk{records: map[string][]byte{}}
	block, _ := aes.NewCipher(make([]byte, 32))
	gcm, _ := cipher.NewGCM(block)
	s, err := paged.Open(d, paged.AEAD(gcm, rand.Reader))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	_ = s.Update(context.Background(), func(w journal.Writer) error { return w.Put("people", []byte("1"), []byte("scout")) })
	names, _ := d.Names("")
	fmt.Println(names)
	// Output: [log/0000000000000001]
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, backend(b)) }
