package meet

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"willing/exchange"
	"willing/journal"
)

// bucketMet is what headquarters remembers of each device that it met, and a device of headquarters. Key: device. Value:
// a [Visit], as JSON.
const bucketMet journal.Bucket = "met"

// Visit is when a device was here last, how far it was, then or by a file of its since, and which protocol it speaks. Of headquarters, which is never
// here, it is how far that said it was.
type Visit struct {
	At      int64           `json:"at"`              // unix milliseconds; 0 if it was never here
	Kind    Kind            `json:"kind,omitempty"`  // what it said that it is when it joined; "" if nothing that is known
	Wrote   int64           `json:"wrote,omitempty"` // when it wrote the newest file that came here, by its clock and not after it came
	Version uint64          `json:"version"`
	Program string          `json:"program,omitempty"` // what it calls its program
	Vector  exchange.Vector `json:"vector,omitempty"`
	Problem string          `json:"problem,omitempty"`
	Given   exchange.Vector `json:"given,omitempty"` // how far it is if it took what it was answered, as far as that was all
}

// Met is when the device was here last; zero if never.
func (v Visit) Met() time.Time { return moment(v.At) }

// Filed is when the device wrote the newest file that came here since it was here last; zero if none did.
func (v Visit) Filed() time.Time {
	if v.Wrote <= v.At {
		return time.Time{}
	}
	return moment(v.Wrote)
}

func moment(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return time.UnixMilli(at).UTC()
}

// LastVisit is the last visit of a device; ok is false if nothing of it was ever here: neither itself, nor a file, nor
// a word of what it is.
func LastVisit(r journal.Reader, device journal.Device) (v Visit, ok bool, err error) {
	raw, err := r.Get(bucketMet, device[:])
	if err != nil || raw == nil {
		return v, false, err
	}
	return v, json.Unmarshal(raw, &v) == nil, nil
}

// NoteKind remembers what a device said that it is when it joined.
func NoteKind(w journal.Writer, device journal.Device, kind Kind) error {
	if kind != Laptop && kind != Phone {
		return nil
	}
	v, _, err := LastVisit(w, device)
	if err != nil {
		return err
	}
	v.Kind = kind
	return putVisit(w, device, v)
}

func putVisit(w journal.Writer, device journal.Device, v Visit) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.Put(bucketMet, device[:], raw)
}

// likely is how far a device is likely to be, as headquarters remembers it.
func (n *Node) likely(ctx context.Context, device journal.Device) (likely exchange.Vector, err error) {
	if !n.desk.AtHome() {
		return nil, nil
	}
	err = n.desk.Store.View(ctx, func(r journal.Reader) error {
		v, _, err := LastVisit(r, device)
		likely = v.Given
		return err
	})
	return likely, err
}

// noteVisit remembers a device's visit. Of one that sent fingerprints alone, has is what it has if they were the same.
func (n *Node) noteVisit(ctx context.Context, asked exchange.Head, has, given exchange.Vector, problem string) error {
	if problem == exchange.Unknown || problem == exchange.Astray || problem == exchange.Replay { // whoever replays a request is not the device
		return nil
	}
	now := Visit{At: n.desk.Now().UnixMilli(), Version: asked.Version, Program: asked.Program, Vector: asked.Vector, Problem: problem, Given: given}
	return n.desk.Store.Update(ctx, func(w journal.Writer) error {
		before, _, err := LastVisit(w, asked.From)
		if err != nil {
			return err
		}
		now.Kind, now.Wrote = before.Kind, before.Wrote
		if !asked.Full && has != nil {
			now.Vector = has
		} else if !asked.Full {
			now.Vector = before.Vector
		}
		return putVisit(w, asked.From, now)
	})
}

// noteFile remembers how far a device was when it wrote a file. It was not here then, and an older file says nothing that is
// news. Whoever has no line for weeks is known by its files alone, and gets what it lacks beyond them.
func (n *Node) noteFile(ctx context.Context, head exchange.Head) error {
	return n.desk.Store.Update(ctx, func(w journal.Writer) error {
		v, _, err := LastVisit(w, head.From)
		if err != nil {
			return err
		}
		if v.Version == 0 { // its first load came by a file too
			v.Version = head.Version
		}
		v.Wrote = max(v.Wrote, earlier(time.UnixMilli(head.At), n.desk.Now()).UnixMilli())
		v.Vector = v.Vector.Further(head.Vector)
		if v.Given != nil {
			v.Given = v.Given.Further(head.Vector)
		}
		return putVisit(w, head.From, v)
	})
}

// noteHome remembers how far headquarters said that it was. Unlike what is remembered of it between two exchanges, that
// stays when a line broke: so a file holds what headquarters has not confirmed, and no more.
func (n *Node) noteHome(ctx context.Context, heard exchange.Vector) error {
	if heard == nil {
		return nil
	}
	return n.desk.Store.Update(ctx, func(w journal.Writer) error {
		before, _, err := LastVisit(w, n.desk.Home)
		if err != nil || slices.Equal(before.Vector, heard) {
			return err
		}
		return putVisit(w, n.desk.Home, Visit{At: n.desk.Now().UnixMilli(), Version: exchange.Version, Vector: heard})
	})
}
