package memory_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"willing/journal"
	"willing/store/memory"
	"willing/store/storetest"
)

// backend keeps a store "on disk" by writing a snapshot of it and loading that.
var backend = storetest.Backend{
	Open: func(string) (journal.Store, error) { return memory.New(), nil },
	Full: func(_ string, bytes int64) (journal.Store, error) { return memory.New(memory.MaxBytes(bytes)), nil },
	Reopen: func(_ string, s journal.Store) (journal.Store, error) {
		var kept bytes.Buffer
		if err := s.Snapshot(context.Background(), &kept); err != nil {
			return nil, err
		}
		if err := s.Close(); err != nil {
			return nil, err
		}
		return load(&kept)
	},
	Restore: func(_ string, snapshot io.Reader) (journal.Store, error) { return load(snapshot) },
}

// load returns a plain nil with an error, not a nil *Store inside an interface.
func load(r io.Reader) (journal.Store, error) {
	s, err := memory.Load(r)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func TestStore(t *testing.T) { storetest.Run(t, backend) }

func Example() {
	ctx := context.Background()
	s := memory.New()
	defer s.Close()
	s.Update(ctx, func(w journal.Writer) error {
		w.Put("people", []byte("2"), []byte("mentor"))
		return w.Put("people", []byte("1"), []byte("scout"))
	})
	s.View(ctx, func(r journal.Reader) error {
		entries, fault := r.Scan("people", nil, nil)
		for k, v := range entries {
			fmt.Printf("%s is a %s\n", k, v)
		}
		return fault()
	})
	// Output:
	// 1 is a scout
	// 2 is a mentor
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, backend) }
