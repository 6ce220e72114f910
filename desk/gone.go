package desk

import (
	"slices"
	"strings"
	"time"
	"willing/casebook"
	"willing/journal"
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
