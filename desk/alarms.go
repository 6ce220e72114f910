package desk

import (
	"bytes"
	"context"
	"encoding/binary"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// What headquarters is alarmed about.
const (
	AlarmRefusals = "refusals" // one device refused, or asked for the erasure of, more people in a day than a team meets
	AlarmStrays   = "strays"   // one device wrote more about the organisation's own side in a day than anybody could mean
	AlarmRewound  = "rewound"  // somebody brought a commit of this house that it does not know: it was rolled back
	AlarmAhead    = "ahead"    // a device stamps what it writes well ahead of headquarters' clock
)

// Alarm is something that a person at headquarters must look at.
type Alarm struct {
	Kind   string    `json:"kind"`
	Device string    `json:"device"`          // which refused, or which brought it
	Day    time.Time `json:"day"`             // UTC
	Count  int       `json:"count"`           // refusals and erasures, or commits
	Names  []string  `json:"names,omitempty"` // whose device it is
}

// bucketAlarms counts what alarms. Key: kind, 0, day since 1970 (4), device (32). Value: a count (8). It is no view
// and never exchanged.
const bucketAlarms journal.Bucket = "alarms"

const (
	alarmAfter = 20 // refusals or strays in a day from one device (field.md, "Grants, scopes, moves")
	alarmDays  = 14 // how long such a day stays on the page; our decision
)

// alarm counts one thing more.
func (t *turn) alarm(kind string, device journal.Device) error {
	key := append(append([]byte(kind), 0), binary.BigEndian.AppendUint32(nil, dayOf(t.now))...)
	key = append(key, device[:]...)
	raw, err := t.w.Get(bucketAlarms, key)
	if err != nil {
		return err
	}
	n := uint64(0)
	if len(raw) == 8 {
		n = binary.BigEndian.Uint64(raw)
	}
	return t.w.Put(bucketAlarms, key, binary.BigEndian.AppendUint64(nil, n+1))
}

// Alarms lists what somebody at headquarters must look at now, the oldest first.
func (d *Desk) Alarms(ctx context.Context, by Acting) (out []Alarm, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.AdmitDevices, ""); err != nil {
			return err
		}
		out, err = d.alarms(r)
		for device, now := range d.house.DevicesNow() {
			for i := range out {
				if out[i].Device == journal.Device(device).String() {
					out[i].Names = d.namesOf(d.grantBefore(now, device))
				}
			}
		}
		return err
	})
	return out, err
}

func (d *Desk) alarms(r journal.Reader) (out []Alarm, err error) {
	since := dayOf(d.Now().AddDate(0, 0, -alarmDays))
	entries, failed := r.Scan(bucketAlarms, nil, nil)
	for key, value := range entries {
		a, day, ok := alarmOf(key, value)
		if !ok || (a.Kind == AlarmRefusals || a.Kind == AlarmStrays) && (a.Count <= alarmAfter || day < since) {
			continue
		}
		out = append(out, a)
	}
	if err := failed(); err != nil {
		return nil, err
	}
	doubts, err := DoubtsAt(r, d.Device.Device())
	for _, x := range doubts {
		if x.Kind != casebook.DoubtRestored { // that, headquarters has said itself
			out = append(out, Alarm{Kind: x.Kind, Device: x.Device, Day: x.Found.Truncate(secondsOfDay * time.Second), Count: 1})
		}
	}
	return out, err
}

func alarmOf(key, value []byte) (a Alarm, day uint32, ok bool) {
	cut := len(key) - 4 - len(journal.Device{})
	if cut < 1 || len(value) != 8 {
		return a, 0, false
	}
	day = binary.BigEndian.Uint32(key[cut:])
	return Alarm{Kind: string(key[:cut-1]), Device: journal.Device(key[cut+4:]).String(), Day: time.Unix(int64(day)*secondsOfDay, 0).UTC(), Count: int(binary.BigEndian.Uint64(value))}, day, true
}

// refusesSomebody reports whether a commit leaves somebody alone or asks for their erasure.
func refusesSomebody(h journal.Header) bool {
	for _, e := range h.Effects {
		if e == journal.Refuse || e == journal.Hold || e == journal.Erase {
			return true
		}
	}
	return false
}

// HeardAlarm takes the alarms of a kind away: somebody has looked. What they were about stays where it is. What a device
// found wrong with headquarters is not headquarters' to take away: see [Desk.SettleDoubts].
func (d *Desk) HeardAlarm(ctx context.Context, by Acting, kind string) error {
	return d.act(ctx, by, access.AdmitDevices, func(t *turn) error {
		if kind == casebook.DoubtRolledBack || kind == casebook.DoubtRewritten {
			return failOnPage("doubt-stays", NotAllowed, "it stays until whoever holds the device that found it says that it was explained to them")
		}
		var keys [][]byte
		entries, failed := t.w.Scan(bucketAlarms, append([]byte(kind), 0), append([]byte(kind), 1))
		for key := range entries {
			keys = append(keys, bytes.Clone(key))
		}
		if err := failed(); err != nil {
			return err
		}
		for _, key := range keys {
			if err := t.w.Delete(bucketAlarms, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// grantBefore is what a device was granted, also if it was turned away since: a revocation says nothing of that.
func (d *Desk) grantBefore(now casebook.DeviceNow, device casebook.Device) casebook.DeviceGrant {
	if !now.Revoked {
		return now.Grant
	}
	grant, _ := d.house.GrantBefore(device)
	grant.Cuts = now.Grant.Cuts
	return grant
}
