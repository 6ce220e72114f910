package desk

import (
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// aheadAfter is how far ahead of its clock a lane of headquarters' own is said to be: others may pull it half as far.
const aheadAfter = 2 * journal.MaxDrag

// Ahead says up to when headquarters' own lane is stamped, if that is well ahead of its clock; zero if it is not. Its
// clock once ran ahead, or runs behind now. Until somebody sets it right, what runs from headquarters' receipt ends late.
func (d *Desk) Ahead() time.Time {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.stampedAhead()
}

// stampedBeyondGrant reports whether a device that may still be used can write no more than a stop: its clock once ran ahead, and
// its stamps go on from there, beyond what it was granted.
func (d *Desk) stampedBeyondGrant(c *casebook.Commit) bool {
	now, ok := d.house.DeviceNow(c.Device)
	return ok && now.Grant.NotAfter != 0 && c.At.Unix() > now.Grant.NotAfter && !d.AtHome() && !d.over()
}

// stampedAhead expects the house held still.
func (d *Desk) stampedAhead() time.Time {
	stamp := d.house.Latest()
	if !d.AtHome() || stamp.Sub(d.Now()) <= aheadAfter {
		return time.Time{}
	}
	return stamp
}

// SetClockRight notes that the stamps of headquarters that are ahead of its clock are wrong: what they were put on
// happened by now at the latest. The lane must have begun anew before ([Desk.BeginEpochAt]), since stamps never fall in one.
func (d *Desk) SetClockRight(ctx context.Context, by Acting) error {
	err := d.act(ctx, by, access.Maintain, func(t *turn) error {
		e, err := t.clockRight()
		if err == nil {
			_, err = t.append(e)
		}
		return err
	})
	if err != nil {
		return err
	}
	_, err = d.RepairViews(ctx) // everybody's dates
	return err
}

// AskClockRight says what [Desk.SetClockRight] would lack, before a lane is begun for it. It writes nothing.
func (d *Desk) AskClockRight(ctx context.Context, by Acting) error {
	return d.act(ctx, by, access.Maintain, func(t *turn) error {
		e, err := t.clockRight()
		if err != nil {
			return err
		}
		sealed, err := t.seal(e)
		if err != nil {
			return err
		}
		c := *d.decode(sealed, proofs{})
		c.At = t.now // as it will be stamped
		return hold(d.house.Ask(&c))
	})
}

func (t *turn) clockRight() (entry, error) {
	from := t.d.house.AheadFrom(t.now.Add(aheadAfter))
	if !t.d.AtHome() || from == 0 {
		return entry{}, fail(NotFound, "no stamp of headquarters is ahead of its clock")
	}
	return entry{events: []casebook.Event{{Type: casebook.ClockSetRight, Body: &casebook.ClockRight{From: from}}}}, nil
}
