//go:build !js

package desk

import (
	"context"

	"willing/casebook"
	"willing/journal"
)

// A restored headquarters whose register is lost waits for devices (field.md, "What must win"). Meanwhile it takes in
// what they bring, its own former entries first, and writes nothing at all: so what it lost goes on exactly where the
// backup ended, as if it had never been away.

// Wait lets a restored headquarters take in what devices bring, without writing a word of its own.
func (d *Desk) Wait() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting = true
}

// EndWait ends it: headquarters begins its new epoch behind all that came back, notes when everything arrived, begins
// a register with what the log knows now, and takes away what is left of whoever was erased. Whoever calls has opened a
// register for it. It can be run again after it was cut short.
func (d *Desk) EndWait(ctx context.Context) error {
	d.mu.Lock()
	d.waiting = false
	d.mu.Unlock()
	if err := d.catchUpEpoch(ctx); err != nil {
		return err
	}
	if _, err := d.EraseLeft(ctx); err != nil { // first: the register gets whoever is gone for good
		return err
	}
	_, err := d.Enter(ctx, true)
	return err
}

func (d *Desk) catchUpEpoch(ctx context.Context) error {
	last, err := d.LastEpoch(ctx)
	if err == nil && last < d.Epoch {
		err = d.BeginEpoch(ctx)
	}
	if err != nil {
		return err
	}
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		heads := map[journal.Lane]uint64{}
		for h, err := range journal.Heads(t.w) {
			if err != nil {
				return journalBroken(err)
			}
			if _, known := t.d.arrivals.of(h.Lane, h.Seq); !known && h.Lane.Device != t.d.Home {
				heads[h.Lane] = h.Seq
			}
		}
		if err := t.confirm(heads, 0); err != nil {
			return err
		}
		for lane := range heads { // they arrive now
			for e, err := range journal.LaneHeaders(t.w, lane) {
				if err != nil {
					return journalBroken(err)
				}
				if subject := casebook.ID(e.Commit.Header.Subject); !subject.IsZero() {
					t.touched.add(subject)
				}
			}
		}
		return nil
	})
}
