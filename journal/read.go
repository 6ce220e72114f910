package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

const (
	commitPrefix = 8 + 8 + signatureSize // before the header bytes in a commit's value
	headSize     = 8 + 8 + 32 + 8
	page         = 32 // commits read at once
)

// Entry is a commit as it lies in the log.
type Entry struct {
	Commit  Commit
	Arrival uint64      // its number in the order of arrival on this node, from 1
	Arrived int64       // when it came, unix milliseconds, as given to [Append]
	Fork    bool        // it lies on another branch than its lane
	Early   bool        // its lane has not come as far: see [AppendEarly]; its number is no number of arrival
	Bodies  []BodyState // [Present], [Withheld] or [Erased], in the header's order
	at      place
}

// Get finds a commit of any branch by its hash. Bodies that are withheld or erased are nil; [Find] tells which.
func Get(r Reader, hash Hash) (Commit, bool, error) {
	e, ok, err := Find(r, hash)
	return e.Commit, ok, err
}

// Find is [Get] with what the log knows of the commit.
func Find(r Reader, hash Hash) (Entry, bool, error) {
	at, ok, err := placeOf(r, hash)
	if err != nil || !ok {
		return Entry{}, false, err
	}
	entries, err := load(r, []place{at})
	if err != nil {
		return Entry{}, false, err
	}
	if entries[0].Commit.Hash() != hash {
		return Entry{}, false, brokenEntry("commit")
	}
	return entries[0], true, nil
}

// Beginning lists the commits of any branch whose hashes begin with some bytes, at most as many as one page
// holds: with eight bytes there is one, or none.
func Beginning(r Reader, prefix []byte) ([]Hash, error) {
	var out []Hash
	entries, scanErr := r.Scan(bucketHashes, prefix, after(prefix))
	for key := range entries {
		if len(key) != len(Hash{}) {
			return nil, brokenEntry("hash")
		}
		if out = append(out, Hash(key)); len(out) == page {
			break
		}
	}
	return out, scanErr()
}

// HeadOf is the last place of a lane; for a lane without commits its Seq is 0.
func HeadOf(r Reader, lane Lane) (Head, error) {
	_, head, err := laneHead(r, lane)
	return head, err
}

// Heads yields the heads of all lanes, by device, epoch and scope.
func Heads(r Reader) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		entries, scanErr := r.Scan(bucketLanes, nil, nil)
		for key, value := range entries {
			lane, err := readLane(key)
			var head Head
			if err == nil {
				_, head, err = readHead(lane, value)
			}
			if !yield(head, err) || err != nil {
				return
			}
		}
		if err := scanErr(); err != nil {
			yield(Head{}, err)
		}
	}
}

// LaneCommits yields a lane's commits in order, from a seq on (0 and 1 both mean all). Like every
// iteration here it ends after yielding an error, and the caller may write while it runs: what is
// appended meanwhile may or may not be seen.
func LaneCommits(r Reader, lane Lane, from uint64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		number, head, err := laneHead(r, lane)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		for seq := max(from, 1); seq <= head.Seq; seq += page {
			if !yieldAll(r, lanePage(number, seq, head.Seq), yield) {
				return
			}
		}
	}
}

// LaneHeaders is [LaneCommits] of a whole lane without bodies: a long lane is read for its headers in less time.
// Every body is called withheld until [Entry.LoadBodies].
func LaneHeaders(r Reader, lane Lane) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		number, head, err := laneHead(r, lane)
		for seq := uint64(1); seq <= head.Seq && err == nil; seq += page {
			var run []Entry
			run, err = loadHeaders(r, lanePage(number, seq, head.Seq))
			for _, e := range run {
				if !yield(e, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(Entry{}, err)
		}
	}
}

// lanePage lists the places of a lane from a seq on, a page at most.
func lanePage(number, seq, last uint64) []place {
	var places []place
	for s := seq; s < seq+page && s <= last; s++ {
		places = append(places, place{lane: number, seq: s})
	}
	return places
}

// LoadBodies reads the bodies of an entry that came without.
func (e *Entry) LoadBodies(r Reader) error {
	value, err := r.Get(bucketBodies, e.at.key())
	if err != nil || value == nil {
		return err
	}
	return e.unpackBodies(value)
}

// Subject yields all commits of any branch about one subject, in order of arrival.
func Subject(r Reader, subject ID) iter.Seq2[Entry, error] {
	return indexed(r, bucketSubjects, subject[:], after(subject[:]))
}

// SubjectNewest is [Subject] with the last to come first, from below an arrival number (0: from the last). It
// holds a page of them at a time.
func SubjectNewest(r Reader, subject ID, below uint64) iter.Seq2[Entry, error] {
	to := after(subject[:])
	if below != 0 {
		to = append(bytes.Clone(subject[:]), numberKey(below)...)
	}
	return newest(r, bucketSubjects, subject[:], to)
}

// ByArrival yields all commits of any branch in the order in which they came to this node, from an
// arrival number on (0 and 1 both mean all). Each comes after the one that it follows in its lane.
func ByArrival(r Reader, from uint64) iter.Seq2[Entry, error] {
	return indexed(r, bucketArrivals, numberKey(from), nil)
}

// Newest yields all commits of any branch, the last to come first, from below an arrival number (0: from
// the last).
func Newest(r Reader, below uint64) iter.Seq2[Entry, error] {
	var to []byte
	if below != 0 {
		to = numberKey(below)
	}
	return newest(r, bucketArrivals, nil, to)
}

// newest walks an index downwards by pages, so that no scan is open while the caller works.
func newest(r Reader, b Bucket, from, to []byte) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for {
			places, last, err := placesBelow(r, b, from, to)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if len(places) == 0 || !yieldAll(r, places, yield) {
				return
			}
			to = last
		}
	}
}

// placesBelow reads a page of an index downwards; last is the key at which it ends.
func placesBelow(r Reader, b Bucket, from, to []byte) (places []place, last []byte, err error) {
	entries, scanErr := r.ScanDown(b, from, to)
	for key, value := range entries {
		p, err := readPlace(value)
		if err != nil {
			return nil, nil, err
		}
		last = append(last[:0], key...)
		if places = append(places, p); len(places) == page {
			break
		}
	}
	return places, last, scanErr()
}

// ArrivedBefore is the first arrival number that had not come yet at a moment, in unix milliseconds: what
// came before it, [Newest] yields. It trusts that this node's clock did not go backwards between arrivals.
func ArrivedBefore(r Reader, moment int64) (uint64, error) {
	next, err := nextArrival(r)
	if err != nil {
		return 0, err
	}
	low, high := uint64(1), next
	for low < high {
		middle := low + (high-low)/2
		arrived, err := arrivedAt(r, middle)
		if err != nil {
			return 0, err
		}
		if arrived < moment {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, nil
}

func arrivedAt(r Reader, number uint64) (int64, error) {
	value, err := r.Get(bucketArrivals, numberKey(number))
	if err != nil {
		return 0, err
	}
	at, err := readPlace(value)
	if err != nil {
		return 0, err
	}
	entries, err := load(r, []place{at})
	if err != nil {
		return 0, err
	}
	return entries[0].Arrived, nil
}

// Forks yields the commits of all other branches, by lane and seq. [At] gives what stands in the same place.
func Forks(r Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		pages(r, bucketForks, nil, nil, func(key, _ []byte) []byte { return key }, yield)
	}
}

// At gives the commits of all branches in one place of a lane, the lane's own first.
func At(r Reader, lane Lane, seq uint64) ([]Entry, error) {
	number, head, err := laneHead(r, lane)
	if err != nil || number == 0 || seq == 0 {
		return nil, err
	}
	var found []Entry
	collect := func(e Entry, failed error) bool {
		found, err = append(found, e), failed
		return failed == nil
	}
	if seq <= head.Seq && !yieldAll(r, []place{{lane: number, seq: seq}}, collect) {
		return nil, err
	}
	prefix := place{lane: number, seq: seq}.key()[:16]
	pages(r, bucketForks, prefix, after(prefix), func(key, _ []byte) []byte { return key }, collect)
	if err != nil {
		return nil, err
	}
	return found, nil
}

func indexed(r Reader, b Bucket, from, to []byte) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		pages(r, b, from, to, func(_, value []byte) []byte { return value }, yield)
	}
}

// pages walks over an index by pages, so that no scan is open while the caller works.
func pages(r Reader, b Bucket, from, to []byte, at func(key, value []byte) []byte, yield func(Entry, error) bool) {
	for more := true; more; {
		var places []place
		var broken error
		entries, scanErr := r.Scan(b, from, to)
		for key, value := range entries {
			var p place
			if p, broken = readPlace(at(key, value)); broken != nil {
				break
			}
			places = append(places, p)
			if len(places) == page {
				from = append(bytes.Clone(key), 0)
				break
			}
		}
		more = len(places) == page
		if err := scanErr(); err != nil || broken != nil {
			yield(Entry{}, firstError(err, broken))
			return
		}
		if !yieldAll(r, places, yield) {
			return
		}
	}
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// yieldAll reads one page. Where something in it is broken, it yields all that comes before.
func yieldAll(r Reader, places []place, yield func(Entry, error) bool) bool {
	entries, err := load(r, places)
	if errors.Is(err, ErrBroken) && len(places) > 1 {
		for i := range places {
			if !yieldAll(r, places[i:i+1], yield) {
				return false
			}
		}
		return true
	}
	if err != nil {
		yield(Entry{}, err)
		return false
	}
	for _, e := range entries {
		if !yield(e, nil) {
			return false
		}
	}
	return true
}

// load reads commits and bodies. Neighbours in a lane are read together, by one scan for each bucket.
func load(r Reader, places []place) ([]Entry, error) {
	all := make([]Entry, 0, len(places))
	for len(places) > 0 {
		n := 1
		for n < len(places) && places[n].rival == 0 && places[n] == (place{lane: places[0].lane, seq: places[0].seq + uint64(n)}) {
			n++
		}
		run, err := loadRun(r, places[:n])
		if err != nil {
			return nil, err
		}
		all, places = append(all, run...), places[n:]
	}
	return all, nil
}

// loadOne reads one commit, which costs less than two scans.
func loadOne(r Reader, at place) ([]Entry, error) {
	value, err := r.Get(at.bucket(), at.key())
	if err != nil {
		return nil, err
	}
	e, err := readEntry(value)
	if err != nil || e.Commit.Header.Seq != at.seq {
		return nil, firstError(err, brokenEntry("commit"))
	}
	e.at, e.Early, e.Fork = at, at.early(), at.rival > 0 && !at.early()
	bodies, err := r.Get(bucketBodies, at.key())
	if err == nil && bodies != nil {
		err = e.unpackBodies(bodies)
	}
	return []Entry{e}, err
}

func loadRun(r Reader, places []place) ([]Entry, error) {
	if len(places) == 1 {
		return loadOne(r, places[0])
	}
	run, err := loadHeaders(r, places)
	if err != nil {
		return nil, err
	}
	return run, loadBodies(r, run, places, places[0].key(), after(places[len(places)-1].key()))
}

// loadHeaders reads neighbours in a lane by one scan.
func loadHeaders(r Reader, places []place) ([]Entry, error) {
	from, to := places[0].key(), after(places[len(places)-1].key())
	run := make([]Entry, 0, len(places))
	entries, scanErr := r.Scan(places[0].bucket(), from, to)
	for key, value := range entries {
		e, err := readEntry(value)
		if err == nil && (len(run) == len(places) || !bytes.Equal(key, places[len(run)].key()) || e.Commit.Header.Seq != places[len(run)].seq) {
			err = brokenEntry("commit")
		}
		if err != nil {
			return nil, err
		}
		e.at, e.Fork = places[len(run)], places[0].rival > 0
		run = append(run, e)
	}
	if err := scanErr(); err != nil {
		return nil, err
	}
	if len(run) != len(places) {
		return nil, brokenEntry("commit")
	}
	return run, nil
}

// loadBodies fills in the bodies of a run. Bodies of other branches may lie between them.
func loadBodies(r Reader, run []Entry, places []place, from, to []byte) error {
	entries, scanErr := r.Scan(bucketBodies, from, to)
	for key, value := range entries {
		at, err := readPlace(key)
		if err != nil {
			return err
		}
		if at.rival != places[0].rival {
			continue
		}
		i := at.seq - places[0].seq
		if i >= uint64(len(run)) {
			return brokenEntry("body")
		}
		if err := run[i].unpackBodies(value); err != nil {
			return err
		}
	}
	return scanErr()
}

func readEntry(value []byte) (Entry, error) {
	if len(value) < commitPrefix {
		return Entry{}, brokenEntry("commit")
	}
	value = bytes.Clone(value)
	raw := value[commitPrefix:]
	h, err := decodeHeader(raw)
	if err != nil {
		return Entry{}, err
	}
	c := Commit{Header: h, Sig: value[16:commitPrefix:commitPrefix], Bodies: make([]*Body, len(h.Types)), raw: raw}
	return Entry{
		Commit: c, Arrival: binary.BigEndian.Uint64(value), Arrived: int64(binary.BigEndian.Uint64(value[8:])),
		Bodies: make([]BodyState, len(h.Types)),
	}, nil
}

func placeOf(r Reader, hash Hash) (place, bool, error) {
	value, err := r.Get(bucketHashes, hash[:])
	if err != nil || value == nil {
		return place{}, false, err
	}
	at, err := readPlace(value)
	return at, err == nil, err
}

// laneHead gives a lane's number, 0 if it has none yet, and its head.
func laneHead(r Reader, lane Lane) (uint64, Head, error) {
	value, err := r.Get(bucketLanes, laneKey(lane))
	if err != nil || value == nil {
		return 0, Head{Lane: lane}, err
	}
	return readHead(lane, value)
}

func readHead(lane Lane, value []byte) (uint64, Head, error) {
	if len(value) != headSize {
		return 0, Head{Lane: lane}, brokenEntry("lane")
	}
	return binary.BigEndian.Uint64(value), Head{
		Lane: lane, Seq: binary.BigEndian.Uint64(value[8:]), Hash: Hash(value[16:48]), Clock: binary.BigEndian.Uint64(value[48:]),
	}, nil
}

func brokenEntry(what string) error { return fmt.Errorf("%w: a %s in the store", ErrBroken, what) }
