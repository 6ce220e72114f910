package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"willing/journal"
)

// sound makes a closed store of some pages and returns its bytes.
func sound(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	s := mustOpen(t, dir)
	tellMany(t, s, 0, 120)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// write puts content where a store would be and returns the folder.
func write(t *testing.T, content []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(file(dir), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// with returns a copy of content with bytes changed from the given offset on.
func with(content []byte, at int, changed ...byte) []byte {
	c := bytes.Clone(content)
	copy(c[at:], changed)
	return c
}

func TestAFileThatIsNoSoundStoreIsRefusedAndLeftAlone(t *testing.T) {
	good := sound(t)
	for name, content := range map[string][]byte{
		"an empty file":                   {},
		"a text":                          []byte("Dear coordinator,\n"),
		"a long text":                     bytes.Repeat([]byte("Dear coordinator,\n"), 1000),
		"only the header":                 good[:100],
		"cut in the middle":               good[:len(good)/2/4096*4096],
		"cut inside a page":               good[:len(good)-1000],
		"cut by a page":                   good[:len(good)-4096],
		"the database of another program": with(good, 68, 1, 2, 3, 4),
		"a flipped bit in the magic":      with(good, 3, good[3]^1),
		"a page size that cannot be":      with(good, 16, 0, 3),
		"a flipped schema page":           with(good, 100, 0xff),
		"zeros in the schema":             with(good, 3000, make([]byte, 1096)...),
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, content)
			s, err := Open(file(dir))
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, journal.ErrBroken) {
				t.Fatalf("opening says %v, want an error that wraps %v", err, journal.ErrBroken)
			}
			if left, err := os.ReadFile(file(dir)); err != nil || !bytes.Equal(left, content) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestAFileFromANewerProgramIsRefused(t *testing.T) {
	dir := write(t, sound(t))
	db, err := sql.Open("sqlite", file(dir))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)", newest+1)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err = Open(file(dir)); !errors.Is(err, journal.ErrBroken) || !errors.Is(err, ErrNewer) {
		t.Fatalf("opening says %v", err)
	}
	t.Log(err)
}

func TestALogWithoutItsFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(file(dir)+"-wal", []byte("what was written last"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file(dir)); !errors.Is(err, journal.ErrBroken) {
		t.Fatalf("opening says %v", err)
	}
}

func TestAFolderThatIsNotThereIsTheDisksFault(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "no", "such.db"))
	if !errors.Is(err, journal.ErrStore) || errors.Is(err, journal.ErrBroken) {
		t.Fatalf("opening says %v", err)
	}
}

func TestPathsMayHoldAnyCharacter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "50 % of what? #1 & ünï.db")
	for range 2 {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		mustUpdate(t, s, put("ada"))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestHalfMadeStoresAreMadeAnew(t *testing.T) {
	dir := t.TempDir()
	for _, tail := range []string{".new", ".new-wal", ".new-journal"} {
		if err := os.WriteFile(file(dir)+tail, []byte("the power went"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mustUpdate(t, mustOpen(t, dir), put("ada"))
}

// A flipped bit anywhere is found by Open or Check, or does no harm: what can be read is what was written.
func TestNoFlippedBitGoesUnnoticed(t *testing.T) {
	good := sound(t)
	want := everything(t, write(t, good))
	rng := rand.New(rand.NewSource(1))
	noticed := 0
	for range 150 {
		at, bit := rng.Intn(len(good)), byte(1)<<rng.Intn(8)
		dir := write(t, with(good, at, good[at]^bit))
		s, err := Open(file(dir))
		if err == nil {
			err = s.Check(context.Background())
			err = errors.Join(err, s.Close())
		}
		if err != nil {
			noticed++
			if !errors.Is(err, journal.ErrBroken) {
				t.Errorf("bit %#x at %d: %v", bit, at, err)
			}
			continue
		}
		if got := everything(t, dir); got != want {
			t.Errorf("bit %#x at %d changed what is read, and nobody noticed", bit, at)
		}
	}
	if noticed < 50 {
		t.Errorf("only %d of 150 flips noticed", noticed)
	}
}

// everything returns all that a store in the folder holds.
func everything(t *testing.T, dir string) string {
	t.Helper()
	s := mustOpen(t, dir)
	defer s.Close()
	var all bytes.Buffer
	err := s.View(context.Background(), func(r journal.Reader) error {
		entries, fault := r.Scan(people, nil, nil)
		for k, v := range entries {
			fmt.Fprintf(&all, "%q %q\n", k, v)
		}
		return fault()
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestAFlippedValueIsNotHandedOut(t *testing.T) {
	good := sound(t)
	at := bytes.Index(good, []byte(inValue(1)))
	dir := write(t, with(good, at, '!'))
	s := mustOpen(t, dir)
	err := s.View(context.Background(), func(r journal.Reader) error {
		_, err := r.Get(people, place(1))
		if !errors.Is(err, journal.ErrBroken) {
			t.Errorf("Get says %v", err)
		}
		entries, fault := r.Scan(people, nil, nil)
		for range entries {
		}
		if !errors.Is(fault(), journal.ErrBroken) {
			t.Errorf("Scan says %v", fault())
		}
		return nil // a caller who drops the error is told by View
	})
	if !errors.Is(err, journal.ErrBroken) {
		t.Errorf("View says %v", err)
	}
}
