package sliver

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
)

// A list has 256 parts of slivers, by their first byte, and behind them one of names.
const (
	Parts     = 257
	known     = Parts - 1
	rest      = 2 // bytes of a sliver in its part
	CheckLen  = 4 // bytes that compare a part
	SumLen    = 16
	mostParts = 1 << 16 // slivers in a part
)

// List is what one device carries. The zero value is none: not even an empty list.
type List struct {
	Keys  [][]byte // secrets, the oldest first
	parts [Parts][]byte
}

// Make makes a list: names are those of records that are known to be others, see [Name].
func Make(keys [][]byte, slivers []Sliver, names [][NameLen]byte) *List {
	l := &List{Keys: keys}
	slices.Sort(slivers)
	for _, s := range slices.Compact(slivers) {
		p := &l.parts[s>>16]
		*p = binary.BigEndian.AppendUint16(*p, uint16(s))
	}
	slices.SortFunc(names, func(a, b [NameLen]byte) int { return bytes.Compare(a[:], b[:]) })
	for _, n := range slices.Compact(names) {
		l.parts[known] = append(l.parts[known], n[:]...)
	}
	return l
}

// Len is how many slivers the list has.
func (l *List) Len() (n int) {
	for i := range known {
		n += len(l.parts[i]) / rest
	}
	return n
}

// Part is one part as it is kept.
func (l *List) Part(i int) []byte { return l.parts[i] }

// ErrPart says that bytes are no part of a list.
var ErrPart = errors.New("not a part of a list")

// Put replaces a part. It fails with [ErrPart].
func (l *List) Put(i int, part []byte) error {
	if i < 0 || i >= Parts || !ordered(part, widthOf(i)) {
		return ErrPart
	}
	l.parts[i] = part
	return nil
}

func widthOf(i int) int {
	if i == known {
		return NameLen
	}
	return rest
}

// ordered reports whether a part has whole members, each greater than the one before.
func ordered(part []byte, width int) bool {
	if len(part)%width != 0 || len(part)/width > mostParts {
		return false
	}
	for i := width; i < len(part); i += width {
		if bytes.Compare(part[i-width:i], part[i:i+width]) >= 0 {
			return false
		}
	}
	return true
}

// In reports whether a part holds a sliver that belongs there.
func In(part []byte, s Sliver) bool {
	want := binary.BigEndian.AppendUint16(nil, uint16(s))
	return holds(part, want)
}

// PartOf is the place of the part in which a sliver would be.
func PartOf(s Sliver) int { return int(s >> 16) }

// KnownPart is the place of the part of names.
const KnownPart = known

// Knows reports whether that part holds a name.
func Knows(part []byte, name [NameLen]byte) bool { return holds(part, name[:]) }

func holds(part, member []byte) bool {
	n, width := len(part)/len(member), len(member)
	low, high := 0, n
	for low < high {
		mid := (low + high) / 2
		switch c := bytes.Compare(part[mid*width:(mid+1)*width], member); {
		case c == 0:
			return true
		case c < 0:
			low = mid + 1
		default:
			high = mid
		}
	}
	return false
}

// Has reports whether the list has a sliver.
func (l *List) Has(s Sliver) bool { return In(l.parts[PartOf(s)], s) }

// Checks compare all parts: the first bytes of the SHA-256 of each.
func (l *List) Checks() []byte {
	out := make([]byte, 0, Parts*CheckLen)
	for _, p := range l.parts {
		sum := sha256.Sum256(p)
		out = append(out, sum[:CheckLen]...)
	}
	return out
}

// Sum compares the whole list: the first bytes of the SHA-256 over each secret and the SHA-256 of each part. Of no
// list it is empty.
func (l *List) Sum() []byte {
	if l == nil || len(l.Keys) == 0 {
		return nil
	}
	all := sha256.New()
	for _, k := range l.Keys {
		all.Write(k)
	}
	for _, p := range l.parts {
		sum := sha256.Sum256(p)
		all.Write(sum[:])
	}
	return all.Sum(nil)[:SumLen]
}

// Differ lists the parts of which another list has other checks; all, the empty ones too, if it has none: what lies
// there may be of an older list.
func (l *List) Differ(checks []byte) (out []int) {
	mine := l.Checks()
	for i := range Parts {
		at := i * CheckLen
		if len(checks) != len(mine) || !bytes.Equal(mine[at:at+CheckLen], checks[at:at+CheckLen]) {
			out = append(out, i)
		}
	}
	return out
}

// Pack writes a part as it travels: of slivers the distance of each from the one before, as an unsigned LEB128
// varint; names as they are.
func Pack(i int, part []byte) []byte {
	if i == known {
		return part
	}
	var out []byte
	before := -1
	for j := 0; j < len(part); j += rest {
		now := int(binary.BigEndian.Uint16(part[j:]))
		out = binary.AppendUvarint(out, uint64(now-before-1))
		before = now
	}
	return out
}

// Unpack reads what Pack wrote. It fails with [ErrPart].
func Unpack(i int, packed []byte) ([]byte, error) {
	if i < 0 || i >= Parts {
		return nil, ErrPart
	}
	if i == known {
		if !ordered(packed, NameLen) {
			return nil, ErrPart
		}
		return packed, nil
	}
	out := []byte{}
	next := uint64(0)
	for len(packed) > 0 {
		gap, n := binary.Uvarint(packed)
		if n <= 0 || gap >= 1<<16 || next+gap >= 1<<16 {
			return nil, ErrPart
		}
		out = binary.BigEndian.AppendUint16(out, uint16(next+gap))
		next, packed = next+gap+1, packed[n:]
	}
	return out, nil
}
