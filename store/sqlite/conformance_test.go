package sqlite

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"willing/journal"
	"willing/store/storetest"
)

// file is where the tests keep a store in a folder.
func file(dir string) string { return filepath.Join(dir, "store.db") }

func open(dir string, options ...Option) (journal.Store, error) {
	s, err := Open(file(dir), options...)
	if err != nil {
		return nil, err // a plain nil, not a nil *Store inside an interface
	}
	return s, nil
}

var backend = storetest.Backend{
	Open: func(dir string) (journal.Store, error) { return open(dir) },
	Full: func(dir string, bytes int64) (journal.Store, error) { return open(dir, MaxBytes(bytes)) },
	Reopen: func(dir string, s journal.Store) (journal.Store, error) {
		if err := s.Close(); err != nil {
			return nil, err
		}
		return open(dir)
	},
	Restore: func(dir string, snapshot io.Reader) (journal.Store, error) {
		f, err := os.Create(file(dir))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if _, err := io.Copy(f, snapshot); err != nil {
			return nil, err
		}
		return open(dir)
	},
}

func TestStore(t *testing.T) { storetest.Run(t, backend) }

func Example() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	s, err := Open(filepath.Join(dir, "casebook.db"))
	if err != nil {
		panic(err)
	}
	defer s.Close()
	s.Update(ctx, func(w journal.Writer) error { return w.Put("people", []byte("1"), []byte("scout")) })
	s.View(ctx, func(r journal.Reader) error {
		role, err := r.Get("people", []byte("1"))
		fmt.Println(string(role), err)
		return nil
	})
	// Output: scout <nil>
}

func TestKilledProcessesLoseNothing(t *testing.T) { storetest.RunCrash(t, backend) }

func BenchmarkStore(b *testing.B) { storetest.Bench(b, backend) }
