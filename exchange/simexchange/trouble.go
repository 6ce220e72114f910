package simexchange

import (
	"slices"
	"time"

	"willing/journal"
)

func passes(w *world, _ *node, s Step) error {
	hours := []int{1, 13, 25, 25, 73, 100, 200}[s.N%7]
	w.now = w.now.Add(time.Duration(hours) * time.Hour)
	return nil
}

// tidies does what time asks for; at headquarters a new key of envelopes too, every second time.
func tidies(w *world, n *node, s Step) error {
	if _, err := n.desk.Tidy(ctx); err != nil || !n.home() {
		return err
	}
	return w.renews(n, s)
}

func moves(w *world, home *node, p *person, s Step) error {
	return home.desk.Move(ctx, w.as("cora"), p.id, territories[s.N%3])
}

// device finds the device of a step's other node; ok is false if that is headquarters.
func (w *world) device(s Step) (*node, bool) {
	n := w.nodes[s.Other%len(w.nodes)]
	return n, !n.home() && !n.gone
}

func grants(w *world, _ *node, s Step) error {
	n, ok := w.device(s)
	if !ok {
		return nil
	}
	return w.grant(n.key.Device(), scopesOf(s.N))
}

func revokes(w *world, _ *node, s Step) error {
	n, ok := w.device(s)
	if !ok {
		return nil
	}
	if err := w.nodes[0].up(); err != nil {
		return err
	}
	return w.nodes[0].desk.RevokeDevice(ctx, w.as("admin"), n.key.Device())
}

func backs(_ *world, n *node, _ Step) error {
	n.backup = n.copied()
	return nil
}

// restores puts a node back to its backup: headquarters as its command does, a device by copying its folder or
// its database alone.
func restores(w *world, n *node, s Step) error {
	if n.backup == nil {
		return nil
	}
	before, err := n.entries()
	if err != nil {
		return err
	}
	b := *n.backup
	if n.home() {
		clear(w.came) // it has that no longer, so it is sent again
		if s.N%2 == 0 {
			return w.opened(n, b, before)
		}
		return w.restoresHome(n, b, before)
	}
	if s.N%2 == 0 {
		b.epoch, b.peers, b.entries = n.beside.epoch, n.beside.peers, n.book.entries
	}
	n.put(&b)
	if err := w.misses(before); err != nil {
		return err
	}
	return n.up()
}

// restoresHome does what `willing restore` does with the newest register.
func (w *world) restoresHome(n *node, b backup, before []journal.Entry) error {
	w.epoch++
	b.epoch, b.entries = w.epoch, n.book.entries
	erased := n.erased
	n.put(&b)
	if err := w.misses(before); err != nil {
		return err
	}
	n.disk.stopped = false
	if err := n.open(); err != nil {
		return err
	}
	if err := n.desk.BeginEpoch(ctx); err != nil {
		return err
	}
	if _, err := n.desk.Agree(ctx, w.as("admin")); err != nil {
		return err
	}
	if _, err := n.desk.Tidy(ctx); err != nil {
		return err
	}
	if err := n.desk.KeyEnvelopes(ctx, envelopesTo(w.keys)); err != nil {
		return err
	}
	n.erased = erased
	n.noticed = 0
	return w.resurrectsNobody(n)
}

// misses notes which commits, and which contents, are on no disk any more.
func (w *world) misses(before []journal.Entry) error {
	for _, e := range before {
		c := w.commits[e.Commit.Hash()]
		if c == nil {
			continue
		}
		there, whole, err := w.somewhere(e.Commit.Hash(), !slices.Contains(e.Bodies, journal.Present) && !slices.Contains(e.Bodies, journal.Erased))
		if err != nil {
			return err
		}
		c.lost, c.bare = c.lost || !there, c.bare || !whole
	}
	return nil
}

// somewhere says whether some disk has a commit, and whether some disk has its content.
func (w *world) somewhere(hash journal.Hash, none bool) (there, whole bool, err error) {
	whole = none
	for _, n := range w.nodes {
		if n.gone {
			continue
		}
		err := n.view(func(r journal.Reader) error {
			e, ok, err := journal.Find(r, hash)
			there = there || ok
			whole = whole || ok && !slices.Contains(e.Bodies, journal.Withheld) && !slices.Contains(e.Bodies, journal.Erased)
			return err
		})
		if err != nil {
			return false, false, err
		}
	}
	return there, whole, nil
}

// clones copies a device's folder into a second machine, and both go on.
func clones(w *world, n *node, _ Step) error {
	if n.home() || len(w.nodes) > w.plan.Devices+3 {
		return nil
	}
	twin := newNode(w, len(w.nodes), n.key)
	twin.put(n.copied())
	twin.from = source(w.plan.Seed, 13, uint64(twin.index))
	twin.erased, twin.waits = clone(n.erased), clone(n.waits)
	w.nodes = append(w.nodes, twin)
	return twin.up()
}

// evicts takes a device's store away; every second time its key too, and then it joins anew.
func evicts(w *world, n *node, s Step) error {
	if n.home() {
		return nil
	}
	before, err := n.entries()
	if err != nil {
		return err
	}
	if s.N%2 == 0 {
		n.gone = true
		if err := w.misses(before); err != nil {
			return err
		}
		return w.join(scopesOf(s.N >> 8))
	}
	n.put(&backup{disk: newDisk().copied(), epoch: n.beside.epoch, peers: n.beside.peers, entries: nil})
	if err := w.misses(before); err != nil {
		return err
	}
	return n.up()
}

func skews(_ *world, n *node, s Step) error {
	if n.home() {
		return nil // headquarters' receipts are what periods run from
	}
	const year = 365 * 24 * time.Hour
	n.skew = []time.Duration{0, time.Hour, -time.Hour, 10 * year, -10 * year}[s.N%5]
	return nil
}
