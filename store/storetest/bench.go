package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"willing/journal"
)

// Bench measures what the journal does to a store: one commit of 300 B under its hash and three index
// entries an Update, from 1, 8 and 32 goroutines; Get and Scan of 50 in stores of 10,000 and 100,000
// commits, and of a million if WILLING_BENCH_FULL is set. The fsync rates of the same disk stand beside;
// a disk's rate wobbles, so compare within one run and take the median of several.
func Bench(b *testing.B, backend Backend) {
	b.Run("append and fsync of 4 KiB", func(b *testing.B) { benchDisk(b, 1<<62) })
	b.Run("overwrite and fsync of 4 KiB", func(b *testing.B) { benchDisk(b, 4<<20) })
	for _, hands := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("Update/%d hands", hands), func(b *testing.B) { benchUpdate(b, backend, hands) })
	}
	sizes := []int{10_000, 100_000}
	if os.Getenv("WILLING_BENCH_FULL") != "" {
		sizes = append(sizes, 1_000_000)
	}
	for _, n := range sizes {
		benchSized(b, backend, n)
	}
}

// benchDisk is the rate of the bare disk, in a file that begins again at its start after so many bytes.
// Appending also syncs the file's new length; a write-ahead log that has come round overwrites instead,
// which is often faster, so that is the rate one hand cannot exceed.
func benchDisk(b *testing.B, round int64) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page, at := make([]byte, 4096), int64(0)
	if round < 1<<30 {
		if _, err := f.Write(make([]byte, round)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		_, err := f.WriteAt(page, at)
		at = (at + 4096) % round
		if err := errors.Join(err, f.Sync()); err != nil {
			b.Fatal(err)
		}
	}
	perSecond(b)
}

// perSecond reports the rate beside the time.
func perSecond(b *testing.B) { b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "/s") }

// benchHash is the key of the n-th commit.
func benchHash(n int) []byte {
	h := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(n)))
	return h[:]
}

// benchCommit is the fn of an Update as the journal makes it: the commit under its hash, its place in its
// lane, the person it is about, and a list in the order of time.
func benchCommit(n int) func(journal.Writer) error {
	hash, body := benchHash(n), make([]byte, 300)
	copy(body, hash)
	lane := binary.BigEndian.AppendUint64([]byte{'l', byte(n % 30)}, uint64(n))
	person := append(benchHash(n / 5)[:16], lane...)
	return func(w journal.Writer) error {
		return errors.Join(
			w.Put("commits", hash, body),
			w.Put("lanes", lane, hash),
			w.Put("people", person, hash[:8]),
			w.Put("arrivals", binary.BigEndian.AppendUint64(nil, uint64(n)), hash))
	}
}

func benchOpen(b *testing.B, backend Backend) journal.Store {
	s, err := backend.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func benchUpdate(b *testing.B, backend Backend, hands int) {
	s := benchOpen(b, backend)
	var next atomic.Int64
	faults := make(chan error, hands)
	b.ResetTimer()
	for range hands {
		go func() {
			var err error
			for n := next.Add(1); n <= int64(b.N) && err == nil; n = next.Add(1) {
				err = s.Update(context.Background(), benchCommit(int(n)))
			}
			faults <- err
		}()
	}
	for range hands {
		if err := <-faults; err != nil {
			b.Fatal(err)
		}
	}
	perSecond(b)
}

// benchSized reads from a store of n commits.
func benchSized(b *testing.B, backend Backend, n int) {
	var s journal.Store
	fill := func(b *testing.B) {
		if s != nil {
			return
		}
		s = benchOpen(b, backend)
		for from := 0; from < n; from += 1000 {
			if err := s.Update(context.Background(), func(w journal.Writer) (err error) {
				for i := from; i < from+1000 && err == nil; i++ {
					err = benchCommit(i)(w)
				}
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run(fmt.Sprintf("of %d commits", n), func(b *testing.B) {
		fill(b)
		b.Run("Get", func(b *testing.B) {
			benchReads(b, s, func(r journal.Reader, i int) error {
				v, err := r.Get("commits", benchHash(i*7919%n))
				if v == nil {
					err = errors.Join(err, errors.New("missing"))
				}
				return err
			})
		})
		b.Run("Scan of 50", func(b *testing.B) {
			benchReads(b, s, func(r journal.Reader, i int) error {
				left := 50
				entries, fault := r.Scan("lanes", []byte{'l', byte(i % 30)}, nil)
				for range entries {
					if left--; left == 0 {
						break
					}
				}
				return fault()
			})
		})
		s = nil
	})
}

// benchReads runs one View for each read, as a page of the product does.
func benchReads(b *testing.B, s journal.Store, read func(r journal.Reader, i int) error) {
	i := 0
	for b.Loop() {
		i++
		if err := s.View(context.Background(), func(r journal.Reader) error { return read(r, i) }); err != nil {
			b.Fatal(err)
		}
	}
}
