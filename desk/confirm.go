//go:build !js

package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// An erasure is at its end when every device that may have held anything of the person has said that nothing is left.
// A device that joined later never got anything, and is not asked.

// Executed is an erasure that headquarters has executed, and how far it is elsewhere.
type Executed struct {
	Person    casebook.ID   `json:"person"`
	At        time.Time     `json:"at"`
	Register  bool          `json:"register"`  // it stands in the register, so that no restored copy brings the person back
	Confirmed int           `json:"confirmed"` // devices that have said that nothing is left
	Open      []Unconfirmed `json:"open"`      // devices that have not
	Backups   int           `json:"backups"`   // made here before it, which are still there
	Expire    time.Time     `json:"expire,omitzero"`
}

// Unconfirmed is a device that has not confirmed an erasure.
type Unconfirmed struct {
	Device string    `json:"device"`
	Kind   string    `json:"kind,omitempty"` // laptop or phone, as it said itself
	Names  []string  `json:"names"`          // of its people
	Why    string    `json:"why"`            // one of the reasons
	Met    time.Time `json:"met,omitzero"`
}

// Why a device has not confirmed.
const (
	OpenNever = "never" // it was never here
	OpenAway  = "away"  // it was not here since
	OpenSoon  = "soon"  // it was here since, and says it when it comes again
	OpenOver  = "over"  // its time is over: it is locked, and was not here since
	OpenGone  = "gone"  // it was turned away: lost, stolen or given back
)

func (d *Desk) eachGone(r journal.Reader, fn func(*gone) error) error {
	var erased []casebook.ID
	err := scanList(r, "stage:"+string(casebook.StageErased), nil, func(_ []byte, person casebook.ID) bool {
		erased = append(erased, person)
		return true
	})
	for _, person := range erased {
		row, failed := rowAt(r, person)
		if err = firstOf(err, failed); err != nil || row == nil {
			return err
		}
		g, failed := d.goneOf(r, row)
		if failed != nil {
			return failed
		}
		if g == nil {
			continue
		}
		if err := fn(g); err != nil {
			return err
		}
	}
	return err
}

// unconfirmed counts erased people of whom a device has not said that nothing is left.
func (d *Desk) unconfirmed(r journal.Reader, row *DeviceRow) error {
	return d.eachGone(r, func(g *gone) error {
		if !g.said[row.Device] && g.held(d.house, row.Device) {
			row.Purges++
		}
		return nil
	})
}

// Executions lists erasures that were executed since a moment, and older ones that some device has not confirmed;
// the newest first, at most `most`. Of each device it says no more than the log does: whoever keeps when it was here
// adds that.
func (d *Desk) Executions(ctx context.Context, by Acting, since time.Time, most int) (out []Executed, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.SeePeople, ""); err != nil {
			return err
		}
		who, _ := d.who(by.Who)
		if err := mayList(who, ListErase); err != nil { // a team does not learn who was erased
			return err
		}
		entered, err := d.entered()
		if err != nil {
			return err
		}
		now := d.house.DevicesNow()
		return d.eachGone(r, func(g *gone) error {
			x := Executed{Person: g.row.Person, At: g.at.UTC(), Open: []Unconfirmed{}, Register: !slices.ContainsFunc(g.row.Records, func(id casebook.ID) bool { return !entered[id] })}
			for device, state := range now {
				switch name := journal.Device(device); {
				case !g.held(d.house, name):
				case g.said[name]:
					x.Confirmed++
				default:
					x.Open = append(x.Open, d.open(name, state))
				}
			}
			slices.SortFunc(x.Open, func(a, b Unconfirmed) int { return strings.Compare(a.Device, b.Device) })
			if len(x.Open) > 0 || g.at.After(since) {
				out = append(out, x)
			}
			return nil
		})
	})
	slices.SortStableFunc(out, func(a, b Executed) int { return b.At.Compare(a.At) })
	return out[:min(len(out), most)], err
}

func (d *Desk) open(device journal.Device, now casebook.DeviceNow) Unconfirmed {
	out := Unconfirmed{Device: device.String()}
	grant := d.grantBefore(now, casebook.Device(device))
	for _, who := range grant.People {
		out.Names = append(out.Names, d.nameNow(who))
	}
	switch {
	case now.Revoked:
		out.Why = OpenGone
	case grant.NotAfter != 0 && d.Now().Unix() > grant.NotAfter:
		out.Why = OpenOver
	}
	return out
}

// entered are the records whose erasure stands in the register.
func (d *Desk) entered() (map[casebook.ID]bool, error) {
	entries, _, err := d.Register.Since("")
	out := map[casebook.ID]bool{}
	for _, e := range entries {
		if e.Kind == EntryErased {
			out[e.ID] = true
		}
	}
	return out, err
}
