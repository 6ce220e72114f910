package simexchange

import (
	"cmp"
	"context"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// opened restores headquarters from its backup without a register, as `willing restore` and `willing serve` do, and lets
// devices open it. It is one step: in between headquarters takes in and says nothing, so nobody can do anything there.
func (w *world) opened(home *node, b backup, before []journal.Entry) error {
	w.epoch++
	b.epoch, b.entries = w.epoch, nil
	home.put(&b)
	home.noticed = 0
	if err := w.misses(before); err != nil {
		return err
	}
	if err := home.open(); err != nil {
		return err
	}
	home.desk.Wait()
	waits := &waiting{home: home}
	home.meets.Lock(waits.brought)
	for _, n := range w.nodes[1:] {
		if n.gone || waits.over {
			continue
		}
		w.step.ID++
		w.chances(w.step)
		if err := n.up(); err != nil {
			return err
		}
		out, err := n.meets.Sync(ctx, (&line{w: w, from: n, to: home}).carry)
		if err != nil {
			return err
		}
		if err := w.notice(); err != nil {
			return err
		}
		if !waits.over && out.Received > 0 {
			return broken("j", "headquarters waits for devices, and gives device %d %d things", n.index, out.Received)
		}
		waits.by = append(waits.by, n)
	}
	w.tally.count(openedByTwo, waits.over)
	if !waits.over { // an administrator accepts the risk
		if err := waits.open(); err != nil {
			return err
		}
	}
	if err := w.notice(); err != nil {
		return err
	}
	return w.opensWhatTheyKnow(home, waits.by)
}

// waiting is a restored headquarters that waits for two devices.
type waiting struct {
	home *node
	by   []*node // who was there
	came []journal.Device
	over bool
}

const enough = 2 // as package node has it

func (x *waiting) brought(_ context.Context, device journal.Device) error {
	if x.over || slices.Contains(x.came, device) {
		return nil
	}
	x.came = append(x.came, device)
	trusted := 0
	for _, d := range x.came {
		if _, revoked, ok := x.home.desk.Grant(d); ok && !revoked {
			trusted++
		}
	}
	if trusted < enough {
		return nil
	}
	return x.open()
}

func (x *waiting) open() error {
	if err := x.home.desk.EndWait(ctx); err != nil {
		return err
	}
	x.over = true
	x.home.meets.Lock(nil)
	_, err := x.home.desk.Tidy(ctx)
	return cmp.Or(err, x.home.desk.KeyEnvelopes(ctx, envelopesTo(x.home.w.keys)))
}

// opensWhatTheyKnow: (j) who was erased or refused as far as a device knows that opened headquarters, is so there.
func (w *world) opensWhatTheyKnow(home *node, by []*node) error {
	if err := w.keepsNothingOf(home, home.erased, "j"); err != nil {
		return err
	}
	rows, err := home.rows()
	if err != nil {
		return err
	}
	for i, p := range w.people {
		for _, n := range by {
			if row, known := rows[p.id]; known && n.refused[p.id] && !p.reopened && !closed(row) {
				return broken("j", "person %d is %q at the headquarters that device %d helped to open, and was left alone for good there", i, row.Stage, n.index)
			}
			if row, known := rows[p.id]; known && (n.erased[p.id] || n.waits[p.id]) && row.Stage != casebook.StageErased {
				return broken("j", "person %d is %q at the headquarters that device %d helped to open, and was erased", i, row.Stage, n.index)
			}
		}
	}
	return nil
}
