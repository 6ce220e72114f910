package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"willing/journal"
)

// story is what the telling of one case needs: a store, and words to say what happens to it. A word
// that does not hold ends the story.
type story struct {
	backend Backend
	folder  func() string
	dir     string
	store   journal.Store
	opened  []journal.Store
}

// wrong is what a story ends with when the store does not do what it should.
type wrong string

// bucket is where the stories keep things if nothing else is said.
const bucket journal.Bucket = "people"

var (
	background = context.Background()
	errOnBoard = errors.New("the fn said no")
)

// patience is how long a story waits for what should happen at once.
var patience = 10 * time.Second

// soon returns the error that arrives on c, and ends the story if none does.
func (s *story) soon(c <-chan error) error {
	select {
	case err := <-c:
		return err
	case <-time.After(patience):
		s.fail("still waiting after %v", patience)
		return nil
	}
}

func (s *story) fail(format string, args ...any) { panic(wrong(fmt.Sprintf(format, args...))) }

// ok ends the story if err is not nil.
func (s *story) ok(err error) {
	if err != nil {
		s.fail("unexpected error: %v", err)
	}
}

// is ends the story if err does not wrap want.
func (s *story) is(err, want error) {
	if !errors.Is(err, want) {
		s.fail("got error %v, want one that wraps %v", err, want)
	}
}

// have returns an opened store and remembers to close it.
func (s *story) have(store journal.Store, err error) journal.Store {
	s.ok(err)
	s.opened = append(s.opened, store)
	return store
}

// reopen closes the store and opens it again.
func (s *story) reopen() {
	s.store = s.have(s.backend.Reopen(s.dir, s.store))
}

// put stores pairs of key and value in one Update.
func (s *story) put(pairs ...string) {
	s.ok(s.store.Update(background, putting(bucket, pairs...)))
}

// putting is the fn of an Update that puts pairs of key and value.
func putting(b journal.Bucket, pairs ...string) func(journal.Writer) error {
	return func(w journal.Writer) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := w.Put(b, []byte(pairs[i]), []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	}
}

// view runs fn in a View.
func (s *story) view(fn func(r journal.Reader)) {
	s.ok(s.store.View(background, func(r journal.Reader) error { fn(r); return nil }))
}

// holds ends the story unless the bucket holds exactly the pairs of key and value, in this order.
func (s *story) holds(pairs ...string) {
	s.view(func(r journal.Reader) { s.shows(r, bucket, pairs...) })
}

// shows is holds for one reader and bucket.
func (s *story) shows(r journal.Reader, b journal.Bucket, pairs ...string) {
	if got := s.scan(r, b, nil, nil); !slices.Equal(got, pairs) {
		s.fail("bucket %s holds %.200q, want %.200q", b, got, pairs)
	}
	for i := 0; i < len(pairs); i += 2 {
		s.reads(r, b, pairs[i], pairs[i+1])
	}
}

// reads ends the story unless key holds value.
func (s *story) reads(r journal.Reader, b journal.Bucket, key, value string) {
	got, err := r.Get(b, []byte(key))
	s.ok(err)
	if got == nil || !bytes.Equal(got, []byte(value)) {
		s.fail("%q holds %.60q (nil: %v), want %.60q", key, got, got == nil, value)
	}
}

// lacks ends the story unless there is nothing under key.
func (s *story) lacks(r journal.Reader, b journal.Bucket, key string) {
	got, err := r.Get(b, []byte(key))
	s.ok(err)
	if got != nil {
		s.fail("%q holds %.60q, want nothing", key, got)
	}
}

// scan returns the keys and values of a range, one after the other.
func (s *story) scan(r journal.Reader, b journal.Bucket, from, to []byte) []string {
	entries, fault := r.Scan(b, from, to)
	var list []string
	for k, v := range entries {
		list = append(list, string(k), string(v))
	}
	s.ok(fault())
	return list
}

// keys returns the keys that entries yields.
func (s *story) keys(entries func(func(k, v []byte) bool), fault func() error) []string {
	var list []string
	for k := range entries {
		list = append(list, string(k))
	}
	s.ok(fault())
	return list
}
