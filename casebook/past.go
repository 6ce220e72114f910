package casebook

// node is a commit in its file, with what it relies on.
type node struct {
	commit  *Commit
	facts   []Fact
	index   int
	arrival arrival
	past    []uint64 // one bit for each commit of the file; nil until asked for
}

// arrival says whether all that a commit relies on is here.
type arrival int8

const (
	unasked arrival = iota
	asking          // met again while asking: a circle, which no honest program can make
	waiting
	here
)

// arrived reports whether all facts that a commit names, and all that those name, are here, and whether
// this node has headquarters' lane as far as the author had. It looks at names only, at no rule, so that
// rules may ask it in any order.
func (f *file) arrived(c *Commit) bool {
	n := f.nodes[c.Hash]
	if n.arrival != unasked {
		return n.arrival == here
	}
	n.arrival = asking
	ok := c.Seen <= f.house.Pos
	for _, ref := range c.Refs {
		ok = ok && f.standsOn(ref)
	}
	n.arrival = waiting
	if ok {
		n.arrival = here
	}
	return ok
}

func (f *file) standsOn(ref Ref) bool {
	if f.house.knows(ref) {
		return true
	}
	named := f.find(ref)
	switch {
	case named == nil:
		return false
	case f.refusesByItself(named): // refusals are never pending
		return true
	}
	return known(named.Type) && f.arrived(named.Commit)
}

// relies reports whether a commit relies on another, directly or not. It relies on itself.
func (f *file) relies(c, on *Commit) bool {
	n, m := f.nodes[c.Hash], f.nodes[on.Hash]
	if n == nil || m == nil {
		return false
	}
	return f.pastOf(n)[m.index/64]&(1<<(m.index%64)) != 0
}

func (f *file) pastOf(n *node) []uint64 {
	if n.past != nil {
		return n.past
	}
	n.past = make([]uint64, (len(f.nodes)+63)/64)
	n.past[n.index/64] |= 1 << (n.index % 64)
	for _, ref := range n.commit.Refs {
		named := f.nodes[ref.Commit]
		if named == nil || named == n || n.past[named.index/64]&(1<<(named.index%64)) != 0 {
			continue
		}
		for i, bits := range f.pastOf(named) {
			n.past[i] |= bits
		}
	}
	return n.past
}

// couldKnow reports whether the author of c could know the commit other: it relies on it, wrote it on
// the same device before (of one moment, the stamp tells which came first), or had applied a position of headquarters' lane at which it was known there.
// Whoever is only asking ([Ask]) knows all that is here.
func (f *file) couldKnow(c, other *Commit) bool {
	if c == f.draft || f.relies(c, other) {
		return true
	}
	if c.Device == other.Device && c.Epoch == other.Epoch {
		if other.Scope == c.Scope {
			return other.Seq < c.Seq
		}
		if !other.At.After(c.At) && other.Clock <= c.Clock {
			return true
		}
	}
	at := other.knownAt()
	return at > 0 && at <= c.Seen
}

// fellBack reports whether the device that wrote c claims to know less of headquarters' lane than it did.
func (f *file) fellBack(c *Commit) bool {
	if c.FellBack {
		return true
	}
	for _, ref := range c.Refs {
		if named := f.nodes[ref.Commit]; named != nil && named.commit.Device == c.Device && named.commit.Seen > c.Seen {
			return true
		}
	}
	return false
}
