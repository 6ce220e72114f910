package desk

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// viewBuckets are all that [Desk.RepairViews] throws away and makes anew.
var viewBuckets = []journal.Bucket{bucketPeople, bucketLinks, bucketIndex, bucketKeys, bucketTallies, bucketRows}

// refreshAll refreshes everybody, after the settings changed.
func (t *turn) refreshAll() error {
	return firstOf(t.refreshList("all"), t.refreshList(listElsewhere))
}

// refreshStages refreshes everybody in some stages, and whoever is elsewhere in any.
func (t *turn) refreshStages(stages ...casebook.Stage) error {
	for _, s := range stages {
		if err := t.refreshList("stage:" + string(s)); err != nil {
			return err
		}
	}
	return t.refreshList(listElsewhere)
}

func (t *turn) refreshList(list string) error {
	var people []casebook.ID
	err := scanList(t.w, list, nil, func(_ []byte, person casebook.ID) bool {
		people = append(people, person)
		return true
	})
	if err != nil {
		return err
	}
	for _, person := range people {
		if err := t.refreshNow(person); err != nil {
			return err
		}
	}
	return nil
}

// RepairViews makes all views anew, in place and in one transaction; nobody writes meanwhile. It returns
// how many people there are.
func (d *Desk) RepairViews(ctx context.Context) (people int, err error) {
	err = d.Store.Update(ctx, func(w journal.Writer) error {
		for _, b := range viewBuckets {
			if err := empty(w, b); err != nil {
				return err
			}
		}
		made := renewed{w: w}
		sums, err := d.derive(ctx, w, func(p *derived) error {
			people++
			return made.take(p)
		})
		if err != nil {
			return err
		}
		if err := made.end(); err != nil {
			return err
		}
		return putSums(w, sums.territories)
	})
	return people, storeError(err)
}

// emptyAtOnce is how many entries are looked for before they are taken out.
const emptyAtOnce = 2000

// empty takes everything out of a bucket: at once if the store can, or else some entries at a time.
func empty(w journal.Writer, b journal.Bucket) error {
	if w, can := w.(journal.Emptier); can {
		return w.Empty(b)
	}
	var from []byte // behind what is gone already, so that nobody walks over it again
	for {
		var keys [][]byte
		entries, failed := w.Scan(b, from, nil)
		for key := range entries {
			if keys = append(keys, slices.Clone(key)); len(keys) == emptyAtOnce {
				break
			}
		}
		if err := failed(); err != nil || len(keys) == 0 {
			return err
		}
		for _, key := range keys {
			if err := w.Delete(b, key); err != nil {
				return err
			}
		}
		from = append(keys[len(keys)-1], 0)
	}
}

// renewed holds back what becomes of people while views are made anew, and writes it in the table's order. What comes of
// one person lies scattered by names and by random ids; written person by person, each entry would be the writing of a
// page. Keys are gathered by themselves, since several people share one.
type renewed struct {
	w       journal.Writer
	entries []viewEntry
	size    int // of entries, in memory
	held    []holderOf
	before  bool // some keys are written already
}

type holderOf struct {
	key    [keySize]byte
	record casebook.ID
}

// What waits in memory: some 20,000 people, and the keys of some 150,000, 24 bytes each. The more wait, the fewer times a
// page is written.
const (
	mostGathered = 64 << 20
	mostHeld     = 1 << 21
	entryCost    = 96 // beside key and value
)

// take takes in what comes of one person.
func (x *renewed) take(p *derived) error {
	for _, e := range p.entries {
		x.size += len(e.key) + len(e.value) + entryCost
	}
	x.entries = append(x.entries, p.entries...)
	for _, k := range p.row.keys() {
		x.held = append(x.held, holderOf{[keySize]byte([]byte(k.key)), k.record})
	}
	if x.size >= mostGathered {
		if err := x.keepEntries(); err != nil {
			return err
		}
	}
	if len(x.held) >= mostHeld {
		return x.keepKeys()
	}
	return nil
}

// end writes what still waits.
func (x *renewed) end() error { return firstOf(x.keepEntries(), x.keepKeys()) }

// keepEntries writes the entries.
func (x *renewed) keepEntries() error {
	slices.SortFunc(x.entries, func(a, b viewEntry) int {
		return cmp.Or(cmp.Compare(a.bucket, b.bucket), bytes.Compare(a.key, b.key))
	})
	for _, e := range x.entries {
		if err := x.w.Put(e.bucket, e.key, e.value); err != nil {
			return err
		}
	}
	clear(x.entries)
	x.entries, x.size = x.entries[:0], 0
	return nil
}

// keepKeys writes the keys.
func (x *renewed) keepKeys() error {
	slices.SortFunc(x.held, func(a, b holderOf) int {
		return cmp.Or(bytes.Compare(a.key[:], b.key[:]), compareIDs(a.record, b.record))
	})
	add := setHolders
	if x.before {
		add = addHolders
	}
	for all := slices.Compact(x.held); len(all) > 0; {
		key := all[0].key
		var ids []casebook.ID
		for len(all) > 0 && all[0].key == key {
			ids, all = append(ids, all[0].record), all[1:]
		}
		if err := add(x.w, string(key[:]), ids); err != nil {
			return err
		}
	}
	x.held, x.before = x.held[:0], true
	return nil
}

func putSums(w journal.Writer, sums map[string]*Sum) error {
	for territory, sum := range sums {
		if _, err := putSum(w, territory, sum); err != nil {
			return err
		}
	}
	return nil
}
