package desk

import (
	"bytes"
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// DeviceRow is one device as the log knows it.
type DeviceRow struct {
	Device  journal.Device
	Grant   casebook.DeviceGrant
	Revoked bool
	Epochs  int    // in how many it wrote
	Wrote   uint64 // commits of it that are here
	Purges  int    // erased people of whom it has not confirmed that nothing is left
	Aside   int    // commits that came after it was turned away
	Alarm   bool   // more than alarmAfter refusals among these came within a day
}

// alarmAfter is how many refusals in a day from a device that was turned away are a matter for somebody
// (field.md, "Grants, scopes, moves").
const alarmAfter = 20

// Devices lists every device that was ever granted.
func (d *Desk) Devices(ctx context.Context, by Acting) (out []DeviceRow, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.AdmitDevices, ""); err != nil {
			return err
		}
		for device, now := range d.house.DevicesNow() {
			row := DeviceRow{Device: journal.Device(device), Grant: now.Grant, Revoked: now.Revoked}
			if err := d.lanesOf(r, &row); err != nil {
				return err
			}
			out = append(out, row)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b DeviceRow) int { return bytes.Compare(a.Device[:], b.Device[:]) })
	return out, err
}

// lanesOf fills in what a device wrote.
func (d *Desk) lanesOf(r journal.Reader, row *DeviceRow) error {
	purged, days := map[journal.ID]bool{}, map[int64]int{}
	epochs := map[uint32]bool{}
	for h, err := range journal.Heads(r) {
		if err != nil {
			return journalBroken(err)
		}
		if h.Lane.Device != row.Device {
			continue
		}
		epochs[h.Lane.Epoch] = true
		row.Wrote += h.Seq
		if h.Lane.Scope != journal.Control && !row.Revoked {
			continue
		}
		for e, err := range journal.LaneCommits(r, h.Lane, 1) {
			if err != nil {
				return journalBroken(err)
			}
			c := e.Commit.Header
			if slices.Contains(c.Types, casebook.ContentPurged) {
				purged[c.Subject] = true
			}
			if row.Revoked && beyond(row.Grant.Cuts, c) {
				row.Aside++
				if slices.Contains(c.Effects, journal.Refuse) || slices.Contains(c.Effects, journal.Erase) {
					days[e.Arrived/dayMilliseconds]++
				}
			}
		}
	}
	row.Epochs = len(epochs)
	for _, n := range days {
		row.Alarm = row.Alarm || n > alarmAfter
	}
	return d.unconfirmed(r, row, purged)
}

const dayMilliseconds = 24 * 60 * 60 * 1000

func beyond(cuts []casebook.Head, h journal.Header) bool {
	for _, c := range cuts {
		if c.Epoch == h.Epoch && c.Scope == string(h.Scope) {
			return h.Seq > c.Seq
		}
	}
	return true
}

// unconfirmed counts erased people of a device's territories of whom it has not said that nothing is left.
func (d *Desk) unconfirmed(r journal.Reader, row *DeviceRow, purged map[journal.ID]bool) error {
	return eachRow(r, func(p *Row) error {
		if p.Stage != casebook.StageErased || !slices.Contains(row.Grant.Scopes, string(journal.TerritoryScope(p.Territory))) {
			return nil
		}
		if !slices.ContainsFunc(p.Records, func(id casebook.ID) bool { return purged[journal.ID(id)] }) {
			row.Purges++
		}
		return nil
	})
}

// GrantedDevices lists the keys of all devices that were ever granted.
func (d *Desk) GrantedDevices() (out []journal.Device) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for device := range d.house.DevicesNow() {
		out = append(out, journal.Device(device))
	}
	slices.SortFunc(out, func(a, b journal.Device) int { return bytes.Compare(a[:], b[:]) })
	return out
}
