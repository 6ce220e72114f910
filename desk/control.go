package desk

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// laneBase is where headquarters' control lane stands: its positions run on through all epochs, while
// sequence numbers begin anew in each.
type laneBase struct {
	base map[uint32]uint64 // epoch → positions before its first commit
	went map[uint32]stretch
	next map[uint32]uint64 // epoch → the position at which the next one begins
	head journal.Head
	pos  uint64
	had  []uint64          // the beginning of the hash at each position
	lost map[uint64]uint64 // the beginning of the hash of what headquarters lost, and has again → the position behind which it went on
	size int               // bytes that the house was made of
}

// mostHouse is how many bytes of its own side a house may have: they are all in memory, on the smallest phone too. That is some
// hundred versions of every text in six languages.
const mostHouse = 64 << 20

// carry counts a commit of the house's own side, and says so if it is more than a node can hold.
func (l *laneBase) carry(c journal.Commit) error {
	for i, t := range c.Header.Types {
		switch b := c.Bodies[i]; {
		case b == nil || !casebook.IsHouseEvent(t):
		case t == casebook.LanesReceived: // one for each exchange, for ever
			l.size += len(b.Content) / 4
		default:
			l.size += len(b.Content)
		}
	}
	if l.size <= mostHouse {
		return nil
	}
	return fail(Broken, "headquarters' own side (texts, staff, settings) is larger than %d MB, more than a node can hold, and nothing beyond that was taken in: somebody has its key or its program who should not; "+
		"put a backup back from before, and take in no file of it", mostHouse>>20)
}

// add takes in the next commit of the lane.
func (l *laneBase) add(h journal.Header, hash journal.Hash) {
	if _, known := l.base[h.Epoch]; !known {
		l.base[h.Epoch], l.next[l.head.Lane.Epoch] = l.pos, l.pos+1
	}
	l.pos++
	l.head = journal.Head{Lane: h.Lane(), Seq: h.Seq, Hash: hash, Clock: h.Clock}
	l.had = append(l.had, beginning(hash))
}

func beginning(hash journal.Hash) uint64 { return binary.BigEndian.Uint64(hash[:]) }

// seen is how far in headquarters' lane somebody was. The hash says it: after a restore the numbers of what headquarters lost are those
// of other things, which nobody saw who saw the lost ones. Of these somebody is as far as headquarters went on from. A number behind
// the lane's end waits for it, unless headquarters knew the commit (arrived) when it was no further itself. What is neither here nor
// can come is not believed: sure is false, and what surely was seen if it was lost is the answer.
func (l *laneBase) seen(s journal.Seen, arrived uint64) (pos uint64, sure bool) {
	if s.Seq == 0 || off("number") {
		return s.Seq, true
	}
	if l.holds(s) {
		return s.Seq, true
	}
	if from, lost := l.lost[beginning(s.Hash)]; lost {
		return from, true
	}
	if s.Seq > l.pos && (arrived == 0 || s.Seq <= arrived || !l.restored()) {
		return s.Seq, true
	}
	for _, base := range l.base {
		if base < s.Seq && base > 0 && (pos == 0 || base < pos) {
			pos = base
		}
	}
	return pos, false
}

// holds reports whether a position of the lane is what somebody has seen.
func (l *laneBase) holds(s journal.Seen) bool {
	return s.Seq == 0 || s.Seq <= l.pos && l.had[s.Seq-1] == beginning(s.Hash)
}

// gone reports whether headquarters lost what it wrote there when it was restored: it went on from before that, and may have it
// again from others. What it still has of lanes of its own it says where the next epoch begins.
func (l *laneBase) gone(lane journal.Lane, seq uint64, heard arrivals) bool {
	if lane.Epoch == l.head.Lane.Epoch || off("number") {
		return false
	}
	if end := l.went[lane.Epoch].end; end == 0 || lane.Scope == journal.Control {
		return seq > end
	}
	a, kept := heard.of(lane, seq)
	return !kept || a.pos != l.next[lane.Epoch]
}

// restored reports whether headquarters ever began an epoch behind another: it was restored, or set its clock right.
func (l *laneBase) restored() bool { return len(l.base) > 1 }

func (l *laneBase) position(epoch uint32, seq uint64) uint64 { return l.base[epoch] + seq }

// arrival says when and at which position headquarters had a lane up to seq.
type arrival struct {
	seq uint64
	pos uint64
	at  time.Time
}

type arrivals map[journal.Lane][]arrival

// of returns when headquarters recorded a commit of another device's lane.
func (a arrivals) of(lane journal.Lane, seq uint64) (arrival, bool) {
	list := a[lane]
	i, _ := slices.BinarySearchFunc(list, seq, func(x arrival, s uint64) int { return cmp.Compare(x.seq, s) })
	if i == len(list) {
		return arrival{}, false
	}
	return list[i], true
}

func (a arrivals) add(c *casebook.Commit, body *casebook.Arrivals) {
	for _, h := range body.Heads {
		lane := journal.Lane{Epoch: h.Epoch, Scope: journal.Scope(h.Scope)}
		copy(lane.Device[:], h.Device)
		list := a[lane]
		if len(list) == 0 || list[len(list)-1].seq < h.Seq {
			a[lane] = append(list, arrival{h.Seq, c.Seq, c.At})
		}
	}
}

// noHouse says that nothing can be judged.
func noHouse(err error) error {
	return failFrom(Broken, err, "what headquarters itself wrote (staff, rules, texts) cannot be read: restore a backup into a new folder, and keep the damaged one")
}

// loadHouse folds headquarters' control lane, all epochs, from the store.
func (d *Desk) loadHouse(r journal.Reader) error {
	house := casebook.NewHouse()
	d.control = laneBase{base: map[uint32]uint64{}, next: map[uint32]uint64{}, lost: map[uint64]uint64{}}
	if err := d.loadStrays(r, house); err != nil {
		return err
	}
	d.arrivals = arrivals{}
	d.moved = map[journal.ID]bool{}
	var epochs []uint32
	for h, err := range journal.Heads(r) {
		if err != nil {
			return noHouse(err)
		}
		if h.Lane.Device == d.Device.Device() && h.Lane.Epoch == d.Epoch {
			d.clock = max(d.clock, h.Clock) // its own lanes go on from where they stand
		} else if h.Clock > d.clock {
			d.clock, _ = journal.Receive(d.clock, h.Clock, d.Now()) // others, and former lives, pull it ten minutes at most
		}
		if h.Lane.Device == d.Home && h.Lane.Scope == journal.Control {
			epochs = append(epochs, h.Lane.Epoch)
		}
	}
	slices.Sort(epochs)
	var err error
	if d.control.went, err = d.continued(r, epochs); err != nil {
		return err
	}
	for _, epoch := range epochs {
		went := d.control.went[epoch]
		lane := journal.Lane{Device: d.Home, Epoch: epoch, Scope: journal.Control}
		for e, err := range journal.LaneHeaders(r, lane) {
			if err != nil {
				return noHouse(err)
			}
			c := e.Commit
			if c.Header.Seq > went.end { // headquarters lost it when it was restored: kept, and no longer the house's
				d.control.lost[beginning(c.Hash())] = went.from
				continue
			}
			d.control.add(c.Header, c.Hash())
			if err := d.passControl(r, house, e); KindOf(err) == Broken {
				return err // it says what is wrong
			} else if err != nil {
				return noHouse(err)
			}
		}
	}
	d.house, d.stale, d.nobodyAt = house, false, 0
	return nil
}

// stretch is what headquarters wrote in one epoch, as far as a later one went on from it: beyond that it was lost with the disk that
// was restored, and may come back from other devices.
type stretch struct {
	end  uint64 // the last seq that the next epoch went on from; the newest has no end. 0: none did
	from uint64 // what was lost of it branches off behind this position
}

// continued says how the epochs follow each other: each goes on where the prev of its first commit says. That may leave out whole
// epochs, when one backup was restored twice.
func (d *Desk) continued(r journal.Reader, epochs []uint32) (map[uint32]stretch, error) {
	before := map[uint32]journal.Header{} // from which commit an epoch goes on
	for i, epoch := range epochs {
		if i > 0 {
			before[epoch] = journal.Header{Epoch: epochs[i-1], Seq: math.MaxUint64} // as long as it is not here
		}
		for e, err := range journal.LaneHeaders(r, journal.Lane{Device: d.Home, Epoch: epoch, Scope: journal.Control}) {
			if err != nil {
				return nil, journalBroken(err)
			}
			c, ok, err := journal.Get(r, e.Commit.Header.Prev)
			if err != nil {
				return nil, journalBroken(err)
			}
			if h := c.Header; ok && h.Device == d.Home && h.Scope == journal.Control && h.Epoch < epoch {
				before[epoch] = h
			}
			break
		}
	}
	out := map[uint32]stretch{}
	if len(epochs) == 0 {
		return out, nil
	}
	epoch := epochs[len(epochs)-1]
	out[epoch] = stretch{end: math.MaxUint64}
	for h, ok := before[epoch]; ok; h, ok = before[h.Epoch] {
		out[h.Epoch] = stretch{end: h.Seq}
	}
	var pos uint64
	for _, epoch := range epochs {
		s, goes := out[epoch]
		if goes {
			pos += s.end
			out[epoch] = stretch{s.end, pos}
			continue
		}
		h := before[epoch] // it branches off where the one did that it follows, or earlier
		from := out[h.Epoch]
		if h.Seq < from.end {
			from.from -= from.end - h.Seq
		}
		out[epoch] = stretch{from: from.from}
	}
	return out, nil
}

// follow folds a commit of headquarters' control lane that came from elsewhere into the house, and notes
// whose state that may change.
func (t *turn) follow(c journal.Commit, p proofs) error {
	h, head := c.Header, t.d.control.head
	t.wrote = true
	t.revise(c)
	t.cameBack = t.cameBack || h.Lane() != head.Lane
	if t.d.stale || h.Lane() != head.Lane || h.Seq != head.Seq+1 || h.Prev != head.Hash {
		t.d.stale = true
		t.everybody = t.everybody || !t.d.AtHome() // headquarters began a new epoch: what it said of arrivals may be void
		return nil
	}
	t.d.control.add(h, c.Hash())
	if err := t.d.control.carry(shortened(c)); err != nil {
		return err
	}
	t.applyControl(c, p)
	return nil
}

// applyControl folds a commit of the control lane that has just come into the house.
func (t *turn) applyControl(c journal.Commit, p proofs) {
	t.d.applyControl(t.d.house, c, p)
	if slices.Contains(c.Header.Types, casebook.LanesReceived) || slices.Contains(c.Header.Types, casebook.ClockSetRight) {
		t.w.forgetAll() // decoded commits say when they arrived
	} else if len(t.d.control.base) > 1 && !t.d.AtHome() {
		t.w.forgetAll() // they say what headquarters lost
	}
}

// revise notes whose state a commit of headquarters' may change beyond the person it is about: those of whose
// commits it says when they arrived, and everybody, if it changes the house.
func (t *turn) revise(c journal.Commit) {
	for i, eventType := range c.Header.Types {
		switch body := decodeBody(eventType, c, i).(type) {
		case *casebook.Arrivals:
			for _, head := range body.Heads {
				t.confirmed = append(t.confirmed, t.d.confirms(head))
			}
		case *casebook.Filing: // says nothing of anybody
		default:
			t.everybody = t.everybody || casebook.IsHouseEvent(eventType)
		}
	}
}

// reviseAll brings up to date whoever [turn.revise] noted.
func (t *turn) reviseAll() error {
	if off("a") {
		return nil
	}
	if t.d.stale || t.everybody {
		if err := t.d.loadAnew(t.w); err != nil {
			return err
		}
	}
	if t.everybody {
		return eachRow(t.w, func(row *Row) error {
			t.touched.add(row.Person)
			return nil
		})
	}
	for _, c := range t.confirmed {
		for e, err := range journal.LaneCommits(t.w, c.lane, c.from) {
			if err != nil {
				return journalBroken(err)
			}
			if e.Commit.Header.Seq > c.to {
				break
			}
			if subject := casebook.ID(e.Commit.Header.Subject); !subject.IsZero() {
				t.touched.add(subject)
			}
		}
	}
	return t.touchEarly()
}

// confirmed is a part of a lane of which headquarters says that it arrived.
type confirmed struct {
	lane     journal.Lane
	from, to uint64
}

// confirms says which part of a lane a head confirms that was not confirmed before.
func (d *Desk) confirms(head casebook.Head) confirmed {
	c := confirmed{lane: journal.Lane{Epoch: head.Epoch, Scope: journal.Scope(head.Scope)}, from: 1, to: head.Seq}
	copy(c.lane.Device[:], head.Device)
	if list := d.arrivals[c.lane]; len(list) > 0 {
		c.from = list[len(list)-1].seq + 1
	}
	return c
}

// passControl folds one commit of the control lane into a house that is being read. Most are about people:
// of these it needs only to know that they were there. Of an imported list it needs only how long it is.
func (d *Desk) passControl(r journal.Reader, house *casebook.House, e journal.Entry) error {
	if slices.Contains(e.Commit.Header.Types, casebook.PersonMoved) {
		d.moved[e.Commit.Header.Subject] = true
	}
	if !slices.ContainsFunc(e.Commit.Header.Types, casebook.IsHouseEvent) {
		h := e.Commit.Header
		house.Apply(&casebook.Commit{Home: true, Scope: string(h.Scope), Seq: d.control.position(h.Epoch, h.Seq), At: earlierThan(h.When(), endOfTime)})
		return nil
	}
	if err := e.LoadBodies(r); err != nil {
		return err
	}
	e.Commit = shortened(e.Commit)
	if err := d.control.carry(e.Commit); err != nil {
		return err
	}
	p, err := d.proofsOf(r, e.Commit)
	if err == nil {
		d.applyControl(house, e.Commit, p)
	}
	return err
}

// shortened is a commit with its imported lists written as short as they are kept.
func shortened(c journal.Commit) journal.Commit {
	c.Bodies = slices.Clone(c.Bodies)
	for i, t := range c.Header.Types {
		if b := c.Bodies[i]; t == casebook.RefusalsImported && b != nil {
			if short, ok := shortBatch(b.Content); ok {
				c.Bodies[i] = &journal.Body{Salt: b.Salt, Content: short}
			}
		}
	}
	return c
}

// shortBatch writes an imported list anew with an empty marker for each of its markers.
func shortBatch(content []byte) ([]byte, bool) {
	var long struct {
		Office  string  `json:"office"`
		Markers counted `json:"markers"`
		Reason  string  `json:"reason"`
		Tag     []byte  `json:"tag"`
	}
	if journal.Unmarshal(content, &long) != nil {
		return nil, false
	}
	short, err := journal.Marshal(&casebook.Batch{Office: long.Office, Markers: make([][]byte, long.Markers), Reason: long.Reason, Tag: long.Tag})
	return short, err == nil
}

// counted is how many elements a list has.
type counted int

// UnmarshalCBOR counts without reading the elements.
func (n *counted) UnmarshalCBOR(data []byte) error {
	count, err := journal.Elements(data)
	*n = counted(count)
	return err
}

// applyControl folds one commit of the control lane into the house and remembers arrivals.
func (d *Desk) applyControl(house *casebook.House, c journal.Commit, p proofs) []casebook.Lack {
	if slices.Contains(c.Header.Types, casebook.PersonMoved) {
		d.moved[c.Header.Subject] = true
	}
	cc := d.decode(c, p)
	lacks := house.Apply(cc)
	for _, e := range cc.Events {
		if b, ok := e.Body.(*casebook.Arrivals); ok {
			d.arrivals.add(cc, b)
		}
	}
	return lacks
}
