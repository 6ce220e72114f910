package desk

import (
	"cmp"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// laneBase is where headquarters' control lane stands: its positions run on through all epochs, while
// sequence numbers begin anew in each.
type laneBase struct {
	base map[uint32]uint64 // epoch → positions before its first commit
	head journal.Head
	pos  uint64
}

func (l laneBase) position(epoch uint32, seq uint64) uint64 { return l.base[epoch] + seq }

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

// loadHouse folds headquarters' control lane, all epochs, from the store.
func (d *Desk) loadHouse(r journal.Reader) error {
	house := casebook.NewHouse()
	d.control = laneBase{base: map[uint32]uint64{}}
	d.arrivals = arrivals{}
	var epochs []uint32
	for h, err := range journal.Heads(r) {
		if err != nil {
			return failFrom(Broken, err, "the journal cannot be read: run `willing verify`, then restore a backup")
		}
		if h.Lane.Device == d.Home && h.Lane.Epoch == d.Epoch {
			d.clock = max(d.clock, h.Clock) // its own lanes go on from where they stand
		} else if h.Clock > d.clock {
			d.clock, _ = journal.Receive(d.clock, h.Clock, d.Now()) // others, and former lives, pull it ten minutes at most
		}
		if h.Lane.Device == d.Home && h.Lane.Scope == journal.Control {
			epochs = append(epochs, h.Lane.Epoch)
		}
	}
	slices.Sort(epochs)
	for _, epoch := range epochs {
		d.control.base[epoch] = d.control.pos
		for e, err := range journal.LaneHeaders(r, journal.Lane{Device: d.Home, Epoch: epoch, Scope: journal.Control}) {
			if err != nil {
				return failFrom(Broken, err, "the control lane cannot be read: run `willing verify`, then restore a backup")
			}
			c := e.Commit
			d.control.pos++
			d.control.head = journal.Head{Lane: c.Header.Lane(), Seq: c.Header.Seq, Hash: c.Hash(), Clock: c.Header.Clock}
			if err := d.passControl(r, house, e); err != nil {
				return failFrom(Broken, err, "the control lane cannot be read: run `willing verify`, then restore a backup")
			}
		}
	}
	d.house, d.stale = house, false
	return nil
}

// passControl folds one commit of the control lane into a house that is being read. Most are about people:
// of these it needs only to know that they were there. Of an imported list it needs only how long it is.
func (d *Desk) passControl(r journal.Reader, house *casebook.House, e journal.Entry) error {
	if !slices.ContainsFunc(e.Commit.Header.Types, casebook.IsHouseEvent) {
		h := e.Commit.Header
		house.Apply(&casebook.Commit{Home: true, Scope: string(h.Scope), Seq: d.control.position(h.Epoch, h.Seq), At: earlierThan(h.When(), endOfTime)})
		return nil
	}
	if err := e.LoadBodies(r); err != nil {
		return err
	}
	for i, t := range e.Commit.Header.Types {
		if b := e.Commit.Bodies[i]; t == casebook.RefusalsImported && b != nil {
			if short, ok := shortBatch(b.Content); ok {
				e.Commit.Bodies[i] = &journal.Body{Salt: b.Salt, Content: short}
			}
		}
	}
	d.applyControl(house, e.Commit)
	return nil
}

// shortBatch writes an imported list anew with an empty marker for each of its markers.
func shortBatch(content []byte) ([]byte, bool) {
	var long struct {
		Office  string  `json:"office"`
		Markers counted `json:"markers"`
		Reason  string  `json:"reason"`
	}
	if journal.Unmarshal(content, &long) != nil {
		return nil, false
	}
	short, err := journal.Marshal(&casebook.Batch{Office: long.Office, Markers: make([][]byte, long.Markers), Reason: long.Reason})
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
func (d *Desk) applyControl(house *casebook.House, c journal.Commit) []casebook.Lack {
	cc := d.decode(c, proofs{})
	lacks := house.Apply(cc)
	for _, e := range cc.Events {
		if b, ok := e.Body.(*casebook.Arrivals); ok {
			d.arrivals.add(cc, b)
		}
	}
	return lacks
}
