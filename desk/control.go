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
		d.clock = max(d.clock, h.Clock)
		if h.Lane.Device == d.Home && h.Lane.Scope == journal.Control {
			epochs = append(epochs, h.Lane.Epoch)
		}
	}
	slices.Sort(epochs)
	for _, epoch := range epochs {
		d.control.base[epoch] = d.control.pos
		for e, err := range journal.LaneCommits(r, journal.Lane{Device: d.Home, Epoch: epoch, Scope: journal.Control}, 1) {
			if err != nil {
				return failFrom(Broken, err, "the control lane cannot be read: run `willing verify`, then restore a backup")
			}
			c := e.Commit
			d.control.pos++
			d.control.head = journal.Head{Lane: c.Header.Lane(), Seq: c.Header.Seq, Hash: c.Hash(), Clock: c.Header.Clock}
			d.applyControl(house, c)
		}
	}
	d.house, d.stale = house, false
	return nil
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
