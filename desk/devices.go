//go:build !js

package desk

import (
	"bytes"
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// DeviceState is what headquarters knows of one device: what the log says of it, and its last visit.
type DeviceState struct {
	Device      string        `json:"device"`
	Kind        string        `json:"kind,omitempty"` // laptop or phone, as it said when it joined; nothing depends on it
	People      []casebook.ID `json:"people"`
	Names       []string      `json:"names"` // theirs
	Territories []string      `json:"territories"`
	Until       time.Time     `json:"until,omitzero"`
	Revoked     bool          `json:"revoked"`
	Met         time.Time     `json:"met,omitzero"`   // when it was last here
	Filed       time.Time     `json:"filed,omitzero"` // when it wrote the newest file that came here since
	Version     uint64        `json:"version,omitempty"`
	Program     string        `json:"program,omitempty"`       // what it calls its program, when it was last here
	Other       bool          `json:"other_program,omitempty"` // that is not the one that headquarters runs, or gives out to phones
	Epochs      int           `json:"epochs"`                  // more than one: it was restored or cloned
	Branches    int           `json:"branches"`                // places of its lanes that two commits of it take
	Wrote       uint64        `json:"wrote"`                   // commits of it that are here, without what it said, after it was turned away, of content that is gone from it
	Lacks       uint64        `json:"lacks"`                   // commits that it had not when it was last here or wrote the last file that came, and was not given then
	Given       uint64        `json:"given"`                   // commits that it had not when it was last here and was given then: whether they arrived, it says when it comes again
	Purges      int           `json:"purges"`                  // people of whom it has not confirmed that their content went
	Aside       int           `json:"aside"`                   // commits in quarantine: without effect but for refusals
	Undecided   int           `json:"undecided"`               // of these, about which nobody has decided
	Alarm       bool          `json:"alarm"`                   // more than 20 refusals came from it within a day
	Problem     string        `json:"problem,omitempty"`
}

// Enrolment is a code with which one device may join.
type Enrolment struct {
	Code   string        `json:"code"` // to be read out; it serves once, for an hour
	URL    string        `json:"url"`  // where the device meets headquarters
	People []casebook.ID `json:"people"`
	Scopes []string      `json:"scopes"`
	Until  time.Time     `json:"until"` // when the device's grant ends
}

// DeviceRow is one device as the log knows it.
type DeviceRow struct {
	Device   journal.Device
	Grant    casebook.DeviceGrant
	Names    []string // of its people
	Revoked  bool
	Epochs   int    // in how many it wrote
	Branches int    // places of its lanes that two commits take
	Wrote    uint64 // commits of it that are here, without what it said, after it was turned away, of content that is gone from it
	Purges   int    // erased people of whom it has not confirmed that nothing is left
	Aside    int    // commits in quarantine
	Undone   int    // of these, about which nobody has decided
	Alarm    bool   // more than alarmAfter refusals came from it within a day
}

// Devices lists every device that was ever granted.
func (d *Desk) Devices(ctx context.Context, by Acting) (out []DeviceRow, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.AdmitDevices, ""); err != nil {
			return err
		}
		out, err = d.devices(r)
		return err
	})
	return out, err
}

// DevicesUnnamed lists the same without whose they are, at headquarters. Nobody signs for it: whoever has that folder already writes files
// for each of these devices, by its key.
func (d *Desk) DevicesUnnamed(ctx context.Context) (out []DeviceRow, err error) {
	if !d.AtHome() {
		return nil, fail(NotAllowed, "say who acts, with --as and --keyfile")
	}
	err = d.see(ctx, func(r journal.Reader) error {
		out, err = d.devices(r)
		return err
	})
	for i := range out {
		out[i].Names, out[i].Grant.People = []string{}, []casebook.ID{}
	}
	return out, err
}

func (d *Desk) devices(r journal.Reader) (out []DeviceRow, err error) {
	alarms, err := d.alarms(r)
	if err != nil {
		return nil, err
	}
	for device, now := range d.house.DevicesNow() {
		row := DeviceRow{Device: journal.Device(device), Grant: d.grantBefore(now, device), Revoked: now.Revoked}
		row.Names = d.namesOf(row.Grant)
		row.Alarm = slices.ContainsFunc(alarms, func(a Alarm) bool {
			return (a.Kind == AlarmRefusals || a.Kind == AlarmStrays) && a.Device == row.Device.String()
		})
		if err := d.lanesOf(r, &row); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b DeviceRow) int { return bytes.Compare(a.Device[:], b.Device[:]) })
	return out, nil
}

// Undecided counts the commits in quarantine about which nobody has decided, of all devices that were turned away.
func (d *Desk) Undecided(ctx context.Context, by Acting) (n int, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.AdmitDevices, ""); err != nil {
			return err
		}
		for device := range d.house.DevicesNow() {
			err := d.eachAside(r, journal.Device(device), func(_ journal.Entry, c *casebook.Commit) error {
				if verdict, _ := d.house.AsideOf(c.Hash); verdict == "" {
					n++
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// lanesOf fills in what a device wrote.
func (d *Desk) lanesOf(r journal.Reader, row *DeviceRow) error {
	epochs := map[uint32]bool{}
	for h, err := range journal.Heads(r) {
		if err != nil {
			return journalBroken(err)
		}
		if h.Lane.Device != row.Device {
			continue
		}
		epochs[h.Lane.Epoch] = true
		gone, err := d.goneSince(r, h)
		if err != nil {
			return err
		}
		row.Wrote += h.Seq - gone
	}
	row.Epochs = len(epochs)
	for e, err := range journal.Forks(r) {
		if err != nil {
			return journalBroken(err)
		}
		if e.Commit.Header.Device == row.Device {
			row.Branches++
		}
	}
	err := d.eachAside(r, row.Device, func(_ journal.Entry, c *casebook.Commit) error {
		row.Aside++
		if verdict, _ := d.house.AsideOf(c.Hash); verdict == "" {
			row.Undone++
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.unconfirmed(r, row)
}

// goneSince counts in a lane of a device that was turned away what says, beyond its cut, that content is gone from it: it clears itself
// by itself, and nobody wrote that.
func (d *Desk) goneSince(r journal.Reader, h journal.Head) (n uint64, err error) {
	now, ok := d.house.DeviceNow(casebook.Device(h.Lane.Device))
	if !ok || !now.Revoked {
		return 0, nil
	}
	for e, err := range journal.LaneCommits(r, h.Lane, cutOf(now.Grant.Cuts, h.Lane)+1) {
		if err != nil {
			return 0, journalBroken(err)
		}
		if saysPurged(e.Commit.Header) {
			n++
		}
	}
	return n, nil
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

// Branch is one place of a lane that several commits take, since the device was restored or cloned. All of them are
// kept, and each is judged for what it is.
type Branch struct {
	Epoch   uint32        `json:"epoch"`
	Scope   string        `json:"scope"`
	Seq     uint64        `json:"seq"`
	Commits []AsideCommit `json:"commits"`
}

// Branches lists the places of a device's lanes that several commits take.
func (d *Desk) Branches(ctx context.Context, by Acting, device journal.Device) (out []Branch, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.AdmitDevices, ""); err != nil {
			return err
		}
		seen := map[journal.Head]bool{}
		for e, err := range journal.Forks(r) {
			if err != nil {
				return journalBroken(err)
			}
			h := e.Commit.Header
			place := journal.Head{Lane: h.Lane(), Seq: h.Seq}
			if h.Device != device || seen[place] || len(out) == mostAside {
				continue
			}
			seen[place] = true
			b, err := d.branchAt(r, by.Who, place)
			if err != nil {
				return err
			}
			out = append(out, b)
		}
		return nil
	})
	return out, err
}

func (d *Desk) branchAt(r journal.Reader, looks casebook.ID, place journal.Head) (Branch, error) {
	out := Branch{Epoch: place.Lane.Epoch, Scope: string(place.Lane.Scope), Seq: place.Seq}
	entries, err := journal.At(r, place.Lane, place.Seq)
	if err != nil {
		return out, journalBroken(err)
	}
	for _, e := range entries {
		one, err := d.asideCommit(r, looks, e, d.decode(e.Commit, proofs{}))
		if err != nil {
			return out, err
		}
		out.Commits = append(out.Commits, one)
	}
	return out, nil
}
