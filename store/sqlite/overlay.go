package sqlite

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sort"

	"willing/journal"
)

const (
	overlayLimit = 16 << 20 // bytes of changes that an Update keeps in memory before it spills them
	changeCost   = 64       // bytes counted for each change beside its key and value
	runLength    = 128      // most changes in one run
	smallBlock   = 4 << 10
	largeBlock   = 64 << 10
)

// change is what an Update has done to one key.
type change struct {
	data []byte // the key, and unless gone the value and room for its checksum: one piece, as it is stored
	key  int    // how much of data is the key
	gone bool   // deleted
}

func (c change) name() []byte { return c.data[:c.key:c.key] }

// value must not be asked of what is gone. An empty value is an empty, non-nil slice.
func (c change) value() []byte {
	end := len(c.data) - sealSize
	return c.data[c.key:end:end]
}

// sealed fills in the checksum and returns the value as it is stored.
func (c change) sealed(b journal.Bucket) []byte {
	seal(c.data[c.key:], checksum(b, c.name(), c.value()))
	return c.data[c.key:]
}

// changes are the changes of one bucket in the order of keys: runs of at most runLength, none empty. Adding
// to a run in the middle moves little, and unlike a tree there is nothing to balance.
type changes struct{ runs [][]change }

// seek returns the place of the first change whose key is not below the given one.
func (c *changes) seek(key []byte) (run, at int) {
	run = sort.Search(len(c.runs), func(i int) bool {
		last := len(c.runs[i]) - 1
		return bytes.Compare(c.runs[i][last].name(), key) >= 0
	})
	if run < len(c.runs) {
		at = sort.Search(len(c.runs[run]), func(i int) bool { return bytes.Compare(c.runs[run][i].name(), key) >= 0 })
	}
	return run, at
}

// find returns the change of a key, if there is one.
func (c *changes) find(key []byte) (change, bool) {
	if run, at := c.seek(key); run < len(c.runs) && bytes.Equal(c.runs[run][at].name(), key) {
		return c.runs[run][at], true
	}
	return change{}, false
}

// set takes a change in, in place of an earlier one of the same key.
func (c *changes) set(x change) {
	run, at := c.seek(x.name())
	switch {
	case run < len(c.runs) && bytes.Equal(c.runs[run][at].name(), x.name()):
		c.runs[run][at] = x
		return
	case len(c.runs) == 0:
		c.runs = append(c.runs, nil)
	case run == len(c.runs):
		run--
		at = len(c.runs[run])
	}
	c.runs[run] = slices.Insert(c.runs[run], at, x)
	if list := c.runs[run]; len(list) > runLength {
		half := len(list) / 2
		c.runs[run] = list[:half:half]
		c.runs = slices.Insert(c.runs, run+1, slices.Clone(list[half:]))
	}
}

// overlay holds what an Update has put and deleted until it is flushed into the table.
type overlay struct {
	buckets map[journal.Bucket]*changes
	size    int    // bytes in memory; what has been put over counts too
	room    []byte // the rest of the block that keys and values are copied into
}

// find returns the change of a key, if there is one.
func (o *overlay) find(b journal.Bucket, key []byte) (change, bool) {
	if c := o.buckets[b]; c != nil {
		return c.find(key)
	}
	return change{}, false
}

func (o *overlay) put(b journal.Bucket, key, value []byte) {
	data := o.take(len(key) + len(value) + sealSize)
	copy(data[copy(data, key):], value)
	o.set(b, change{data: data, key: len(key)})
}

func (o *overlay) delete(b journal.Bucket, key []byte) {
	data := o.take(len(key))
	copy(data, key)
	o.set(b, change{data: data, key: len(key), gone: true})
}

func (o *overlay) set(b journal.Bucket, x change) {
	c := o.buckets[b]
	if c == nil {
		if o.buckets == nil {
			o.buckets = map[journal.Bucket]*changes{}
		}
		c = &changes{}
		o.buckets[b] = c
	}
	c.set(x)
	o.size += len(x.data) + changeCost
}

// take returns n fresh bytes, cut from a block so that many small changes need few allocations. None is
// an empty slice, never nil, which the driver would store as NULL.
func (o *overlay) take(n int) []byte {
	if n > smallBlock/2 {
		return make([]byte, n)
	}
	if n >= len(o.room) {
		o.room = make([]byte, min(largeBlock, max(smallBlock, o.size)))
	}
	cut := o.room[:n:n]
	o.room = o.room[n:]
	return cut
}

// flush writes the changes into the table in the order of the table, one prepared statement a row (see the
// package). Flushing the same overlay again does the same again.
func (o *overlay) flush(c *conn) error {
	for _, b := range slices.Sorted(maps.Keys(o.buckets)) {
		if err := o.buckets[b].flush(c, b); err != nil {
			return err
		}
	}
	return nil
}

func (c *changes) flush(to *conn, b journal.Bucket) error {
	put, remove := []any{string(b), nil, nil}, []any{string(b), nil}
	for _, run := range c.runs {
		for _, x := range run {
			var err error
			if x.gone {
				remove[1] = x.name()
				err = to.exec(context.Background(), sqlDelete, remove...)
			} else {
				put[1], put[2] = x.name(), x.sealed(b)
				err = to.exec(context.Background(), sqlPut, put...)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
