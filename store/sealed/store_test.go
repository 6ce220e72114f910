package sealed_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"willing/journal"
	"willing/store/sealed"
	"willing/store/sqlite"
	"willing/store/storetest"
)

var key = bytes.Repeat([]byte{7}, sealed.KeySize)

func open(dir string, options ...sqlite.Option) (journal.Store, error) {
	below, err := sqlite.Open(filepath.Join(dir, "store.db"), options...)
	if err != nil {
		return nil, err
	}
	s, err := sealed.Open(below, key, rand.Reader)
	if err != nil {
		return nil, errors.Join(err, below.Close())
	}
	return s, nil
}

var backend = storetest.Backend{
	Open: func(dir string) (journal.Store, error) { return open(dir) },
	Full: func(dir string, bytes int64) (journal.Store, error) { return open(dir, sqlite.MaxBytes(bytes)) },
	Reopen: func(dir string, s journal.Store) (journal.Store, error) {
		if err := s.Close(); err != nil {
			return nil, err
		}
		return open(dir)
	},
	Restore: func(dir string, snapshot io.Reader) (journal.Store, error) {
		f, err := os.Create(filepath.Join(dir, "store.db"))
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

func TestKilledProcessesLoseNothing(t *testing.T) { storetest.RunCrash(t, backend) }

func BenchmarkStore(b *testing.B) { storetest.Bench(b, backend) }

func Example() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	below, err := sqlite.Open(filepath.Join(dir, "laptop.db"))
	if err != nil {
		panic(err)
	}
	s, err := sealed.Open(below, bytes.Repeat([]byte{7}, sealed.KeySize), rand.Reader)
	fmt.Println(err)
	fmt.Println(s.Close())
	// Output:
	// <nil>
	// <nil>
}

// files are all bytes of a folder.
func files(t *testing.T, dir string) (all []byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, raw...)
	}
	return all
}

func TestNothingCanBeReadWithoutTheKey(t *testing.T) {
	dir := t.TempDir()
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	secret := []byte("Ondina Scarpa")
	err = s.Update(t.Context(), func(w journal.Writer) error { return w.Put("index", secret, secret) })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(files(t, dir), secret) {
		t.Error("a name can be read in the files")
	}
	below, err := sqlite.Open(filepath.Join(dir, "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer below.Close()
	if _, err := sealed.Open(below, bytes.Repeat([]byte{8}, sealed.KeySize), rand.Reader); !errors.Is(err, journal.ErrBroken) {
		t.Errorf("another key opens it: %v", err)
	}
}

// TestWhatWasScrubbedIsGoneForTheKeyToo: of a deleted value not even its sealed form is left in the files.
func TestWhatWasScrubbedIsGoneForTheKeyToo(t *testing.T) {
	dir := t.TempDir()
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	put := func(w journal.Writer) error { return w.Put("bodies", []byte{1}, bytes.Repeat([]byte("x"), 5000)) }
	if err := errors.Join(s.Update(t.Context(), put), s.Scrub(t.Context())); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	at := bytes.Index(before, []byte("page/"))
	if at < 0 {
		t.Fatal("there is no page")
	}
	sample := before[at+200 : at+264]
	err = s.Update(t.Context(), func(w journal.Writer) error { return w.Delete("bodies", []byte{1}) })
	if err := errors.Join(err, s.Scrub(t.Context())); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(files(t, dir), sample) {
		t.Error("a sealed page that held it still lies in the files")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
