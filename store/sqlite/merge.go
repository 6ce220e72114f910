package sqlite

import (
	"bytes"
	"slices"

	"willing/journal"
)

// walk goes over the changes of one bucket between two keys, up or down. It shows them as they stood when
// it began: before the bucket changes, detach copies what is still ahead.
type walk struct {
	in      *changes
	bounds  bounds
	run, at int
	ahead   []change // once detached, what is still ahead
	alone   bool     // detached
}

// bounds are the range of a scan: from <= key < to, and no upper bound if to is nil.
type bounds struct {
	from, to []byte
	down     bool
}

// before tells whether key a comes before key b on the way.
func (x bounds) before(a, b []byte) bool {
	order := bytes.Compare(a, b)
	return x.down && order > 0 || !x.down && order < 0
}

// start begins a walk.
func (c *changes) start(x bounds) *walk {
	w := &walk{in: c, bounds: x}
	switch {
	case !x.down:
		w.run, w.at = c.seek(x.from)
	case x.to == nil:
		w.run = len(c.runs)
		w.back()
	default:
		w.run, w.at = c.seek(x.to)
		w.back()
	}
	return w
}

// peek returns the next change on the way, if there is one.
func (w *walk) peek() (change, bool) {
	if w.alone {
		if len(w.ahead) == 0 {
			return change{}, false
		}
		return w.ahead[0], true
	}
	if w.run < 0 || w.run >= len(w.in.runs) {
		return change{}, false
	}
	x := w.in.runs[w.run][w.at]
	if w.bounds.down {
		return x, bytes.Compare(x.name(), w.bounds.from) >= 0
	}
	return x, w.bounds.to == nil || bytes.Compare(x.name(), w.bounds.to) < 0
}

// skip goes on to the next change.
func (w *walk) skip() {
	switch {
	case w.alone:
		w.ahead = w.ahead[1:]
	case w.bounds.down:
		w.back()
	default:
		if w.at++; w.at == len(w.in.runs[w.run]) {
			w.run, w.at = w.run+1, 0
		}
	}
}

// back goes to the change with the next lower key.
func (w *walk) back() {
	if w.at--; w.at < 0 {
		if w.run--; w.run >= 0 {
			w.at = len(w.in.runs[w.run]) - 1
		}
	}
}

// detach makes the walk independent of the bucket.
func (w *walk) detach() {
	if w.alone {
		return
	}
	var ahead []change
	for x, more := w.peek(); more; x, more = w.peek() {
		ahead = append(ahead, x)
		w.skip()
	}
	w.ahead, w.alone = ahead, true
}

// merge yields the rows of the table and the changes of the overlay as one sequence; a change stands in
// place of the row with its key, and what is gone is left out.
func (t *tx) merge(b journal.Bucket, c *changes, x bounds, yield func(k, v []byte) bool) error {
	w := c.start(x)
	t.walks = append(t.walks, w)
	defer func() { t.walks = slices.DeleteFunc(t.walks, func(open *walk) bool { return open == w }) }()
	wanted := true
	err := t.each(b, x, func(k, v []byte) bool {
		if wanted = t.pass(w, k, yield); !wanted || t.ended {
			return wanted
		}
		if change, same := w.peek(); same && bytes.Equal(change.name(), k) {
			w.skip()
			if change.gone {
				return true
			}
			v = change.value()
		}
		wanted = yield(k, v)
		return wanted
	})
	if err == nil && wanted && t.pass(w, nil, yield) && t.ended {
		return errEnded
	}
	return err
}

// pass yields the changes on the way before key, or all if key is nil. It reports whether yield wants more.
func (t *tx) pass(w *walk, key []byte, yield func(k, v []byte) bool) bool {
	for x, more := w.peek(); more && !t.ended && (key == nil || w.bounds.before(x.name(), key)); x, more = w.peek() {
		w.skip()
		if !x.gone && !yield(x.name(), x.value()) {
			return false
		}
	}
	return true
}
