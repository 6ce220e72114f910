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

func decodePage(data []byte) ([]entry, error) {
	var out []entry
	in := parts{rest: data}
	for len(in.rest) > 0 && in.err == nil {
		out = append(out, entry{in.part(), in.part()})
	}
	return out, in.err
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
