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

// setsBack: (k) a headquarters that has not any more what it signed for is noticed, by devices and by itself.
func (w *world) setsBack() error {
	home := w.nodes[0]
	if w.plan.Seed%setBackEvery != 0 {
		return nil
	}
	old := home.copied()
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
	old.entries = home.book.entries
	home.put(old)
	home.noticed = 0
	if _, err := w.meetsAllAgain(); err != nil {
		return err
	}
	found := 0
	for _, n := range w.nodes {
		kinds, err := n.doubts()
		if err != nil {
			return err
		}
		if slices.Contains(kinds, casebook.DoubtRolledBack) || slices.Contains(kinds, casebook.DoubtRewritten) { // it may have written again
			found++
		}
	}
	w.tally.count(setBack, found > 0)
	if found < 2 {
		return broken("k", "headquarters was set back behind what it had signed for, and %d nodes know of it", found)
	}
	return nil
}

// admitted reports whether a device is there and was not turned away.
func (w *world) admitted(n *node) bool {
	_, revoked, ok := w.nodes[0].desk.Grant(n.key.Device())
	return !n.gone && ok && !revoked
}

// meetsAllAgain lets every device meet headquarters once, whatever comes of it.
func (w *world) meetsAllAgain() (met int, err error) {
	if err := w.nodes[0].up(); err != nil {
		return 0, err
	}
	for _, n := range w.nodes[1:] {
		if n.gone {
			continue
		}
		w.step.ID++
		w.chances(w.step)
		if err := n.up(); err != nil {
			return met, err
		}
		if _, err := n.meets.Sync(ctx, (&line{w: w, from: n}).carry); err == nil {
			met++
		}
	}
	return met, nil
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
