package paged

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"willing/journal"
)

// entry is one key with its value.
type entry struct{ key, value []byte }

// pageBytes is how large a page grows before it is split; a single larger entry has a page of its own.
const pageBytes = 32 << 10

// find returns the place of a key among sorted entries, and whether it is there.
func find(entries []entry, key []byte) (int, bool) {
	return slices.BinarySearchFunc(entries, key, func(e entry, key []byte) int { return bytes.Compare(e.key, key) })
}

func appendPart(out, part []byte) []byte {
	return append(binary.AppendUvarint(out, uint64(len(part))), part...)
}

func encodePage(entries []entry) []byte {
	var out []byte
	for _, e := range entries {
		out = appendPart(appendPart(out, e.key), e.value)
	}
	return out
}

// leaf is a page as it was written, opened: where each entry begins is known. It points nowhere, so that collecting
// garbage does not walk over all the entries that are kept.
type leaf struct {
	data []byte
	at   []uint32
}

func decodePage(data []byte) (leaf, error) {
	l := leaf{data: data}
	in := parts{rest: data}
	for len(in.rest) > 0 && in.err == nil {
		l.at = append(l.at, uint32(len(data)-len(in.rest)))
		in.part()
		in.part()
	}
	return l, in.err
}

func (l leaf) entry(i int) entry {
	in := parts{rest: l.data[l.at[i]:]}
	return entry{in.part(), in.part()}
}

func (l leaf) key(i int) []byte {
	in := parts{rest: l.data[l.at[i]:]}
	return in.part()
}

// find returns the place of a key among a leaf's entries, and whether it is there.
func (l leaf) find(key []byte) (int, bool) {
	low, high := 0, len(l.at)
	for low < high {
		middle := (low + high) / 2
		switch bytes.Compare(l.key(middle), key) {
		case 0:
			return middle, true
		case -1:
			low = middle + 1
		default:
			high = middle
		}
	}
	return low, false
}

// within lists the entries of a range.
func (l leaf) within(from, to []byte) []entry {
	low, high := 0, len(l.at)
	if len(from) > 0 {
		low, _ = l.find(from)
	}
	if to != nil {
		high, _ = l.find(to)
	}
	out := make([]entry, 0, max(0, high-low))
	for i := low; i < high; i++ {
		out = append(out, l.entry(i))
	}
	return out
}

// parts reads what appendPart wrote.
type parts struct {
	rest []byte
	err  error
}

func (p *parts) number() uint64 {
	n, used := binary.Uvarint(p.rest)
	if used <= 0 {
		p.err, p.rest = broken("a number is cut off"), nil
		return 0
	}
	p.rest = p.rest[used:]
	return n
}

func (p *parts) part() []byte {
	n := p.number()
	if p.err != nil || n > uint64(len(p.rest)) {
		p.err, p.rest = broken("a part is cut off"), nil
		return nil
	}
	out := p.rest[:n:n]
	p.rest = p.rest[n:]
	if out == nil {
		out = []byte{}
	}
	return out
}

func broken(why string) error { return fmt.Errorf("paged store: %w: %s", journal.ErrBroken, why) }

// split cuts entries into runs of about pageBytes.
func split(entries []entry) [][]entry {
	var out [][]entry
	size, from := 0, 0
	for i, e := range entries {
		n := len(e.key) + len(e.value) + 6
		if i > from && size+n > pageBytes {
			out = append(out, entries[from:i])
			size, from = 0, i
		}
		size += n
	}
	if from < len(entries) {
		out = append(out, entries[from:])
	}
	return out
}
