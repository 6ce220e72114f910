package desk

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// Who looked at a person's file is the person's to know: one small entry for each of the staff and each day.
// Looking is no act, so nothing of it goes into the log, and it never makes a page slow or fail. So it is noted at
// headquarters alone: of a look on another device no word would ever reach the person, who is told instead who carries their file.

// bucketLooks: record (16), day since 1970 (4), member of staff (16), what they looked at → nothing. It is no
// view, and goes with the person.
const bucketLooks journal.Bucket = "looks"

// What somebody looked at.
const (
	LookedAtFile     = "file"     // the person's page
	LookedAtName     = "name"     // who they are and how to reach them, to do something for them
	LookedAtCompared = "compared" // what is known of them, side by side with another record or another version
	LookedAtHealth   = "health"   // what they told for the doctor
	LookedAtLog      = "log"      // what the log says of them
	MadeExport       = "export"

	notLookedAt = "" // a name in a list is no look at a file
)

// Look is somebody of the staff who looked at a person's file, once a day at most for each sort of look.
type Look struct {
	Day  time.Time `json:"day"` // in UTC
	Who  string    `json:"who"` // their name
	What string    `json:"what"`
}

func lookKey(record casebook.ID, day uint32, who casebook.ID, what string) []byte {
	key := binary.BigEndian.AppendUint32(bytes.Clone(record[:]), day)
	return append(append(key, who[:]...), what...)
}

const secondsOfDay = 24 * 60 * 60

func dayOf(t time.Time) uint32 { return uint32(t.Unix() / secondsOfDay) }

// lookedToday reports whether there is no entry to make: today's is there already, or none is made here.
func (d *Desk) lookedToday(r journal.Reader, person, who casebook.ID, what string) bool {
	if what == notLookedAt || !d.AtHome() {
		return true
	}
	found, err := r.Get(bucketLooks, lookKey(person, dayOf(d.Now()), who, what))
	return err == nil && found != nil
}

// looked notes that somebody looked, after they did. What cannot be noted is not: a page is shown all the
// same, and the next look tries again.
func (d *Desk) looked(ctx context.Context, person, who casebook.ID, what string) {
	_ = d.Store.Update(ctx, func(w journal.Writer) error {
		row, err := rowAt(w, person)
		if err != nil || row == nil || row.Stage == casebook.StageErased {
			return err // erased meanwhile: nothing is kept
		}
		return w.Put(bucketLooks, lookKey(person, dayOf(d.Now()), who, what), nil)
	})
}

// looksAt lists who looked at a person's records, newest first.
func (d *Desk) looksAt(r journal.Reader, records []casebook.ID) ([]Look, error) {
	var out []Look
	for _, record := range records {
		entries, failed := r.Scan(bucketLooks, record[:], after(record[:]))
		for key := range entries {
			if len(key) < 2*idSize+4 {
				continue
			}
			day := binary.BigEndian.Uint32(key[idSize:])
			who := casebook.ID(key[idSize+4 : 2*idSize+4])
			look := Look{time.Unix(int64(day)*secondsOfDay, 0).UTC(), d.nameNow(who), string(key[2*idSize+4:])}
			if !slices.Contains(out, look) {
				out = append(out, look)
			}
		}
		if err := failed(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b Look) int { return b.Day.Compare(a.Day) })
	return out, nil
}

// carriers names those who may carry a file of the territory on a device of their own. The caller holds the house still.
func (d *Desk) carriers(territory string) (out []string) {
	if territory == "" {
		return nil
	}
	scope := string(journal.TerritoryScope(territory))
	for device, now := range d.house.DevicesNow() {
		if d.isOut(device, now) && slices.Contains(now.Grant.Scopes, scope) {
			out = append(out, d.namesOf(now.Grant)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// nameNow is the name of somebody who works here, or did.
func (d *Desk) nameNow(who casebook.ID) string {
	if s, ok := d.house.StaffAt(who, d.house.Pos); ok {
		return s.Name
	}
	return "somebody who has left"
}

// forgetLooks drops the entries about a record.
func (t *turn) forgetLooks(record casebook.ID) error {
	var keys [][]byte
	entries, failed := t.w.Scan(bucketLooks, record[:], after(record[:]))
	for key := range entries {
		keys = append(keys, bytes.Clone(key))
	}
	if err := failed(); err != nil {
		return err
	}
	for _, key := range keys {
		if err := t.w.Delete(bucketLooks, key); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) namesOf(g casebook.DeviceGrant) (out []string) {
	for _, who := range g.People {
		out = append(out, d.nameNow(who))
	}
	return out
}
