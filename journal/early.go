package journal

import (
	"encoding/binary"
	"errors"
	"iter"
	"math"
)

// A commit may come early: before its lane has come as far. It is found by its hash and with its subject like
// any other, and stands in no lane, so nobody is told that this node has it. Once the lane has come there, it takes its
// place.

// earlyRival and earlyBit mark the place of a commit that came early: its lane number is its number among those,
// with the highest bit set, so that it lies beside no lane.
const (
	earlyRival = math.MaxUint16
	earlyBit   = 1 << 63
)

func (p place) early() bool { return p.rival == earlyRival }

// AppendEarly keeps a commit whose lane has not come as far. As with [Append] the caller has verified it. What is here
// already is [Known], and its bodies are taken that were withheld.
func AppendEarly(w Writer, c Commit, arrived int64) (Outcome, error) {
	if err := c.sound(); err != nil {
		return 0, err
	}
	hash := c.Hash()
	at, known, err := placeOf(w, hash)
	if err != nil {
		return 0, err
	}
	if known {
		return Known, addBodies(w, at, c.Bodies)
	}
	count, err := earlyCount(w)
	if err != nil {
		return 0, err
	}
	count.last, count.waiting = count.last+1, count.waiting+1
	at = place{lane: count.last | earlyBit, seq: c.Header.Seq, rival: earlyRival}
	key := at.key()
	puts := []entry{
		{bucketEarly, key, commitValue(c, at.lane, arrived)},
		{bucketHashes, hash[:], key},
		{bucketSubjects, append(c.Header.Subject[:], numberKey(at.lane)...), key},
	}
	for _, p := range puts {
		if err := w.Put(p.bucket, p.key, p.value); err != nil {
			return 0, err
		}
	}
	return Early, errors.Join(count.put(w), putBodies(w, at, c.Bodies))
}

// EarlyCommits yields the commits that wait for their lane, in the order in which they came.
func EarlyCommits(r Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if count, err := earlyCount(r); err != nil || count.waiting == 0 {
			if err != nil {
				yield(Entry{}, err)
			}
			return
		}
		pages(r, bucketEarly, nil, nil, func(key, _ []byte) []byte { return key }, yield)
	}
}

// unplace takes a commit out of those that wait, since it gets its place in a lane. What was known of its bodies
// is returned.
func unplace(w Writer, at place) (was Entry, err error) {
	entries, err := load(w, []place{at})
	if err != nil {
		return was, err
	}
	was = entries[0]
	count, err := earlyCount(w)
	if err != nil {
		return was, err
	}
	count.waiting--
	subject := was.Commit.Header.Subject
	return was, errors.Join(
		count.put(w),
		w.Delete(bucketEarly, at.key()),
		w.Delete(bucketBodies, at.key()),
		w.Delete(bucketSubjects, append(subject[:], numberKey(at.lane)...)),
	)
}

// keep gives a commit that has found its place the bodies that were here, and lets none come back that was erased.
func (e Entry) keep(w Writer, at place, came []*Body) error {
	for i, b := range came {
		if e.Bodies[i] == Withheld && b != nil {
			e.Bodies[i], e.Commit.Bodies[i] = Present, b
		}
	}
	e.at = at
	return e.keepBodies(w)
}

// early counts the commits that came so.
type early struct{ last, waiting uint64 }

var lastEarly = []byte("early")

func earlyCount(r Reader) (early, error) {
	value, err := r.Get(bucketLast, lastEarly)
	if err != nil || value == nil {
		return early{}, err
	}
	if len(value) != 16 {
		return early{}, brokenEntry("count")
	}
	return early{binary.BigEndian.Uint64(value), binary.BigEndian.Uint64(value[8:])}, nil
}

func (e early) put(w Writer) error {
	return w.Put(bucketLast, lastEarly, binary.BigEndian.AppendUint64(numberKey(e.last), e.waiting))
}
