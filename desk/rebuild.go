package desk

import (
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
		flush := func() error {
			some := waiting
			waiting = nil
			return views.Update(ctx, func(w journal.Writer) error { return putAll(w, some) })
		}
		sums, err := d.derive(ctx, r, func(p *derived) error {
			people++
			if waiting = append(waiting, p); len(waiting) < rebuildAtOnce {
				return nil
			}
			return flush()
		})
		if err != nil {
			return err
		}
		if err := flush(); err != nil {
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
		sums, err := d.derive(ctx, w, func(p *derived) error {
			people++
			return putAll(w, []*derived{p})
		})
		if err != nil {
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

func putAll(w journal.Writer, people []*derived) error {
	for _, p := range people {
		for _, e := range p.entries {
			if err := w.Put(e.bucket, e.key, e.value); err != nil {
				return err
			}
		}
		for _, k := range p.row.keys() {
			if err := addHolder(w, k.key, k.record); err != nil {
				return err
			}
		}
	}
	return nil
}

func putSums(w journal.Writer, sums map[string]*Sum) error {
	for territory, sum := range sums {
		if err := putSum(w, territory, sum); err != nil {
			return err
		}
	}
	return nil
}
