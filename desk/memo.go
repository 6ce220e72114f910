package desk

import "willing/journal"

// memo remembers what one transaction has read and written, so that asking twice costs once: a look-up
// before a lead is noted and the index entry after it ask for the same keys.
type memo struct {
	journal.Writer
	known map[string][]byte // bucket, 0, key → value; nil: there is none
}

// memoMost bounds what one transaction remembers; beyond it, it begins anew.
const memoMost = 50_000

func remember(w journal.Writer) *memo { return &memo{Writer: w, known: map[string][]byte{}} }

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
	m.keep(memoKey(b, key), value)
	return m.Writer.Put(b, key, value)
}

// Delete implements [journal.Writer].
func (m *memo) Delete(b journal.Bucket, key []byte) error {
	m.keep(memoKey(b, key), nil)
	return m.Writer.Delete(b, key)
}

func (m *memo) keep(key string, value []byte) {
	if len(m.known) >= memoMost {
		clear(m.known)
	}
	m.known[key] = value
}
