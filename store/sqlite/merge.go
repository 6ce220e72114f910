package sqlite

import (
	"bytes"

	"github.com/tidwall/btree"

	"willing/journal"
)

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

// walk goes over the changes of one bucket in one tree, between two keys, up or down. Nobody may write to
// the tree meanwhile.
type walk struct {
	at    btree.IterG[change]
	head  []byte // the bucket and 0
	x     bounds
	now   change
	valid bool
}

// start begins a walk.
func start(in *tree, b journal.Bucket, x bounds) *walk {
	w := &walk{at: in.Iter(), head: fullName(b, nil), x: x}
	switch {
	case !x.down:
		w.valid = w.at.Seek(sought(fullName(b, x.from)))
	case x.to == nil: // the first name behind the bucket
		end := bytes.Clone(w.head)
		end[len(end)-1] = 1
		w.valid = w.seekBelow(end)
	default:
		w.valid = w.seekBelow(fullName(b, x.to))
	}
	w.look()
	return w
}

// seekBelow goes to the last change before a name.
func (w *walk) seekBelow(name []byte) bool {
	if w.at.Seek(sought(name)) {
		return w.at.Prev()
	}
	return w.at.Last()
}

// look reads the change that the walk has come to, and ends the walk where the range ends.
func (w *walk) look() {
	if !w.valid {
		return
	}
	w.now = w.at.Item()
	switch {
	case !bytes.HasPrefix(w.now.full(), w.head):
		w.valid = false
	case w.x.down:
		w.valid = bytes.Compare(w.now.key(), w.x.from) >= 0
	default:
		w.valid = w.x.to == nil || bytes.Compare(w.now.key(), w.x.to) < 0
	}
}

// skip goes on to the next change.
func (w *walk) skip() {
	if w.x.down {
		w.valid = w.at.Prev()
	} else {
		w.valid = w.at.Next()
	}
	w.look()
}

// walks are walks through several trees, the newest first: a change in one stands in place of the change of
// the same key in those after it.
type walks []*walk

// peek returns the next change on the way, if there is one.
func (ws walks) peek() (next change, more bool) {
	for _, w := range ws {
		if w.valid && (!more || w.x.before(w.now.key(), next.key())) {
			next, more = w.now, true
		}
	}
	return next, more
}

// skip goes on behind a key in every tree.
func (ws walks) skip(key []byte) {
	for _, w := range ws {
		if w.valid && bytes.Equal(w.now.key(), key) {
			w.skip()
		}
	}
}

// merge yields the rows of the table and the changes of the trees as one sequence; a change stands in
// place of the row with its key, and what is gone is left out.
func (v *view) merge(b journal.Bucket, ws walks, x bounds, yield func(k, v []byte) bool) error {
	wanted := true
	err := v.each(b, x, func(k, value []byte) bool {
		if wanted = v.pass(ws, x, k, yield); !wanted || v.ended {
			return wanted
		}
		if c, more := ws.peek(); more && bytes.Equal(c.key(), k) {
			ws.skip(k)
			if c.gone {
				return true
			}
			value = c.value()
		}
		wanted = yield(k, value)
		return wanted
	})
	if err == nil && wanted && v.pass(ws, x, nil, yield) && v.ended {
		return errEnded
	}
	return err
}

// pass yields the changes on the way before key, or all if key is nil. It reports whether yield wants more.
func (v *view) pass(ws walks, x bounds, key []byte, yield func(k, v []byte) bool) bool {
	for c, more := ws.peek(); more && !v.ended && (key == nil || x.before(c.key(), key)); c, more = ws.peek() {
		ws.skip(c.key())
		if !c.gone && !yield(c.key(), c.value()) {
			return false
		}
	}
	return true
}
