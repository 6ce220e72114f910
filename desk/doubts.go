package desk

import (
	"bytes"
	"context"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// Devices keep what headquarters signed that it had received (package exchange, receipts). One that finds that
// headquarters does not have it any more writes so into its own control lane: everybody gets it, and headquarters
// cannot take it back. It stands until whoever holds that device says that it was explained.

// Doubt is one thing that a device found wrong with headquarters; [AlarmRewound] is what it finds by itself.
type Doubt struct {
	Kind   string    `json:"kind"`   // [casebook.DoubtRolledBack], casebook.DoubtRewritten or casebook.DoubtRestored
	Device string    `json:"device"` // which found it
	Own    bool      `json:"own"`    // this very device
	Signed time.Time `json:"signed"` // when headquarters signed for what it has no longer, by its clock
	Found  time.Time `json:"found"`
	Proven bool      `json:"proven"` // this node has seen what headquarters signed
}

// bucketDoubts holds what is doubted. Key: device (32), kind. Value: a [doubted]. It is derived from what devices
// wrote, but for what is proven here, and never exchanged.
const bucketDoubts journal.Bucket = "doubts"

type doubted struct {
	Signed int64 // unix ms
	Found  int64 // unix ms
	Proven bool
	Said   bool // the device wrote it down
}

func doubtKey(device journal.Device, kind string) []byte { return append(device[:], kind...) }

func (t *turn) doubtAt(key []byte) (d doubted, ok bool, err error) {
	raw, err := t.w.Get(bucketDoubts, key)
	if err != nil || raw == nil {
		return d, false, err
	}
	return d, journal.Unmarshal(raw, &d) == nil, nil
}

func (t *turn) putDoubt(key []byte, d doubted) error {
	raw, err := journal.Marshal(d)
	if err != nil {
		return err
	}
	return t.w.Put(bucketDoubts, key, raw)
}

// NoteDoubt keeps what was found wrong with headquarters, and proven by its own signature. A device writes it down for
// everybody, once for each kind; that headquarters was restored it only tells its own people, since headquarters says
// so itself. At headquarters it is kept who showed it.
func (d *Desk) NoteDoubt(ctx context.Context, from journal.Device, kind string, signed time.Time) error {
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		key := doubtKey(from, kind)
		was, known, err := t.doubtAt(key)
		if err != nil || known && was.Proven {
			return err
		}
		if !known {
			was = doubted{Signed: signed.UnixMilli(), Found: t.now.UnixMilli()}
		}
		was.Proven = true
		if from == t.d.Device.Device() && !t.d.AtHome() && kind != casebook.DoubtRestored && !was.Said {
			was.Said = true
			if err := t.putDoubt(key, was); err != nil {
				return err
			}
			body := &casebook.Doubt{Kind: kind, Signed: was.Signed}
			_, err = t.append(entry{actor: itself, events: []casebook.Event{{Type: casebook.HeadquartersDoubted, Body: body}}})
			return err
		}
		return t.putDoubt(key, was)
	})
}

// SettleDoubts says that what this device found wrong with headquarters was explained to whoever holds it.
func (d *Desk) SettleDoubts(ctx context.Context, by Acting) error {
	return d.act(ctx, by, "", func(t *turn) error {
		if t.d.AtHome() {
			return failOnPage("doubt-stays", NotAllowed, "whoever holds the device that found it says when it was explained; headquarters cannot")
		}
		me := t.d.Device.Device()
		found, err := DoubtsAt(t.w, me)
		if err != nil {
			return err
		}
		for _, x := range found {
			if !x.Own {
				continue
			}
			if x.Kind != casebook.DoubtRestored {
				body := &casebook.Doubt{Kind: x.Kind, Signed: x.Signed.UnixMilli(), Over: true}
				if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.HeadquartersDoubted, Body: body}}}); err != nil {
					return err
				}
			}
			if err := t.w.Delete(bucketDoubts, doubtKey(me, x.Kind)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Doubts lists what is wrong with headquarters as far as anybody found, the oldest first. It asks for no right: it says
// nothing of any person, and nobody may keep it from anybody.
func (d *Desk) Doubts(ctx context.Context) (out []Doubt, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		out, err = DoubtsAt(r, d.Device.Device())
		return err
	})
	return out, err
}

// DoubtsAt is [Desk.Doubts] at one moment of a store; me is the device whose store it is.
func DoubtsAt(r journal.Reader, me journal.Device) (out []Doubt, err error) {
	entries, failed := r.Scan(bucketDoubts, nil, nil)
	for key, value := range entries {
		var d doubted
		if len(key) <= len(me) || journal.Unmarshal(value, &d) != nil {
			continue
		}
		device := journal.Device(key[:len(me)])
		out = append(out, Doubt{string(key[len(me):]), device.String(), device == me, time.UnixMilli(d.Signed).UTC(), time.UnixMilli(d.Found).UTC(), d.Proven})
	}
	slices.SortFunc(out, func(a, b Doubt) int { return a.Found.Compare(b.Found) })
	return out, failed()
}

// hearDoubt takes up what another device wrote about headquarters.
func (t *turn) hearDoubt(c journal.Commit) error {
	for i, eventType := range c.Header.Types {
		if eventType != casebook.HeadquartersDoubted {
			continue
		}
		body, ok := decodeBody(eventType, c, i).(*casebook.Doubt)
		if !ok || body.Kind != casebook.DoubtRolledBack && body.Kind != casebook.DoubtRewritten {
			continue
		}
		key := doubtKey(c.Header.Device, body.Kind)
		if body.Over {
			if err := t.w.Delete(bucketDoubts, bytes.Clone(key)); err != nil {
				return err
			}
			continue
		}
		was, known, err := t.doubtAt(key)
		if err != nil {
			return err
		}
		if !known { // whoever writes it may name any moment: one that nobody can write down would silence the page
			was = doubted{Signed: min(max(body.Signed, 0), endOfTime.UnixMilli()), Found: t.now.UnixMilli()}
		}
		was.Said = true
		if err := t.putDoubt(key, was); err != nil {
			return err
		}
	}
	return nil
}
