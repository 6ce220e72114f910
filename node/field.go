package node

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// openField makes a device ready that is not headquarters. If its data knows of a later epoch than node.json,
// node.json is from an older copy of the folder: the device goes on in an epoch of its own.
func (n *Node) openField(ctx context.Context, last uint32) error {
	if last <= n.Settings.Epoch {
		return nil
	}
	_, err := n.newEpoch(ctx)
	return err
}

// newEpoch lets this device write where it never wrote. Its number is drawn, so that two copies of one
// folder do not choose the same; it is on disk before anything is written in it.
func (n *Node) newEpoch(ctx context.Context) (uint32, error) {
	last, err := n.Desk.LastEpoch(ctx)
	if err != nil {
		return 0, err
	}
	var drawn [4]byte
	if _, err := io.ReadFull(n.chance, drawn[:]); err != nil {
		return 0, err
	}
	settings := n.Settings
	settings.Epoch = max(last, settings.Epoch) + 1 + binary.BigEndian.Uint32(drawn[:])%epochStep
	if err := n.Folder.writeSettings(settings); err != nil {
		return 0, &desk.Error{Kind: desk.Unexpected, Say: "node.json could not be written; nothing was changed", Cause: err}
	}
	n.Settings = settings
	return settings.Epoch, n.Desk.BeginEpochAt(ctx, settings.Epoch)
}

const epochStep = 1 << 12

// bucketMet is what headquarters remembers of each device that it met. Key: device. Value: met, as JSON.
const bucketMet journal.Bucket = "met"

// met is when a device was here last, how far it was, and which protocol it speaks.
type met struct {
	At      int64           `json:"at"` // unix milliseconds
	Version uint64          `json:"version"`
	Vector  exchange.Vector `json:"vector,omitempty"`
	Problem string          `json:"problem,omitempty"`
}

// noteMet remembers a device's visit.
func (n *Node) noteMet(ctx context.Context, asked exchange.Head, m *meeting) error {
	if m.problem == exchange.Unknown || m.problem == exchange.Astray {
		return nil
	}
	now := met{At: n.now().UnixMilli(), Version: asked.Version, Problem: m.problem}
	return n.store.Update(ctx, func(w journal.Writer) error {
		if asked.Full {
			now.Vector = asked.Vector
		} else if raw, err := w.Get(bucketMet, asked.From[:]); err != nil {
			return err
		} else if raw != nil {
			var before met
			if json.Unmarshal(raw, &before) == nil {
				now.Vector = before.Vector
			}
		}
		raw, err := json.Marshal(now)
		if err != nil {
			return err
		}
		return w.Put(bucketMet, asked.From[:], raw)
	})
}

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
	raw, err := r.Get(bucketMet, g.Device[:])
	if err != nil {
		return out, err
	}
	var was met
	if raw != nil && json.Unmarshal(raw, &was) == nil {
		out.Met, out.Version, out.Problem = time.UnixMilli(was.At).UTC(), was.Version, was.Problem
	}
	house := houseAt{n, r}
	grant, _ := house.Grant(g.Device)
	out.Lacks, err = exchange.View{Log: r, House: house}.Behind(grant.Sight, was.Vector)
	return out, err
}
