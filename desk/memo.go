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
	known  map[string][]byte       // bucket, 0, key → value; nil: there is none
	read   map[casebook.ID]reading // decoded, by record; forgotten when the journal changes
	shared *dossiers               // what earlier turns have read
	turn   uint64                  // the name of this one there
	adding bool                    // one commit is being appended, and nothing else changes
}

// memoMost bounds what one transaction remembers; beyond it, it begins anew.
const memoMost = 50_000

// memoFirst is what a use case about one person reads and writes, and memoSpare how much of a transaction's room may serve the next.
const (
	memoFirst = 64
	memoSpare = 1_000
)

// memoRecords bounds of how many records it remembers the commits.
const memoRecords = 5_000

func remember(w journal.Writer, shared *dossiers) *memo {
	known := shared.known
	if shared.known = nil; known == nil {
		known = make(map[string][]byte, memoFirst)
	}
	return &memo{Writer: w, known: known, read: map[casebook.ID]reading{}, shared: shared, turn: shared.begin()}
}

// close ends the reading and writing of the turn, while it holds the store still.
func (m *memo) close() {
	if len(m.known) <= memoSpare {
		clear(m.known)
		m.shared.known = m.known
	}
	m.known = nil
}

// end ends the turn. Of one that is not durable nothing is remembered.
func (m *memo) end(err error) {
	if err != nil {
		m.read = nil
	}
	m.shared.end(m.turn, m.read)
}

// reading returns what this turn or those before it have read of a record.
func (m *memo) reading(record casebook.ID) (reading, bool) {
	d, ok := m.read[record]
	if !ok {
		if d, ok = m.shared.get(record); ok {
			m.read[record] = d
		}
	}
	return d, ok
}

// loaded returns the commits of a record if they were read before and nothing has changed them since.
func loaded(r journal.Reader, record casebook.ID) ([]*casebook.Commit, bool) {
	m, ok := r.(*memo)
	if !ok {
		return nil, false
	}
	d, ok := m.reading(record)
	return slices.Clip(d.commits), ok && d.commits != nil
}

// load remembers the commits of a record; they are never changed.
func load(r journal.Reader, record casebook.ID, list []*casebook.Commit) {
	if m, ok := r.(*memo); ok && !record.IsZero() {
		m.keepReading(record, func(d *reading) { d.commits = list })
	}
}

// loadRow remembers the row of a person; it is never changed.
func loadRow(r journal.Reader, row *Row) {
	if m, ok := r.(*memo); ok {
		m.keepReading(row.Person, func(d *reading) { d.row = row })
	}
}

func (m *memo) keepReading(record casebook.ID, change func(*reading)) {
	d, _ := m.reading(record)
	if len(m.read) >= memoRecords {
		clear(m.read)
	}
	change(&d)
	m.read[record] = d
}

// fresh notes that nothing is known of a record yet: its id was drawn just now.
func fresh(r journal.Reader, record casebook.ID) {
	if m, ok := r.(*memo); ok {
		load(r, record, []*casebook.Commit{})
		m.keep(memoKey(bucketLinks, record[:]), nil)
		m.keep(memoKey(bucketPeople, record[:]), nil)
	}
}

// changes forgets decoded commits when anything is written of which they are made.
func (m *memo) changes(b journal.Bucket) {
	if !m.adding && slices.Contains(dossierBuckets, b) {
		m.forgetAll()
	}
}

// dossierBuckets are those of which decoded commits are made.
var dossierBuckets = append(slices.Clone(journal.Buckets), bucketProofs)

// forgetAll forgets all decoded commits, for this turn and those after it.
func (m *memo) forgetAll() {
	clear(m.read)
	m.shared.forgetAll(m.turn)
}

// add runs fn, which appends one commit about a record and changes nothing else.
func (m *memo) add(c *casebook.Commit, fn func() error) error {
	before, known := loaded(m, c.Subject)
	row := m.read[c.Subject].row
	m.shared.forget(m.turn, c.Subject)
	m.read[c.Subject] = reading{row: row}
	m.adding = true
	err := fn()
	m.adding = false
	if err == nil && known {
		load(m, c.Subject, append(before, c))
	}
	return err
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
