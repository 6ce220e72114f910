package desk

import (
	"bytes"
	"context"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// viewBuckets are all that [Desk.Rebuild] throws away and makes anew.
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

// RebuildInto makes all views from the journal into another store (which may hold the journal already,
// or nothing: then commits are read from the desk's own). It returns how many people there are.
func (d *Desk) RebuildInto(ctx context.Context, views journal.Store) (people int, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		records, err := allRecords(r)
		if err != nil {
			return err
		}
		return views.Update(ctx, func(w journal.Writer) error {
			t := &turn{d: d, w: split{r, w}, now: d.Now().UTC(), relink: true}
			for _, record := range records {
				if err := t.rebuild(record); err != nil {
					return err
				}
			}
			people = len(records)
			return nil
		})
	})
	return people, err
}

func (t *turn) rebuild(record casebook.ID) error {
	commits, err := t.d.recordCommits(t.w, record)
	if err != nil || !slices.ContainsFunc(commits, func(c *casebook.Commit) bool { return !houseOnly(c) }) {
		return err
	}
	for _, c := range commits {
		for _, e := range c.Events {
			if lead, ok := e.Body.(*casebook.Lead); ok && len(lead.Tag) > 0 {
				if err := t.w.Put(bucketRows, lead.Tag, record[:]); err != nil {
					return err
				}
			}
		}
	}
	return t.refresh(record)
}

// split reads the journal from one store and keeps views in another.
type split struct {
	journal.Reader
	views journal.Writer
}

func (s split) isView(b journal.Bucket) bool { return slices.Contains(viewBuckets, b) }

func (s split) Get(b journal.Bucket, key []byte) ([]byte, error) {
	if s.isView(b) {
		return s.views.Get(b, key)
	}
	return s.Reader.Get(b, key)
}

func (s split) Put(b journal.Bucket, key, value []byte) error { return s.views.Put(b, key, value) }

func (s split) Delete(b journal.Bucket, key []byte) error { return s.views.Delete(b, key) }

// allRecords lists every subject of the journal, each once.
func allRecords(r journal.Reader) ([]casebook.ID, error) {
	var out []casebook.ID
	seen := map[casebook.ID]bool{}
	for e, err := range journal.ByArrival(r, 1) {
		if err != nil {
			return nil, failFrom(Broken, err, "the journal cannot be read to its end: restore a backup")
		}
		id := casebook.ID(e.Commit.Header.Subject)
		if !id.IsZero() && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out, nil
}

// ViewsEqual compares the live views with views rebuilt into another store, entry by entry, and names
// the first bucket in which they differ.
func (d *Desk) ViewsEqual(ctx context.Context, rebuilt journal.Store) (equal bool, where journal.Bucket, err error) {
	equal = true
	err = d.see(ctx, func(live journal.Reader) error {
		return rebuilt.View(ctx, func(other journal.Reader) error {
			for _, b := range viewBuckets {
				same, err := sameBucket(live, other, b)
				if err != nil {
					return err
				}
				if !same && equal {
					equal, where = false, b
				}
			}
			return nil
		})
	})
	return equal, where, err
}

func sameBucket(a, b journal.Reader, bucket journal.Bucket) (bool, error) {
	left, err := dump(a, bucket)
	if err != nil {
		return false, err
	}
	i := 0
	entries, failed := b.Scan(bucket, nil, nil)
	for key, value := range entries {
		if i >= len(left) || !bytes.Equal(left[i][0], key) || !bytes.Equal(left[i][1], value) {
			return false, failed()
		}
		i++
	}
	return i == len(left), failed()
}

func dump(r journal.Reader, bucket journal.Bucket) ([][2][]byte, error) {
	var out [][2][]byte
	entries, failed := r.Scan(bucket, nil, nil)
	for key, value := range entries {
		out = append(out, [2][]byte{bytes.Clone(key), bytes.Clone(value)})
	}
	return out, failed()
}
