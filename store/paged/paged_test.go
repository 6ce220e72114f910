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
	got     int // records that were read
}

var errFull = errors.New("no room")

func (d *disk) Get(name string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.got++
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

// small puts n small entries, all over the bucket and under even numbers.
func small(s journal.Store, first, n int) error {
	return s.Update(context.Background(), func(w journal.Writer) error {
		for i := first; i < first+n; i++ {
			if err := w.Put("keys", fmt.Appendf(nil, "%08x", 2*i), bytes.Repeat([]byte{1}, 50)); err != nil {
				return err
			}
		}
		return nil
	})
}

// missing counts how many of those that small put are not found.
func missing(s journal.Store, n int) (out int, err error) {
	err = s.View(context.Background(), func(r journal.Reader) error {
		for i := range n {
			value, err := r.Get("keys", fmt.Appendf(nil, "%08x", 2*i))
			if err != nil {
				return err
			}
			if value == nil {
				out++
			}
		}
		return nil
	})
	return out, err
}

// Far more pages than are kept opened: most of what is asked for is not there, and no page is read for it.
func TestNoPageIsReadForWhatIsSurelyAbsent(t *testing.T) {
	const n = 300_000
	d := &disk{records: map[string][]byte{}}
	s, err := paged.Open(d, sealer(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	for first := 0; first < n; first += 10_000 {
		if err := small(s, first, 10_000); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, looked := d.got, 0
	err = s.View(t.Context(), func(r journal.Reader) error {
		for i := 0; i < n; i += 97 {
			value, err := r.Get("keys", fmt.Appendf(nil, "%08x", (i*7919%n)*2+1))
			if looked++; err != nil || value != nil {
				return fmt.Errorf("a value that nobody wrote: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read := d.got - before; read*20 > looked {
		t.Errorf("for %d keys that are nowhere %d pages were read", looked, read)
	}
	if lost, err := missing(s, n); err != nil || lost > 0 {
		t.Errorf("of %d entries %d are not found: %v", n, lost, err)
	}
}

// A checkpoint that fails is made again later, under the same numbers and with other content.
func TestWhatAFailedCheckpointWouldHaveWrittenIsForgotten(t *testing.T) {
	d := &disk{records: map[string][]byte{}}
	s, err := paged.Open(d, sealer(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := small(s, 0, 1000); err != nil {
		t.Fatal(err)
	}
	d.dies = d.applied
	if err := s.Scrub(t.Context()); !errors.Is(err, journal.ErrStore) {
		t.Fatalf("a checkpoint on a disk that is gone: %v", err)
	}
	d.dies = 0
	if err := errors.Join(small(s, 1000, 1000), s.Scrub(t.Context())); err != nil {
		t.Fatal(err)
	}
	if lost, err := missing(s, 2000); err != nil || lost > 0 {
		t.Errorf("of 2000 entries %d are not found: %v", lost, err)
	}
}

// What comes is scattered, so each checkpoint writes all pages: a store that grows makes fewer of them for as much.
func TestALargerStoreIsWrittenAnewLessOften(t *testing.T) {
	d := &disk{records: map[string][]byte{}}
	s, err := paged.Open(d, sealer(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	s.LogUpTo(64 << 10)
	checkpoints := func(first int) (n int) {
		last := d.records["directory"]
		for ; first%10_000 < 9_900; first += 100 {
			if err := small(s, first, 100); err != nil {
				t.Fatal(err)
			}
			if now := d.records["directory"]; !bytes.Equal(now, last) {
				n, last = n+1, now
			}
		}
		return n
	}
	early := checkpoints(0)
	for first := 10_000; first < 40_000; first += 10_000 {
		checkpoints(first)
	}
	if late := checkpoints(40_000); early < 8 || late > early/2+1 {
		t.Errorf("%d checkpoints at first, and %d for as much later", early, late)
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
