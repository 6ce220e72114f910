package desk

import (
	"context"

	"willing/casebook"
	"willing/journal"
)

// BeginEpoch opens the first lane of a new epoch, after a restore: headquarters notes in its control lane
// what it still has of every lane that it wrote before. The commit continues from the last one of the
// former epoch, so from now on everybody can tell the two branches apart.
func (d *Desk) BeginEpoch(ctx context.Context) error {
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		body := &casebook.Arrivals{}
		for h, err := range journal.Heads(t.w) {
			if err != nil {
				return failFrom(Broken, err, "the journal cannot be read: restore another backup")
			}
			if h.Lane.Device == d.Home {
				body.Heads = append(body.Heads, casebook.Head{Device: h.Lane.Device[:], Epoch: h.Lane.Epoch, Scope: string(h.Lane.Scope), Seq: h.Seq})
			}
		}
		sortHeads(body.Heads)
		_, err := t.append(entry{actor: itself, events: []casebook.Event{{Type: casebook.LanesReceived, Body: body}}})
		return err
	})
}

// LastEpoch is the highest epoch in which this device has written; 0 before the first commit.
func (d *Desk) LastEpoch(ctx context.Context) (epoch uint32, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		for h, err := range journal.Heads(r) {
			if err != nil {
				return failFrom(Broken, err, "the journal cannot be read: `willing verify` says what is damaged, and what helps")
			}
			if h.Lane.Device == d.Device.Device() {
				epoch = max(epoch, h.Lane.Epoch)
			}
		}
		return nil
	})
	return epoch, err
}
