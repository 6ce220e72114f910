package storetest

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"testing"

	"willing/journal"
)

// Backend tells how to make stores of one kind. Every field is needed: no backend may skip a story.
type Backend struct {
	// Open opens the store kept in the folder dir, and makes an empty one if there is none.
	Open func(dir string) (journal.Store, error)
	// Full is Open with room for about the given number of bytes of keys and values.
	Full func(dir string, bytes int64) (journal.Store, error)
	// Reopen closes s, which Open(dir) gave, and opens it again with all that it stored.
	Reopen func(dir string, s journal.Store) (journal.Store, error)
	// Restore opens, in the empty folder dir, a copy that Snapshot wrote.
	Restore func(dir string, snapshot io.Reader) (journal.Store, error)
}

// complete returns the name of a field that is missing, or "".
func (b Backend) complete() string {
	switch {
	case b.Open == nil:
		return "Open"
	case b.Full == nil:
		return "Full"
	case b.Reopen == nil:
		return "Reopen"
	case b.Restore == nil:
		return "Restore"
	}
	return ""
}

// Case is one story about a store.
type Case struct {
	Name string
	run  func(*story)
}

// Cases returns all stories, in the order of reading.
func Cases() []Case {
	var all []Case
	for _, group := range [][]Case{entryCases, scanCases, updateCases, ownCases, crowdCases, copyCases, failureCases} {
		all = append(all, group...)
	}
	return all
}

// Run puts the backend through every story and through random operations compared with a plain map.
func Run(t *testing.T, b Backend) {
	if missing := b.complete(); missing != "" {
		t.Fatalf("the backend leaves out %s: every story must run on every backend", missing)
	}
	for _, c := range Cases() {
		t.Run(c.Name, func(t *testing.T) {
			if err := c.Try(b, t.TempDir); err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Run("a plain map would have said the same", func(t *testing.T) { compare(t, b) })
}

// Try runs the story and returns what was wrong. folder makes a fresh empty folder at each call.
func (c Case) Try(b Backend, folder func() string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", c.Name, err)
		}
	}()
	return tell(b, folder, c.run)
}

// tell opens a store, runs a story on it and closes what it opened. Panics other than the story's own pass.
func tell(b Backend, folder func() string, run func(*story)) (err error) {
	s := &story{backend: b, folder: folder, dir: folder()}
	defer func() {
		for _, open := range s.opened {
			err = errors.Join(err, open.Close())
		}
	}()
	defer func() {
		switch r := recover().(type) {
		case nil:
		case wrong:
			err = errors.New(string(r))
		default:
			panic(r)
		}
	}()
	s.store = s.have(b.Open(s.dir))
	run(s)
	return nil
}
