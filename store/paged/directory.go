package paged

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"sort"

	"willing/journal"
)

// directory says where everything is. It never changes once others see it.
type directory struct {
	pages   map[journal.Bucket][]page // in the order of their first keys
	next    uint64                    // number of the next page
	logged  uint64                    // number of the last log record whose changes the pages hold
	garbage []uint64                  // pages of earlier directories that are still on the disk
}

// page is where a run of entries begins, and the number of its record.
type page struct {
	first  []byte
	number uint64
}

const directoryName = "directory"

// format begins the directory; a later format begins otherwise.
const format = 1

func pageName(n uint64) string { return fmt.Sprintf("page/%016x", n) }
func logName(n uint64) string  { return fmt.Sprintf("log/%016x", n) }

// at returns the index of the page that would hold a key: -1 if there is none.
func (d *directory) at(b journal.Bucket, key []byte) int {
	pages := d.pages[b]
	i := sort.Search(len(pages), func(i int) bool { return bytes.Compare(pages[i].first, key) > 0 })
	if i == 0 && len(pages) > 0 {
		return 0 // a key before all others belongs to the first page
	}
	return i - 1
}

func (d *directory) encode() []byte {
	out := binary.AppendUvarint(nil, format)
	out = binary.AppendUvarint(out, d.next)
	out = binary.AppendUvarint(out, d.logged)
	out = binary.AppendUvarint(out, uint64(len(d.garbage)))
	for _, n := range d.garbage {
		out = binary.AppendUvarint(out, n)
	}
	for _, b := range slices.Sorted(maps.Keys(d.pages)) {
		out = appendPart(out, []byte(b))
		out = binary.AppendUvarint(out, uint64(len(d.pages[b])))
		for _, p := range d.pages[b] {
			out = binary.AppendUvarint(appendPart(out, p.first), p.number)
		}
	}
	return out
}

func decodeDirectory(data []byte) (*directory, error) {
	in := parts{rest: data}
	if in.number() != format {
		return nil, broken("the directory has another format")
	}
	d := &directory{pages: map[journal.Bucket][]page{}, next: in.number(), logged: in.number()}
	for n := in.number(); n > 0 && in.err == nil; n-- {
		d.garbage = append(d.garbage, in.number())
	}
	for len(in.rest) > 0 && in.err == nil {
		b := journal.Bucket(in.part())
		for n := in.number(); n > 0 && in.err == nil; n-- {
			d.pages[b] = append(d.pages[b], page{in.part(), in.number()})
		}
	}
	return d, in.err
}
