package meet

import (
	"context"
	"encoding/json"

	"willing/exchange"
	"willing/journal"
)

// bucketMet is what headquarters remembers of each device that it met. Key: device. Value: a [Visit], as JSON.
const bucketMet journal.Bucket = "met"

// Visit is when a device was here last, how far it was, and which protocol it speaks.
type Visit struct {
	At      int64           `json:"at"` // unix milliseconds
	Version uint64          `json:"version"`
	Vector  exchange.Vector `json:"vector,omitempty"`
	Problem string          `json:"problem,omitempty"`
}

// LastVisit is the last visit of a device; ok is false if it was never here.
func LastVisit(r journal.Reader, device journal.Device) (v Visit, ok bool, err error) {
	raw, err := r.Get(bucketMet, device[:])
	if err != nil || raw == nil {
		return v, false, err
	}
	return v, json.Unmarshal(raw, &v) == nil, nil
}

// noteVisit remembers a device's visit.
func (n *Node) noteVisit(ctx context.Context, asked exchange.Head, problem string) error {
	if problem == exchange.Unknown || problem == exchange.Astray {
		return nil
	}
	now := Visit{At: n.desk.Now().UnixMilli(), Version: asked.Version, Vector: asked.Vector, Problem: problem}
	return n.desk.Store.Update(ctx, func(w journal.Writer) error {
		if !asked.Full {
			before, _, err := LastVisit(w, asked.From)
			if err != nil {
				return err
			}
			now.Vector = before.Vector
		}
		raw, err := json.Marshal(now)
		if err != nil {
			return err
		}
		return w.Put(bucketMet, asked.From[:], raw)
	})
}
