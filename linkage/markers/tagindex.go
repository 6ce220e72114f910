package markers

import (
	"cmp"
	"encoding/binary"
	"slices"

	"willing/linkage"
)

// short is what the index knows of a tag: 8 bytes of its sum, apart for each
// generation and kind. That two of a million tags share it by chance is less likely
// than one in ten million.
func short(t Tag) uint64 {
	return binary.BigEndian.Uint64(t.Sum[:]) ^ (uint64(t.Generation)<<8|uint64(t.Kind))*0x9e3779b97f4a7c15
}

// who packs a marker and a strength into 32 bits.
func who(ref Ref, s linkage.Strength) uint32 { return uint32(ref)<<1 | uint32(s-linkage.Weak) }

// tagIndex finds tags. Nearly all lie in two lists, ordered; what came lately lies
// apart, so that one marker more costs little.
type tagIndex struct {
	sums   []uint64
	whos   []uint32
	starts []int32 // where the sums with each first 16 bits begin
	lately []tagOf
	sorted bool
}

type tagOf struct {
	sum uint64
	who uint32
}

const mostLately = 1 << 18

func (x *tagIndex) add(sum uint64, who uint32) {
	x.lately, x.sorted = append(x.lately, tagOf{sum, who}), false
	if len(x.lately) >= mostLately {
		x.merge()
	}
}

// each calls fn for whoever has a tag.
func (x *tagIndex) each(sum uint64, fn func(who uint32)) {
	if len(x.lately) > 4096+len(x.sums)/16 {
		x.merge()
	}
	if !x.sorted {
		slices.SortFunc(x.lately, compareTagsOf)
		x.sorted = true
	}
	i, _ := slices.BinarySearchFunc(x.lately, sum, func(t tagOf, sum uint64) int { return cmp.Compare(t.sum, sum) })
	for ; i < len(x.lately) && x.lately[i].sum == sum; i++ {
		fn(x.lately[i].who)
	}
	if len(x.sums) == 0 {
		return
	}
	from, to := x.starts[sum>>48], x.starts[sum>>48+1]
	n, _ := slices.BinarySearch(x.sums[from:to], sum)
	for i := int(from) + n; i < len(x.sums) && x.sums[i] == sum; i++ {
		fn(x.whos[i])
	}
}

func compareTagsOf(a, b tagOf) int {
	return cmp.Or(cmp.Compare(a.sum, b.sum), cmp.Compare(a.who, b.who))
}

// merge takes what came lately into the two lists, which have no room to spare.
func (x *tagIndex) merge() {
	slices.SortFunc(x.lately, compareTagsOf)
	sums, whos := make([]uint64, len(x.sums)+len(x.lately)), make([]uint32, len(x.sums)+len(x.lately))
	i, j := 0, 0
	for at := range sums {
		if j == len(x.lately) || i < len(x.sums) && x.sums[i] <= x.lately[j].sum {
			sums[at], whos[at] = x.sums[i], x.whos[i]
			i++
			continue
		}
		sums[at], whos[at] = x.lately[j].sum, x.lately[j].who
		j++
	}
	x.sums, x.whos = sums, whos
	x.lately, x.sorted = nil, true
	x.starts = make([]int32, 1<<16+1)
	for _, sum := range x.sums {
		x.starts[sum>>48+1]++
	}
	for i := range 1 << 16 {
		x.starts[i+1] += x.starts[i]
	}
}
