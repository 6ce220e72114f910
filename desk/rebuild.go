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
	return t.refreshList("all")
}

// refreshStages refreshes everybody in some stages.
func (t *turn) refreshStages(stages ...casebook.Stage) error {
	for _, s := range stages {
		if err := t.refreshList("stage:" + string(s)); err != nil {
			return err
		}
	}
	return nil
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

// rebuildAtOnce is how many people one transaction of [Desk.RebuildInto] writes.
const rebuildAtOnce = 2000

// RebuildInto makes all views from the journal into another, empty store. It returns how many people
// there are.
func (d *Desk) RebuildInto(ctx context.Context, views journal.Store) (people int, err error) {
	err = d.Store.View(ctx, func(r journal.Reader) error {
		var waiting []*derived
		var held holdings
		flush := func(all bool) error {
			some := waiting
			waiting = nil
			return views.Update(ctx, func(w journal.Writer) error { return held.put(w, some, all) })
		}
		sums, err := d.derive(ctx, r, func(p *derived) error {
			people++
			if waiting = append(waiting, p); len(waiting) < rebuildAtOnce {
				return nil
			}
			return flush(false)
		})
		if err != nil {
			return err
		}
		if err := flush(true); err != nil {
			return err
		}
		return views.Update(ctx, func(w journal.Writer) error { return putSums(w, sums.territories) })
	})
	return people, storeError(err)
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
		var held holdings
		sums, err := d.derive(ctx, w, func(p *derived) error {
			people++
			return held.put(w, []*derived{p}, false)
		})
		if err != nil {
			return err
		}
		if err := held.put(w, nil, true); err != nil {
			return err
		}
		return putSums(w, sums.territories)
	})
	return people, storeError(err)
}

// empty takes everything out of a bucket, some entries at a time.
func empty(w journal.Writer, b journal.Bucket) error {
	var from []byte // behind what is gone already, so that nobody walks over it again
	for {
		var keys [][]byte
		entries, failed := w.Scan(b, from, nil)
		for key := range entries {
			if keys = append(keys, slices.Clone(key)); len(keys) == rebuildAtOnce {
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

// holdings gathers who holds which key while views are made anew. Keys lie scattered, and several people share one:
// written together, each is written once, and in the table's order.
type holdings struct {
	all    []holderOf
	before bool // some are written already
}

type holderOf struct {
	key    [keySize]byte
	record casebook.ID
}

// mostHoldings bounds how many wait in memory, 24 bytes each: those of some 150,000 people.
const mostHoldings = 1 << 21

// put writes what comes of some people, and the keys when enough are gathered, or at the end.
func (h *holdings) put(w journal.Writer, people []*derived, end bool) error {
	for _, p := range people {
		for _, e := range p.entries {
			if err := w.Put(e.bucket, e.key, e.value); err != nil {
				return err
			}
		}
		for _, k := range p.row.keys() {
			h.all = append(h.all, holderOf{[keySize]byte([]byte(k.key)), k.record})
		}
	}
	if !end && len(h.all) < mostHoldings {
		return nil
	}
	return h.keep(w)
}

// keep writes the keys.
func (h *holdings) keep(w journal.Writer) error {
	slices.SortFunc(h.all, func(a, b holderOf) int {
		return cmp.Or(bytes.Compare(a.key[:], b.key[:]), compareIDs(a.record, b.record))
	})
	add := setHolders
	if h.before {
		add = addHolders
	}
	for all := slices.Compact(h.all); len(all) > 0; {
		key := all[0].key
		var ids []casebook.ID
		for len(all) > 0 && all[0].key == key {
			ids, all = append(ids, all[0].record), all[1:]
		}
		if err := add(w, string(key[:]), ids); err != nil {
			return err
		}
	}
	h.all, h.before = h.all[:0], true
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
