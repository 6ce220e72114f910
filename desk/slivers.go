package desk

import (
	"context"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
	"willing/sliver"
)

// A device knows the people whom it carries, and of everybody else in its area a list of slivers: whoever said no or
// was erased there, was on an office's list, or whom another team is with (docs/decisions/0032). It is a copy of what
// headquarters said, no view; headquarters alone makes it.

// bucketSlivers holds the list that a device carries. Keys: "about", and the number of each part that is not empty.
const bucketSlivers journal.Bucket = "slivers"

var aboutKey = []byte("about")

type listAbout struct {
	Keys  [][]byte
	Level int64 // unix ms by this device's clock: when it was known last that headquarters has no other; 0: never
	Told  int64 // unix ms by headquarters' clock: when it last said a word of it that was taken
}

// ByList is the kind of a match with the list that a device carries. It says no more than: ask headquarters.
const ByList = "list"

func partKey(i int) []byte { return []byte{byte(i >> 8), byte(i)} }

func aboutList(r journal.Reader) (a listAbout, err error) {
	raw, err := r.Get(bucketSlivers, aboutKey)
	if err == nil && raw != nil {
		err = journal.Unmarshal(raw, &a)
	}
	return a, err
}

// CarriedList is the list that this device carries; nil if it has none.
func CarriedList(r journal.Reader) (*sliver.List, error) {
	a, err := aboutList(r)
	if err != nil || len(a.Keys) == 0 {
		return nil, err
	}
	l := &sliver.List{Keys: a.Keys}
	for i := range sliver.Parts {
		part, err := r.Get(bucketSlivers, partKey(i))
		if err != nil {
			return nil, err
		}
		if err := l.Put(i, slices.Clone(part)); err != nil {
			return nil, failFrom(Broken, err, "the list of refusals is damaged: restore this device, or let it join anew")
		}
	}
	return l, nil
}

// TakeList takes in a part of what headquarters says that this device is to carry, told at a moment of headquarters'
// clock: now, in an answer; or once, in a file. A file that is older than what is known takes nobody off the list.
func (d *Desk) TakeList(ctx context.Context, keys [][]byte, parts map[int][]byte, told time.Time, now bool) error {
	if d.AtHome() {
		return nil
	}
	return storeError(d.Store.Update(ctx, func(w journal.Writer) error {
		a, err := aboutList(w)
		if err != nil {
			return err
		}
		if !now && told.UnixMilli() < a.Told && !off("told") {
			return nil
		}
		a.Keys, a.Told = keys, told.UnixMilli()
		for i, part := range parts {
			if len(part) == 0 {
				err = w.Delete(bucketSlivers, partKey(i))
			} else {
				err = w.Put(bucketSlivers, partKey(i), part)
			}
			if err != nil {
				return err
			}
		}
		return putAbout(w, a)
	}))
}

func putAbout(w journal.Writer, a listAbout) error {
	raw, err := journal.Marshal(a)
	if err != nil {
		return err
	}
	return w.Put(bucketSlivers, aboutKey, raw)
}

// NoteList notes that at a moment headquarters had no other list for this device than it carries; told is that moment
// by headquarters' clock.
func (d *Desk) NoteList(ctx context.Context, level, told time.Time) error {
	return storeError(d.Store.Update(ctx, func(w journal.Writer) error {
		a, err := aboutList(w)
		if err != nil || len(a.Keys) == 0 || a.Level >= level.UnixMilli() {
			return err
		}
		a.Level, a.Told = level.UnixMilli(), told.UnixMilli()
		return putAbout(w, a)
	}))
}

// DropList takes the list away: headquarters turned this device away.
func (d *Desk) DropList(ctx context.Context) error {
	return storeError(d.Store.Update(ctx, func(w journal.Writer) error {
		for i := range sliver.Parts {
			if err := w.Delete(bucketSlivers, partKey(i)); err != nil {
				return err
			}
		}
		return w.Delete(bucketSlivers, aboutKey)
	}))
}

// listed asks the list that this device carries about some keys. It names what was met, in a way that says nothing
// of whom. What headquarters knows to be somebody else does not count, of the record of which it knows that.
func (d *Desk) listed(r journal.Reader, keys []Key, records []casebook.ID) (met [][]byte, err error) {
	a, err := aboutList(r)
	if err != nil || len(a.Keys) == 0 || off("k") {
		return nil, err
	}
	for _, secret := range a.Keys {
		of := sliver.Under(secret)
		for _, key := range IndexKeys(keys) {
			s := of(key)
			part, err := r.Get(bucketSlivers, partKey(sliver.PartOf(s)))
			if err != nil {
				return nil, err
			}
			if !sliver.In(part, s) {
				continue
			}
			other, err := knownOther(r, s, records)
			if err != nil {
				return nil, err
			}
			if !other {
				name := sliver.Name(nil, s)
				met = append(met, name[:])
			}
		}
	}
	return met, nil
}

func knownOther(r journal.Reader, s sliver.Sliver, records []casebook.ID) (bool, error) {
	part, err := r.Get(bucketSlivers, partKey(sliver.KnownPart))
	return slices.ContainsFunc(records, func(id casebook.ID) bool { return sliver.Knows(part, sliver.Name(id[:], s)) }), err
}

// areas are where somebody would be met: where they stand, and countries that they have to do with. Only
// headquarters' markers have some.
func (d *Desk) areas(territory string, lands []string) []string {
	if !d.AtHome() {
		return nil
	}
	out := []string{}
	if territory != "" {
		out = append(out, string(journal.TerritoryScope(territory)))
	}
	return append(out, lands...)
}

// mostLands bounds the countries of one person.
const mostLands = 40

func (d *Desk) landsOf(facts []*casebook.Fact) []string {
	var out []string
	for _, f := range facts {
		if p, ok := f.Body.(*casebook.Particulars); ok {
			out = append(out, d.Matcher.Lands(bounded(*p))...)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), mostLands)]
}
