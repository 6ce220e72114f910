package sqlite

import (
	"bytes"
	"context"
	"errors"
	"hash/maphash"
	"sync"

	"willing/journal"
	"willing/store/sieve"
)

// absent knows of many keys that the store does not hold them, so that nobody need look: see package sieve.
//
// Keys of one bucket that begin with the same byte are a span. Of a span it keeps a [sieve.Sieve], made of what stands there when so many looks at the table have been for
// nothing that making it has paid. So a store that is opened and read knows nothing and pays nothing; one into which a
// long list comes learns. Whatever is written is noted before others can see it, and nothing is ever taken out, so
// that a filter may say yes where there is nothing, and never no where there is something.
//
// Only Updates ask it. A View may look at a moment from before a deletion, of which a filter made later knows nothing.
type absent struct {
	mu    sync.Mutex
	seed  maphash.Seed
	spans map[journal.Bucket]*[256]span
	words int // of all filters
}

type span struct {
	bits   sieve.Sieve // nil: nothing is known
	room   int         // keys that it may still take before it says yes too often
	misses int         // looks for nothing since nothing is known
	next   int         // at how many of them to try again
}

const (
	firstMisses = 16      // looks for nothing before a filter is thought of
	rowsPerMiss = 16      // a look for nothing costs as much as reading so many rows of a span
	leastKeys   = 64      // that a filter has room for
	mostWords   = 3 << 20 // of all filters together: 24 MiB, some ten million keys
)

func newAbsent() *absent {
	return &absent{seed: maphash.MakeSeed(), spans: map[journal.Bucket]*[256]span{}}
}

// span returns the span of a key; nil for the empty key.
func (a *absent) span(b journal.Bucket, key []byte, make bool) *span {
	all := a.spans[b]
	if all == nil && make {
		all = new([256]span)
		a.spans[b] = all
	}
	if all == nil || len(key) == 0 {
		return nil
	}
	return &all[key[0]]
}

// lacks reports that the store surely does not hold a key.
func (a *absent) lacks(b journal.Bucket, key []byte) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	x := a.span(b, key, false)
	return x != nil && x.bits != nil && !x.bits.Has(maphash.Bytes(a.seed, key))
}

// note takes in that others are about to see some changes.
func (a *absent) note(changes *tree) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all *[256]span
	var bucket []byte
	changes.Scan(func(c change) bool {
		if b := c.data[:c.head]; !bytes.Equal(bucket, b) {
			bucket, all = b, a.spans[journal.Bucket(b)]
		}
		if key := c.key(); all != nil && len(key) > 0 && !c.gone && all[key[0]].bits != nil {
			a.grow(&all[key[0]], maphash.Bytes(a.seed, key))
		}
		return true
	})
}

// grow adds a key to a filter, and drops one that has grown too full.
func (a *absent) grow(x *span, h uint64) {
	if x.room--; x.room >= 0 {
		x.bits.Add(h)
		return
	}
	a.words -= len(x.bits)
	*x = span{}
}

// missed notes a look for nothing, and says how many rows of the key's span may be read to know better; 0: none yet.
func (a *absent) missed(b journal.Bucket, key []byte) (rows int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	x := a.span(b, key, true)
	if x == nil || x.bits != nil {
		return 0
	}
	if x.misses++; x.misses < max(x.next, firstMisses) {
		return 0
	}
	return x.misses * rowsPerMiss
}

// later notes that a span has more rows than could be read.
func (a *absent) later(b journal.Bucket, key []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	x := a.span(b, key, true)
	x.next = 2 * x.misses
}

// learn makes the filter of a key's span of all that stands there.
func (a *absent) learn(b journal.Bucket, key []byte, hashes []uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	room := max(2*len(hashes), leastKeys)
	x, words := a.span(b, key, true), sieve.Words(room)
	if a.words+words > mostWords {
		x.next = 2 * x.misses
		return
	}
	a.words += words
	*x = span{bits: sieve.New(room), room: room - len(hashes)}
	for _, h := range hashes {
		x.bits.Add(h)
	}
}

// learn takes in that the table was asked for nothing, and looks at the key's neighbours if that pays. It does not wait
// for who writes into the table.
func (t *tx) learn(b journal.Bucket, key []byte) error {
	s := t.store
	rows := s.absent.missed(b, key)
	if rows == 0 || !s.disk.TryLock() {
		return nil
	}
	defer s.disk.Unlock()
	hashes, err := s.spanOf(b, key, rows)
	if err != nil {
		return err
	}
	if len(hashes) > rows {
		s.absent.later(b, key)
		return nil
	}
	for _, in := range t.trees[1:] { // of its own nobody else knows yet
		hashes = s.absent.among(hashes, in, b, key)
	}
	s.absent.learn(b, key, hashes)
	return nil
}

// among adds the keys of a span that a tree holds.
func (a *absent) among(hashes []uint64, in *tree, b journal.Bucket, key []byte) []uint64 {
	x := bounds{from: key[:1]}
	if key[0] < 0xff {
		x.to = []byte{key[0] + 1}
	}
	for w := start(in, b, x); w.valid; w.skip() {
		hashes = append(hashes, maphash.Bytes(a.seed, w.now.key()))
	}
	return hashes
}

const (
	sqlSpan     = `SELECT key FROM entry WHERE bucket = ?1 AND key >= ?2 AND key < ?3 LIMIT ?4`
	sqlLastSpan = `SELECT key FROM entry WHERE bucket = ?1 AND key >= ?2 LIMIT ?3`
)

// spanOf reads the keys of a span as they stand in the table, one more than wanted at most.
func (s *Store) spanOf(b journal.Bucket, key []byte, most int) (hashes []uint64, err error) {
	text, args := sqlLastSpan, []any{string(b), key[:1:1]}
	if key[0] < 0xff {
		text, args = sqlSpan, append(args, []byte{key[0] + 1})
	}
	cur, err := s.writer.query(context.Background(), 1, text, append(args, int64(most+1))...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, cur.close()) }()
	for {
		row, err := cur.next()
		if row == nil || err != nil {
			return hashes, err
		}
		found, _ := row[0].([]byte)
		hashes = append(hashes, maphash.Bytes(s.absent.seed, found))
	}
}
