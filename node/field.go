package node

import (
	"context"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
)

// Device is what headquarters knows of one device.
type Device struct {
	Device      string        `json:"device"`
	People      []casebook.ID `json:"people"`
	Territories []string      `json:"territories"`
	Until       time.Time     `json:"until,omitzero"`
	Revoked     bool          `json:"revoked"`
	Met         time.Time     `json:"met,omitzero"` // when it was last here
	Version     uint64        `json:"version,omitempty"`
	Epochs      int           `json:"epochs"` // more than one: it was restored or cloned
	Wrote       uint64        `json:"wrote"`  // commits of it that are here
	Lacks       uint64        `json:"lacks"`  // commits that it had not when it was last here
	Purges      int           `json:"purges"` // people of whom it has not confirmed that their content went
	Aside       int           `json:"aside"`  // commits of it that came after it was turned away: without effect but for refusals
	Alarm       bool          `json:"alarm"`  // more than 20 refusals of it came so within a day
	Problem     string        `json:"problem,omitempty"`
}

// Devices lists every device that was ever granted, for whoever may admit some.
func (n *Node) Devices(ctx context.Context, by desk.Acting) ([]Device, error) {
	granted, err := n.Desk.Devices(ctx, by)
	if err != nil {
		return nil, err
	}
	out := []Device{}
	err = n.store.View(ctx, func(r journal.Reader) error {
		for _, g := range granted {
			d, err := n.deviceAt(r, g)
			if err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

func (n *Node) deviceAt(r journal.Reader, g desk.DeviceRow) (Device, error) {
	out := Device{
		Device: g.Device.String(), People: g.Grant.People, Revoked: g.Revoked, Epochs: g.Epochs, Wrote: g.Wrote, Purges: g.Purges,
		Aside: g.Aside, Alarm: g.Alarm, Territories: []string{},
	}
	if g.Grant.NotAfter != 0 {
		out.Until = time.Unix(g.Grant.NotAfter, 0).UTC()
	}
	for _, s := range g.Grant.Scopes {
		out.Territories = append(out.Territories, s[2:])
	}
	was, ok, err := meet.LastVisit(r, g.Device)
	if err != nil {
		return out, err
	}
	if ok {
		out.Met, out.Version, out.Problem = time.UnixMilli(was.At).UTC(), was.Version, was.Problem
	}
	view := meet.At(n.Desk, r)
	grant, _ := view.House.Grant(g.Device)
	out.Lacks, err = view.Behind(grant.Sight, was.Vector)
	return out, err
}
