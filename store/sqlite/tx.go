package sqlite

import (
	"iter"

	"willing/journal"
)

// tx writes inside one Update. What it writes stays in an overlay, which the store flushes when fn has
// succeeded; an fn that fails has touched nothing. Only an Update beyond the limit spills its
// overlay into the table before its end.
type tx struct {
	view
	overlay *overlay
	walks   []*walk // over the overlay, by loops under way
	limit   int     // bytes of overlay beyond which it spills
	spilled bool
}

func (t *tx) Get(b journal.Bucket, key []byte) ([]byte, error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	x, changed := t.overlay.find(b, key)
	switch {
	case !changed:
		return t.view.Get(b, key)
	case x.gone:
		return nil, nil
	}
	return x.value(), nil
}

func (t *tx) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return t.scan(b, bounds{from: from, to: to})
}

func (t *tx) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return t.scan(b, bounds{from: from, to: to, down: true})
}

func (t *tx) scan(b journal.Bucket, x bounds) (iter.Seq2[[]byte, []byte], func() error) {
	var err error
	return func(yield func(k, v []byte) bool) {
		if err = t.ready(); err != nil {
			return
		}
		if c := t.overlay.buckets[b]; c != nil {
			err = t.merge(b, c, x, yield)
		} else {
			err = t.each(b, x, yield)
		}
	}, func() error { return err }
}

func (t *tx) Put(b journal.Bucket, key, value []byte) error {
	if err := t.ready(); err != nil {
		return err
	}
	t.detach(b)
	t.overlay.put(b, key, value)
	return t.spill()
}

func (t *tx) Delete(b journal.Bucket, key []byte) error {
	if err := t.ready(); err != nil {
		return err
	}
	t.detach(b)
	t.overlay.delete(b, key)
	return t.spill()
}

// detach lets the loops over a bucket keep what stood there when they began.
func (t *tx) detach(b journal.Bucket) {
	for _, w := range t.walks {
		if w.in == t.overlay.buckets[b] {
			w.detach()
		}
	}
}

// spill moves an overlay that has grown beyond the limit into the table. Loops under way first take what
// is still ahead of them in the table into memory; the old overlay stays theirs, as nobody changes it any more.
func (t *tx) spill() error {
	if t.overlay.size <= t.limit {
		return nil
	}
	t.spilled = true
	err := t.conn.settle()
	if err == nil {
		err = t.overlay.flush(t.conn)
	}
	t.overlay = &overlay{}
	return t.fail(doingWrite, err)
}
