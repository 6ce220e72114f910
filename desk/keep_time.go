package desk

import (
	"context"
	"time"

	"willing/casebook"
	"willing/journal"
)

// quiet is how long headquarters' lane may stand still while devices are out.
const quiet = 7 * 24 * time.Hour

// keepTime notes in a lane that stands still what is there: nothing new. A device knows how old its knowledge is by what
// headquarters wrote last, and after a winter without a word it would tell and ask nobody (G05) on the day on which it was there.
func (d *Desk) keepTime(ctx context.Context) error {
	if !d.AtHome() || !d.stoodStill() {
		return nil
	}
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		_, err := t.append(entry{actor: itself, events: []casebook.Event{{Type: casebook.LanesReceived, Body: &casebook.Arrivals{}}}})
		return err
	})
}

func (d *Desk) stoodStill() bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.waiting || d.control.head.Seq == 0 || d.Now().Sub(journal.Moment(d.control.head.Clock)) < quiet {
		return false
	}
	for device, now := range d.house.DevicesNow() {
		if d.isOut(device, now) {
			return true
		}
	}
	return false
}

// isOut reports whether a device is one of those that headquarters lets out, and its grant is in force.
func (d *Desk) isOut(device casebook.Device, now casebook.DeviceNow) bool {
	ended := now.Grant.NotAfter != 0 && d.Now().Unix() > now.Grant.NotAfter
	return !now.Revoked && !ended && journal.Device(device) != d.Home
}
