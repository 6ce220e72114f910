package simexchange

import (
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// setBackEvery says of how many seasons one ends with a headquarters that is set back in silence. It is the end: a house
// whose own history somebody changed is no honest house, and the other invariants promise nothing of it.
const setBackEvery = 6

// setsBack: (k) a headquarters that has not any more what it signed for is noticed, by devices and by itself; every
// second time by a device that has it from another alone.
func (w *world) setsBack() error {
	if w.plan.Seed%setBackEvery != 0 {
		return nil
	}
	if w.plan.Seed%(2*setBackEvery) == 0 {
		return w.hears()
	}
	old := w.nodes[0].copied()
	w.step.ID++
	w.chances(w.step)
	i := slices.IndexFunc(w.nodes[1:], w.admitted)
	if i < 0 {
		return nil
	}
	if err := w.grant(w.nodes[1+i].key.Device(), scopesOf(w.plan.Seed)); err != nil { // something new for everybody
		return err
	}
	if _, err := w.meetAll(); err != nil {
		return err
	}
	w.putBack(old)
	if err := w.meetsAgain(w.nodes[1:]...); err != nil {
		return err
	}
	found, err := w.found(w.nodes...)
	if err != nil {
		return err
	}
	w.tally.count(setBack, found > 0)
	if found < 2 {
		return broken("k", "headquarters was set back behind what it had signed for, and %d nodes know of it", found)
	}
	return nil
}

// hears lets one device have headquarters' word on something new, and another have it from that one; the first is never
// seen again.
func (w *world) hears() error {
	var two []*node
	for _, n := range w.nodes[1:] {
		if w.admitted(n) && !slices.ContainsFunc(two, func(o *node) bool { return o.key.Device() == n.key.Device() }) {
			two = append(two, n)
		}
	}
	if len(two) < 2 {
		return nil
	}
	one, other := two[0], two[1]
	old := w.nodes[0].copied()
	w.step.ID++
	w.chances(w.step)
	if err := w.grant(one.key.Device(), scopesOf(w.plan.Seed)); err != nil {
		return err
	}
	if err := w.meetsAgain(one, one); err != nil {
		return err
	}
	out, err := other.meets.SyncWith(ctx, one.key.Device(), (&line{w: w, from: other, to: one}).carry)
	if err != nil || out.Problem != "" {
		return err
	}
	w.putBack(old)
	if err := w.meetsAgain(other); err != nil {
		return err
	}
	found, err := w.found(other)
	if err == nil && found == 0 {
		return broken("k", "headquarters was set back behind what it had signed for device %d, and device %d does not know although they have met", one.index, other.index)
	}
	w.tally.count(heardOnly, found > 0)
	return err
}

// putBack sets headquarters back to what it was, in silence.
func (w *world) putBack(old *backup) {
	old.entries = w.nodes[0].book.entries
	w.nodes[0].put(old)
	w.nodes[0].noticed = 0
}

// found counts the nodes that know that headquarters was rolled back, or rewritten: it may have written again.
func (w *world) found(nodes ...*node) (n int, err error) {
	for _, x := range nodes {
		kinds, err := x.doubts()
		if err != nil {
			return n, err
		}
		if slices.Contains(kinds, casebook.DoubtRolledBack) || slices.Contains(kinds, casebook.DoubtRewritten) {
			n++
		}
	}
	return n, nil
}

// admitted reports whether a device is there and was not turned away.
func (w *world) admitted(n *node) bool {
	_, revoked, ok := w.nodes[0].desk.Grant(n.key.Device())
	return !n.gone && ok && !revoked
}

// meetsAgain lets devices meet headquarters once, whatever comes of it.
func (w *world) meetsAgain(devices ...*node) error {
	if err := w.nodes[0].up(); err != nil {
		return err
	}
	for _, n := range devices {
		if n.gone {
			continue
		}
		w.step.ID++
		w.chances(w.step)
		if err := n.up(); err != nil {
			return err
		}
		_, _ = n.meets.Sync(ctx, (&line{w: w, from: n, to: w.nodes[0]}).carry)
	}
	return nil
}

// doubts are the kinds of what this node knows to be wrong with headquarters.
func (n *node) doubts() (kinds []string, err error) {
	err = n.view(func(r journal.Reader) error {
		all, err := desk.DoubtsAt(r, n.key.Device())
		for _, d := range all {
			kinds = append(kinds, d.Kind)
		}
		return err
	})
	return kinds, err
}
