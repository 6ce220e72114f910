package markers

import (
	"cmp"
	"encoding/binary"
	"slices"

	"willing/linkage"
)

// short is what the index knows of a tag: 7 bytes of its sum, apart for each generation and kind. That somebody
// shares one with a marker of a hundred thousand by chance is less likely than one in a thousand million.
func short(t Tag) uint64 {
	return (binary.BigEndian.Uint64(t.Sum[:]) ^ (uint64(t.Generation)<<8|uint64(t.Kind))*0x9e3779b97f4a7c15) >> 8
}

// tags finds the tags of all markers. Each index holds those of so many markers that 23 bits tell them apart.
type tags []tagIndex

const refBits = 23

// add takes in that a marker has a tag.
func (x *tags) add(sum uint64, ref Ref, s linkage.Strength) {
	n := int(ref >> refBits)
	for len(*x) <= n {
		*x = append(*x, tagIndex{})
	}
	(*x)[n].add(tagOf{sum, uint32(ref&(1<<refBits-1))<<1 | uint32(s-linkage.Weak)})
}

// each calls fn for whoever has a tag.
func (x tags) each(sum uint64, fn func(Ref, linkage.Strength)) {
	for n := range x {
		x[n].each(sum, func(who uint32) {
			fn(Ref(n)<<refBits|Ref(who>>1), linkage.Weak+linkage.Strength(who&1))
		})
	}
}

// merge brings what came lately in order.
func (x tags) merge() {
	for n := range x {
		x[n].merge()
	}
}

// tagIndex finds tags. Nearly all lie in two lists, 8 bytes each, apart by their first 16 bits and ordered by the
// next 32; what came lately lies beside them, so that one marker more costs little.
type tagIndex struct {
	starts []int32  // where the tags with each first 16 bits begin, and behind the last where they end
	middle []uint32 // the next 32 bits
	ends   []uint32 // and the last 8, with whose it is
	lately []tagOf
	sorted bool
}

type tagOf struct {
	sum uint64 // 56 bits
	who uint32 // 24 bits: a marker, and its strength
}

const (
	mostLately = 1 << 18
	prefixes   = 1 << 16
)

func (t tagOf) prefix() int    { return int(t.sum >> 40) }
func (t tagOf) middle() uint32 { return uint32(t.sum >> 8) }
func (t tagOf) end() uint32    { return uint32(t.sum)<<whoBits | t.who }

const whoBits = refBits + 1

func (x *tagIndex) add(t tagOf) {
	x.lately, x.sorted = append(x.lately, t), false
	if len(x.lately) >= mostLately {
		x.merge()
	}
}

// each calls fn for whoever has a tag.
func (x *tagIndex) each(sum uint64, fn func(who uint32)) {
	if len(x.lately) > 4096+len(x.ends)/16 {
		x.merge()
	}
	if !x.sorted {
		slices.SortFunc(x.lately, func(a, b tagOf) int { return cmp.Compare(a.sum, b.sum) })
		x.sorted = true
	}
	i, _ := slices.BinarySearchFunc(x.lately, sum, func(t tagOf, sum uint64) int { return cmp.Compare(t.sum, sum) })
	for ; i < len(x.lately) && x.lately[i].sum == sum; i++ {
		fn(x.lately[i].who)
	}
	if len(x.ends) == 0 {
		return
	}
	t := tagOf{sum: sum}
	from, to := x.starts[t.prefix()], x.starts[t.prefix()+1]
	n, _ := slices.BinarySearch(x.middle[from:to], t.middle())
	for i := int(from) + n; i < int(to) && x.middle[i] == t.middle(); i++ {
		if x.ends[i]>>whoBits == uint32(uint8(sum)) {
			fn(x.ends[i] & (1<<whoBits - 1))
		}
	}
}

// merge takes what came lately into the lists, which have no room to spare. Tags are spread evenly, so that few
// share their first 16 bits: each is put behind those, and then all parts are put in order, one after the other.
func (x *tagIndex) merge() {
	old := *x
	if old.starts == nil {
		old.starts = make([]int32, prefixes+1)
	}
	x.starts = make([]int32, prefixes+1)
	for _, t := range old.lately {
		x.starts[t.prefix()+1]++
	}
	size := len(old.ends) + len(old.lately)
	x.middle, x.ends = make([]uint32, size), make([]uint32, size)
	filled := make([]int32, prefixes) // how far each part is
	for i := range prefixes {
		had, from := old.starts[i+1]-old.starts[i], x.starts[i]
		copy(x.middle[from:], old.middle[old.starts[i]:old.starts[i+1]])
		copy(x.ends[from:], old.ends[old.starts[i]:old.starts[i+1]])
		x.starts[i+1] += from + had
		filled[i] = from + had
	}
	for _, t := range old.lately {
		at := &filled[t.prefix()]
		x.middle[*at], x.ends[*at] = t.middle(), t.end()
		*at++
	}
	for i := range prefixes {
		from := x.starts[i]
		x.order(from, from+old.starts[i+1]-old.starts[i], x.starts[i+1])
	}
	x.lately, x.sorted = nil, true
}

// order puts a part in order, of which the tags up to one place are in order already.
func (x *tagIndex) order(from, ordered, to int32) {
	for n := ordered; n < to; n++ {
		middle, end := x.middle[n], x.ends[n]
		at := n
		for ; at > from && x.middle[at-1] > middle; at-- {
			x.middle[at], x.ends[at] = x.middle[at-1], x.ends[at-1]
		}
		x.middle[at], x.ends[at] = middle, end
	}
}
