package node

import (
	"context"
	"time"

	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/phone/app"
)

// Device is what headquarters knows of one device.
type Device = desk.DeviceState

// Devices lists every device that was ever granted, for whoever may admit some.
func (n *Node) Devices(ctx context.Context, by desk.Acting) ([]Device, error) {
	granted, err := n.Desk.Devices(ctx, by)
	if err != nil {
		return nil, err
	}
	return n.devicesAt(ctx, granted)
}

// DevicesUnnamed lists the same without whose they are and what they say that they run, for whoever has headquarters' folder.
func (n *Node) DevicesUnnamed(ctx context.Context) ([]Device, error) {
	granted, err := n.Desk.DevicesUnnamed(ctx)
	if err != nil {
		return nil, err
	}
	all, err := n.devicesAt(ctx, granted)
	for i := range all {
		all[i].Program = ""
	}
	return all, err
}

func (n *Node) devicesAt(ctx context.Context, granted []desk.DeviceRow) ([]Device, error) {
	out := []Device{}
	err := n.store.View(ctx, func(r journal.Reader) error {
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
		Device: g.Device.String(), People: g.Grant.People, Names: g.Names, Revoked: g.Revoked, Epochs: g.Epochs, Branches: g.Branches,
		Wrote: g.Wrote, Purges: g.Purges, Aside: g.Aside, Undecided: g.Undone, Alarm: g.Alarm, Territories: []string{},
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
		out.Kind, out.Met, out.Filed, out.Version, out.Problem = string(was.Kind), was.Met(), was.Filed(), was.Version, was.Problem
	}
	out.Program = was.Program
	if g.Revoked { // it gets nothing any more
		return out, nil
	}
	newest := n.givesOut(was.Kind)
	out.Other = newest != "" && was.Program != "" && was.Program != newest
	view := meet.At(n.Desk, r)
	grant, _ := view.House.Grant(g.Device)
	if out.Lacks, err = view.Behind(grant.Sight, was.Vector); err != nil || was.Given == nil {
		return out, err
	}
	had := out.Lacks
	out.Lacks, err = view.Behind(grant.Sight, was.Given)
	out.Given = had - min(had, out.Lacks)
	return out, err
}

// givesOut is what a device of a kind runs that has headquarters' newest program.
func (n *Node) givesOut(kind meet.Kind) string {
	if kind == meet.Phone {
		return app.Release()
	}
	return n.program
}
