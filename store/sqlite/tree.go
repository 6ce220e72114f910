package sqlite

import (
	"bytes"

	"github.com/tidwall/btree"

	"willing/journal"
)

// change is what an Update has done to one entry.
type change struct {
	data []byte // bucket, 0, key, and unless gone the value and room for its checksum: one piece
	name uint32 // how much of data is bucket, 0 and key
	head uint8  // how much of it is the bucket
	gone bool   // deleted
}

// changeCost is the bytes counted for each change beside its key and value.
const changeCost = 64

func (c change) full() []byte           { return c.data[:c.name:c.name] }
func (c change) bucket() journal.Bucket { return journal.Bucket(c.data[:c.head]) }
func (c change) key() []byte            { return c.data[int(c.head)+1 : c.name : c.name] }

// value must not be asked of what is gone. An empty value is an empty, non-nil slice.
func (c change) value() []byte {
	end := len(c.data) - sealSize
	return c.data[c.name:end:end]
}

// content is the value, or nil of what is gone.
func (c change) content() []byte {
	if c.gone {
		return nil
	}
	return c.value()
}

// sealed fills in the checksum and returns the value as it is stored.
func (c change) sealed() []byte {
	seal(c.data[c.name:], checksum(c.bucket(), c.key(), c.value()))
	return c.data[c.name:]
}

// cost is about how many bytes the change takes up in memory.
func (c change) cost() int { return len(c.data) + changeCost }

// fullName is what a change is found by: names of buckets hold no zero, so the order is the table's.
func fullName(b journal.Bucket, key []byte) []byte {
	name := make([]byte, 0, len(b)+1+len(key))
	return append(append(append(name, b...), 0), key...)
}

// tree holds changes in the order of the table. A copy takes no time and shares what neither side changes,
// so whoever holds a tree that nobody writes to holds a moment.
type tree = btree.BTreeG[change]

// treeDegree keeps nodes small, because the first change to a node after a copy copies the node.
const treeDegree = 8

func newTree() *tree {
	less := func(a, b change) bool { return bytes.Compare(a.full(), b.full()) < 0 }
	return btree.NewBTreeGOptions(less, btree.Options{Degree: treeDegree, NoLocks: true})
}

// sought is a change to look for.
func sought(name []byte) change { return change{data: name, name: uint32(len(name))} }

// block is the room that names and values are copied into, so that many small ones need few allocations.
type block struct{ room []byte }

const (
	smallBlock = 4 << 10
	largeBlock = 64 << 10
)

// take returns n fresh bytes; written is how much was taken before, which the size of blocks follows.
func (o *block) take(n, written int) []byte {
	if n > smallBlock/2 {
		return make([]byte, n)
	}
	if n >= len(o.room) {
		o.room = make([]byte, min(largeBlock, max(smallBlock, written)))
	}
	cut := o.room[:n:n]
	o.room = o.room[n:]
	return cut
}

// put makes a change that stores a value.
func (o *block) put(b journal.Bucket, key, value []byte, written int) change {
	name := len(b) + 1 + len(key)
	data := o.take(name+len(value)+sealSize, written)
	at := copy(data, b)
	data[at] = 0
	copy(data[at+1:], key)
	copy(data[name:], value)
	return change{data: data, name: uint32(name), head: uint8(len(b))}
}

// gone makes a change that deletes.
func (o *block) gone(b journal.Bucket, key []byte, written int) change {
	name := len(b) + 1 + len(key)
	data := o.take(name, written)
	at := copy(data, b)
	data[at] = 0
	copy(data[at+1:], key)
	return change{data: data, name: uint32(name), head: uint8(len(b)), gone: true}
}
