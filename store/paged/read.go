package paged

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"maps"
	"slices"

	"willing/journal"
)

var errEnded = errors.New("the view or update has ended")

// reader reads one moment: changes before pages.
type reader struct {
	store   *Store
	dir     *directory
	changes journal.Reader
	writing bool // changes may change while a loop runs
	ended   bool
}

func (r *reader) Get(b journal.Bucket, key []byte) ([]byte, error) {
	if r.ended {
		return nil, errEnded
	}
	change, err := r.changes.Get(b, key)
	if err != nil || change != nil {
		return value(change), err
	}
	i := r.dir.at(b, key)
	if i < 0 {
		return nil, nil
	}
	return r.store.valueIn(r.dir.pages[b][i].number, key)
}

// value is what a change leaves: nil if it deletes.
func value(change []byte) []byte {
	if len(change) == 0 || change[0] == gone {
		return nil
	}
	return change[1:]
}

func (r *reader) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return r.scan(b, from, to, false)
}

func (r *reader) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return r.scan(b, from, to, true)
}

func (r *reader) scan(b journal.Bucket, from, to []byte, down bool) (iter.Seq2[[]byte, []byte], func() error) {
	var err error
	return func(yield func(k, v []byte) bool) {
		if r.ended {
			err = errEnded
			return
		}
		err = r.walk(b, from, to, down, yield)
	}, func() error { return err }
}

// span is what one page answers for: the keys from its first to the next page's. The first page answers
// for all keys before it too.
type span struct {
	from, to []byte
	number   uint64
	empty    bool // there is no page
}

// spans cuts a range at the pages of a bucket, in ascending order.
func (d *directory) spans(b journal.Bucket, from, to []byte) []span {
	pages := d.pages[b]
	if len(pages) == 0 {
		return []span{{from: from, to: to, empty: true}}
	}
	var out []span
	for i := max(0, d.at(b, from)); i < len(pages); i++ {
		s := span{from: from, to: to, number: pages[i].number}
		if i > 0 && bytes.Compare(pages[i].first, from) > 0 {
			s.from = pages[i].first
		}
		if to != nil && i > 0 && bytes.Compare(s.from, to) >= 0 {
			break
		}
		if i+1 < len(pages) && (to == nil || bytes.Compare(pages[i+1].first, to) < 0) {
			s.to = pages[i+1].first
		}
		out = append(out, s)
	}
	return out
}

// walk hands on the entries of a range as they stand when it begins.
func (r *reader) walk(b journal.Bucket, from, to []byte, down bool, yield func(k, v []byte) bool) error {
	changes := r.changesIn
	if r.writing { // what the loop itself writes must not come into it
		all, err := r.changesIn(b, from, to)
		if err != nil {
			return err
		}
		changes = func(_ journal.Bucket, from, to []byte) ([]entry, error) { return within(all, from, to), nil }
	}
	spans := r.dir.spans(b, from, to)
	if down {
		slices.Reverse(spans)
	}
	for _, s := range spans {
		own, err := changes(b, s.from, s.to)
		if err != nil {
			return err
		}
		var stored []entry
		if !s.empty {
			opened, err := r.store.open(s.number)
			if err != nil {
				return err
			}
			stored = opened.within(s.from, s.to)
		}
		merged := merge(stored, own)
		if down {
			slices.Reverse(merged)
		}
		for _, e := range merged {
			if !yield(e.key, e.value) {
				return nil
			}
		}
	}
	return nil
}

// within cuts sorted entries to a range.
func within(entries []entry, from, to []byte) []entry {
	low, _ := find(entries, from)
	high := len(entries)
	if to != nil {
		high, _ = find(entries, to)
	}
	return entries[low:max(low, high)]
}

func (r *reader) changesIn(b journal.Bucket, from, to []byte) ([]entry, error) {
	var out []entry
	entries, failed := r.changes.Scan(b, from, to)
	for key, change := range entries {
		out = append(out, entry{key, change})
	}
	return out, failed()
}

// merge lays changes over stored entries; both are sorted, and so is what comes out.
func merge(stored, changes []entry) []entry {
	out := make([]entry, 0, len(stored)+len(changes))
	for len(stored) > 0 || len(changes) > 0 {
		order := -1
		switch {
		case len(stored) == 0:
			order = 1
		case len(changes) > 0:
			order = bytes.Compare(stored[0].key, changes[0].key)
		}
		if order < 0 {
			out, stored = append(out, stored[0]), stored[1:]
			continue
		}
		if v := value(changes[0].value); v != nil {
			out = append(out, entry{changes[0].key, v})
		}
		changes = changes[1:]
		if order == 0 {
			stored = stored[1:]
		}
	}
	return out
}

// buckets lists those that hold pages or changes.
func (r *reader) buckets() []journal.Bucket {
	all := map[journal.Bucket]bool{}
	for b := range r.dir.pages {
		all[b] = true
	}
	if lister, ok := r.changes.(interface{ Buckets() []journal.Bucket }); ok {
		for _, b := range lister.Buckets() {
			all[b] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// all hands on everything.
func (r *reader) all(ctx context.Context, put func(b journal.Bucket, key, value []byte) error) error {
	for _, b := range r.buckets() {
		entries, failed := r.Scan(b, nil, nil)
		for key, value := range entries {
			if err := errors.Join(ctx.Err(), put(b, key, value)); err != nil {
				return err
			}
		}
		if err := failed(); err != nil {
			return err
		}
	}
	return nil
}

// writer notes what an Update changes.
type writer struct {
	reader
	w       journal.Writer
	changed []byte
}

func (w *writer) Put(b journal.Bucket, key, value []byte) error {
	return w.change(b, key, append([]byte{kept}, value...))
}

func (w *writer) Delete(b journal.Bucket, key []byte) error { return w.change(b, key, []byte{gone}) }

func (w *writer) change(b journal.Bucket, key, change []byte) error {
	if w.ended {
		return errEnded
	}
	w.changed = appendPart(appendPart(appendPart(w.changed, []byte(b)), key), change)
	return w.w.Put(b, key, change)
}

// eachChange hands on what a log record holds.
func eachChange(raw []byte, put func(b journal.Bucket, key, change []byte) error) error {
	in := parts{rest: raw}
	for len(in.rest) > 0 && in.err == nil {
		b, key, change := in.part(), in.part(), in.part()
		if in.err == nil {
			if err := put(journal.Bucket(b), key, change); err != nil {
				return err
			}
		}
	}
	return in.err
}
