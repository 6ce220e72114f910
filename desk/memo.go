package desk

import (
	"slices"

	"willing/casebook"
	"willing/journal"
)

// memo remembers what one transaction has read and written, so that asking twice costs once: a look-up
// before a lead is noted and the index entry after it ask for the same keys, and a use case folds the
// same person before and after its commit.
type memo struct {
	journal.Writer
	known   map[string][]byte                  // bucket, 0, key → value; nil: there is none
	commits map[casebook.ID][]*casebook.Commit // decoded, by record; forgotten when the journal changes
}

// memoMost bounds what one transaction remembers; beyond it, it begins anew.
const memoMost = 50_000

func remember(w journal.Writer) *memo {
	return &memo{Writer: w, known: map[string][]byte{}, commits: map[casebook.ID][]*casebook.Commit{}}
}

// loaded returns the commits of a record if they were read before and nothing has changed them since.
func loaded(r journal.Reader, record casebook.ID) ([]*casebook.Commit, bool) {
	m, ok := r.(*memo)
	if !ok {
		return nil, false
	}
	list, ok := m.commits[record]
	return slices.Clip(list), ok
}

// load remembers the commits of a record; they are never changed.
func load(r journal.Reader, record casebook.ID, list []*casebook.Commit) {
	if m, ok := r.(*memo); ok && !record.IsZero() {
		m.commits[record] = list
	}
}

// fresh notes that nothing is known of a record yet: its id was drawn just now.
func fresh(r journal.Reader, record casebook.ID) {
	if m, ok := r.(*memo); ok {
		load(r, record, []*casebook.Commit{})
		m.keep(memoKey(bucketLinks, record[:]), nil)
		m.keep(memoKey(bucketPeople, record[:]), nil)
	}
}

// changes forgets decoded commits when anything but a view is written.
func (m *memo) changes(b journal.Bucket) {
	if len(m.commits) > 0 && !slices.Contains(viewBuckets, b) {
		clear(m.commits)
	}
}

func memoKey(b journal.Bucket, key []byte) string { return string(b) + "\x00" + string(key) }

// Get implements [journal.Reader].
func (m *memo) Get(b journal.Bucket, key []byte) ([]byte, error) {
	k := memoKey(b, key)
	if value, ok := m.known[k]; ok {
		return value, nil
	}
	value, err := m.Writer.Get(b, key)
	if err == nil {
		m.keep(k, value)
	}
	return value, err
}

// Put implements [journal.Writer].
func (m *memo) Put(b journal.Bucket, key, value []byte) error {
	if value == nil {
		value = []byte{}
	}
	m.changes(b)
	m.keep(memoKey(b, key), value)
	return m.Writer.Put(b, key, value)
}

// Delete implements [journal.Writer].
func (m *memo) Delete(b journal.Bucket, key []byte) error {
	m.changes(b)
	m.keep(memoKey(b, key), nil)
	return m.Writer.Delete(b, key)
}

func (m *memo) keep(key string, value []byte) {
	if len(m.known) >= memoMost {
		clear(m.known)
	}
	m.known[key] = value
}
