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

// gone is somebody who was erased, and who may have held something of them.
type gone struct {
	row    *Row
	pos    uint64 // how far the control lane was when headquarters erased them
	at     time.Time
	scopes map[string]bool         // in which anything of them was written or stood
	said   map[journal.Device]bool // devices that knew of it when they said that nothing is left
}

// goneOf looks who may have held something of somebody who was erased; nil if headquarters does not say so (yet).
func (d *Desk) goneOf(r journal.Reader, row *Row) (*gone, error) {
	g := &gone{row: row, scopes: map[string]bool{string(journal.TerritoryScope(row.Territory)): true}, said: map[journal.Device]bool{}}
	knew := map[journal.Device]uint64{} // how far a device was when it last said that content went
	for _, record := range row.Records {
		for e, err := range journal.Subject(r, journal.ID(record)) {
			if err != nil {
				return nil, journalBroken(err)
			}
			h := e.Commit.Header
			if strings.HasPrefix(string(h.Scope), "t/") {
				g.scopes[string(h.Scope)] = true
			}
			switch {
			case slices.Contains(h.Types, casebook.ContentPurged):
				pos, err := d.couldKnow(r, e.Commit)
				if err != nil {
					return nil, err
				}
				knew[h.Device] = max(knew[h.Device], pos)
			case h.Device == d.Home && slices.Contains(h.Types, casebook.ErasureDone):
				g.pos = max(g.pos, h.Seen.Seq)
				g.at = latest(g.at, h.When())
			}
		}
	}
	if g.pos == 0 {
		return nil, nil
	}
	for device, pos := range knew {
		g.said[device] = pos >= g.pos
	}
	return g, nil
}

// couldKnow is how far headquarters' lane was for the author of a commit: as far as they say, and no further than it truly
// was when the commit arrived. Else a modified device would confirm today what is erased tomorrow.
func (d *Desk) couldKnow(r journal.Reader, c journal.Commit) (uint64, error) {
	p, err := d.proofsOf(r, c)
	if err != nil {
		return 0, err
	}
	out := d.decode(c, p)
	if out.ArrivedPos == 0 || off("seen") { // not at headquarters yet
		return out.Seen, nil
	}
	return min(out.Seen, out.ArrivedPos), nil
}

// held reports whether a device may have held something of the person before they were erased.
func (g *gone) held(house *casebook.House, device journal.Device) bool {
	if off("joined") {
		return true
	}
	return slices.ContainsFunc(house.GrantsUpTo(casebook.Device(device), g.pos), func(grant casebook.DeviceGrant) bool {
		return slices.ContainsFunc(grant.Scopes, func(s string) bool { return g.scopes[s] })
	})
}

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
