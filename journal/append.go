package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Outcome says what [Append] did with a commit.
type Outcome uint8

const (
	_     Outcome = iota // nothing: there was an error
	Added                // the lane's new head
	Known                // it was here; bodies that were withheld and now came were taken
	Gap                  // an earlier commit is missing: refused, with a [GapError]
	Fork                 // another branch of its lane: kept beside it
	Early                // its lane has not come as far: see [AppendEarly]
)

// String gives the outcome's word.
func (o Outcome) String() string {
	words := [...]string{"none", "added", "known", "gap", "fork", "early"}
	if int(o) < len(words) {
		return words[o]
	}
	return "unknown"
}

// GapError says which commit must come first. It wraps [ErrGap].
type GapError struct {
	Lane Lane
	Want uint64 // the seq to send from
	Prev Hash   // what the refused commit follows
}

// Error says what is wanted.
func (e *GapError) Error() string {
	return fmt.Sprintf("%v: lane %s/%d/%s from %d", ErrGap, e.Lane.Device, e.Lane.Epoch, e.Lane.Scope, e.Want)
}

// Unwrap is [ErrGap].
func (e *GapError) Unwrap() error { return ErrGap }

// Append puts a commit on record; arrived is the time of its coming, in unix milliseconds.
//
// The caller has verified the device's signature with [Verify] before (outside the transaction, many
// commits side by side). Append checks all the rest: the form, the commitments of the bodies that are
// there, the contiguous sequence, the previous hash, the clock that only moves on. A commit that fails
// these is refused with [ErrBroken], one that comes too early with [Gap] and a [GapError]; then nothing
// is written. Nothing on record is ever overwritten: where the place is taken, the commit is kept as a [Fork].
//
// The commit that the first one of an epoch continues from is not asked for here, since that lane may
// come later; [CheckLane] looks at it. One that came early ([AppendEarly]) takes its place.
func Append(w Writer, c Commit, arrived int64) (Outcome, error) {
	if err := c.sound(); err != nil {
		return 0, err
	}
	number, head, err := laneHead(w, c.Header.Lane())
	if err != nil {
		return 0, err
	}
	hash, next := c.Hash(), number > 0 && c.Header.Seq == head.Seq+1 && c.Header.Prev == head.Hash
	was, known, err := here(w, hash, next)
	if err != nil {
		return 0, err
	}
	if known && !was.early() {
		return Known, addBodies(w, was, c.Bodies)
	}
	arrival, err := nextArrival(w)
	if err != nil {
		return 0, err
	}
	if number == 0 {
		number = arrival
	}
	outcome, err := follow(w, c, number, head)
	if known && errors.Is(err, ErrGap) {
		return Known, addBodies(w, was, c.Bodies)
	}
	if err != nil {
		return outcome, err
	}
	at := place{lane: number, seq: c.Header.Seq}
	if outcome == Fork {
		if at.rival, err = nextRival(w, at); err != nil {
			return 0, err
		}
	}
	if !known {
		return outcome, record(w, c, hash, at, arrival, arrived)
	}
	waited, err := unplace(w, was)
	if err != nil {
		return 0, err
	}
	return outcome, errors.Join(record(w, c, hash, at, arrival, arrived), waited.keep(w, at, c.Bodies))
}

// here looks for a commit. What follows the head of its lane is not here, unless some came early.
func here(r Reader, hash Hash, next bool) (at place, known bool, err error) {
	if next {
		if count, err := earlyCount(r); err != nil || count.waiting == 0 {
			return at, false, err
		}
	}
	return placeOf(r, hash)
}

// follow says whether a commit follows the head of its lane or another branch.
func follow(r Reader, c Commit, number uint64, head Head) (Outcome, error) {
	h := c.Header
	before := head
	if h.Seq > 1 && h.Prev != head.Hash {
		previous, ok, err := Find(r, h.Prev)
		if err != nil {
			return 0, err
		}
		if !ok || previous.Early {
			return Gap, &GapError{Lane: head.Lane, Want: min(h.Seq-1, head.Seq+1), Prev: h.Prev}
		}
		was := previous.Commit.Header
		before = Head{Lane: was.Lane(), Seq: was.Seq, Clock: was.Clock}
	}
	if h.Seq > 1 && (before.Lane != head.Lane || before.Seq != h.Seq-1) {
		return 0, fmt.Errorf("%w: commit follows one that is not the one before it in its lane", ErrBroken)
	}
	if h.Seq > 1 && h.Clock <= before.Clock {
		return 0, fmt.Errorf("%w: the clock stands still in its lane", ErrBroken)
	}
	if h.Seq == head.Seq+1 && (h.Seq == 1 || h.Prev == head.Hash) {
		return Added, nil
	}
	return Fork, nil
}

// record writes a commit into every bucket.
func record(w Writer, c Commit, hash Hash, at place, arrival uint64, arrived int64) error {
	key := at.key()
	puts := []entry{
		{at.bucket(), key, commitValue(c, arrival, arrived)},
		{bucketHashes, hash[:], key},
		{bucketArrivals, numberKey(arrival), key},
		{bucketLast, lastArrival, numberKey(arrival)},
	}
	if at.rival == 0 {
		puts = append(puts, entry{bucketLanes, laneKey(c.Header.Lane()), headValue(at.lane, c.Header, hash)})
	}
	if subject := c.Header.Subject; !subject.IsZero() {
		puts = append(puts, entry{bucketSubjects, append(subject[:], numberKey(arrival)...), key})
	}
	for _, p := range puts {
		if err := w.Put(p.bucket, p.key, p.value); err != nil {
			return err
		}
	}
	return putBodies(w, at, c.Bodies)
}

type entry struct {
	bucket     Bucket
	key, value []byte
}

var lastArrival = []byte("arrival")

func nextArrival(r Reader) (uint64, error) {
	last, err := r.Get(bucketLast, lastArrival)
	if err != nil || last == nil {
		return 1, err
	}
	if len(last) != 8 {
		return 0, brokenEntry("arrival")
	}
	return binary.BigEndian.Uint64(last) + 1, nil
}

func nextRival(r Reader, at place) (uint16, error) {
	prefix := at.key()[:16]
	last, err := lastKey(r, bucketForks, prefix, after(prefix))
	if err != nil || last == nil {
		return 1, err
	}
	taken, err := readPlace(last)
	if err == nil && taken.rival == earlyRival-1 {
		err = fmt.Errorf("%w: too many branches in one place", ErrBroken)
	}
	return taken.rival + 1, err
}

// lastKey copies the greatest key of a range, or gives nil.
func lastKey(r Reader, b Bucket, from, to []byte) ([]byte, error) {
	entries, scanErr := r.ScanDown(b, from, to)
	var last []byte
	for key := range entries {
		last = append([]byte{}, key...)
		break
	}
	return last, scanErr()
}

func commitValue(c Commit, arrival uint64, arrived int64) []byte {
	value := binary.BigEndian.AppendUint64(make([]byte, 0, commitPrefix+len(c.raw)), arrival)
	value = binary.BigEndian.AppendUint64(value, uint64(arrived))
	return append(append(value, c.Sig...), c.raw...)
}

func headValue(number uint64, h Header, hash Hash) []byte {
	value := binary.BigEndian.AppendUint64(make([]byte, 0, headSize), number)
	value = binary.BigEndian.AppendUint64(value, h.Seq)
	value = append(value, hash[:]...)
	return binary.BigEndian.AppendUint64(value, h.Clock)
}
