//go:build !js

package desk

import (
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// RenewDevice gives a device more time, for the people and the territories that it was granted, and returns until when it has it.
// The device hears of that when it meets headquarters, also if its time was over by then, and what is on it stays. Whoever of its
// people has left is left out, and whichever territory the programme has no more. One that has as much within a day is given nothing.
func (d *Desk) RenewDevice(ctx context.Context, by Acting, device journal.Device, until time.Time) (time.Time, error) {
	err := d.act(ctx, by, access.AdmitDevices, func(t *turn) error {
		if !t.d.AtHome() {
			return fail(NotAllowed, "headquarters gives devices more time, and nobody else")
		}
		house := t.d.house
		now, ok := house.DeviceNow(casebook.Device(device))
		switch old := time.Unix(now.Grant.NotAfter, 0).UTC(); {
		case !ok:
			return fail(NotFound, "there is no such device")
		case now.Revoked:
			return errAway()
		case now.Grant.NotAfter == 0:
			until = time.Time{}
			return nil
		case until.Sub(old) < 24*time.Hour:
			until = old
			return nil
		}
		grant := now.Grant
		grant.People = slices.DeleteFunc(slices.Clone(grant.People), func(who casebook.ID) bool {
			_, works := house.StaffAt(who, house.Pos)
			return !works
		})
		if len(grant.People) == 0 && len(now.Grant.People) > 0 {
			return failOnPage("device-nobodys", NotAllowed, "nobody whose device this is works here any more: turn it away, and enrol one for whoever goes out now")
		}
		p := house.Programme(house.Pos)
		grant.Scopes = slices.DeleteFunc(slices.Clone(grant.Scopes), func(s string) bool { return !namesTerritory(p, s) })
		if len(grant.Scopes) == 0 && len(now.Grant.Scopes) > 0 {
			return errNoTerritory()
		}
		grant.NotAfter = until.Unix()
		_, err := t.append(entry{events: []casebook.Event{{Type: casebook.DeviceGranted, Body: &grant}}})
		return err
	})
	return until.UTC(), err
}
