package memory

import "bytes"

// node is an entry of a persistent treap: ordered by key, heap-ordered by weight. Nodes never change
// once they can be reached from a published root. A nil node is the empty map.
type node struct {
	left, right *node
	weight      uint64
	key, value  []byte
	by          *draft
}

// draft stands for whoever made a node and may still change it, since nobody else has seen it.
type draft struct{ _ byte }

// mine is a node that a draft may change: n itself, or a copy of it.
func (n *node) mine(by *draft) *node {
	if n.by == by {
		return n
	}
	c := *n
	c.by = by
	return &c
}

// weigh derives a node's weight from its key (FNV-1a, then the finisher of SplitMix64), so that equal
// maps have equal shapes and no random source is needed.
func weigh(key []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range key {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// find returns the node under key, or nil.
func (n *node) find(key []byte) *node {
	for n != nil {
		switch bytes.Compare(key, n.key) {
		case 0:
			return n
		case -1:
			n = n.left
		default:
			n = n.right
		}
	}
	return nil
}

// with returns the map with value under key; the slices become its own. The node that it returns, and the child
// that it came through, are the draft's.
func (n *node) with(by *draft, key, value []byte) *node {
	if n == nil {
		return &node{weight: weigh(key), key: key, value: value, by: by}
	}
	c := n.mine(by)
	switch bytes.Compare(key, c.key) {
	case 0:
		c.value = value
	case -1:
		c.left = c.left.with(by, key, value)
		if c.left.weight > c.weight {
			return c.turnRight()
		}
	default:
		c.right = c.right.with(by, key, value)
		if c.right.weight > c.weight {
			return c.turnLeft()
		}
	}
	return c
}

// turnRight lifts the left child above n; both are one draft's.
func (n *node) turnRight() *node {
	top := n.left
	n.left, top.right = top.right, n
	return top
}

// turnLeft lifts the right child above n; both are one draft's.
func (n *node) turnLeft() *node {
	top := n.right
	n.right, top.left = top.left, n
	return top
}

// without returns the map with nothing under key; key must be present.
func (n *node) without(by *draft, key []byte) *node {
	order := bytes.Compare(key, n.key)
	if order == 0 {
		return join(n.left, n.right)
	}
	c := n.mine(by)
	if order < 0 {
		c.left = c.left.without(by, key)
	} else {
		c.right = c.right.without(by, key)
	}
	return c
}

// join unites two maps, every key of low being less than every key of high.
func join(low, high *node) *node {
	switch {
	case low == nil:
		return high
	case high == nil:
		return low
	case low.weight > high.weight:
		c := *low
		c.right = join(low.right, high)
		return &c
	default:
		c := *high
		c.left = join(low, high.left)
		return &c
	}
}

// up yields the entries with from <= key < to in ascending order; a nil to is no bound. It reports
// whether yield wants more.
func (n *node) up(from, to []byte, yield func(k, v []byte) bool) bool {
	if n == nil {
		return true
	}
	low := bytes.Compare(n.key, from) >= 0
	high := to == nil || bytes.Compare(n.key, to) < 0
	if low && !n.left.up(from, to, yield) {
		return false
	}
	if low && high && !yield(n.key, n.value) {
		return false
	}
	return !high || n.right.up(from, to, yield)
}

// down is up in descending order over the same half-open range.
func (n *node) down(from, to []byte, yield func(k, v []byte) bool) bool {
	if n == nil {
		return true
	}
	low := bytes.Compare(n.key, from) >= 0
	high := to == nil || bytes.Compare(n.key, to) < 0
	if high && !n.right.down(from, to, yield) {
		return false
	}
	if low && high && !yield(n.key, n.value) {
		return false
	}
	return !low || n.left.down(from, to, yield)
}
