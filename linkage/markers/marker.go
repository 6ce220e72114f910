package markers

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"willing/linkage"
	"willing/sliver"
)

// Reason says why there is a marker. The numbers are stored and never change.
type Reason uint8

// The reasons: a no or a stop of the person's own, an erasure, a list of
// refusals brought in from elsewhere.
const (
	Refusal  Reason = 1
	Erasure  Reason = 2
	Imported Reason = 3
)

// String names the reason: refusal, erasure, imported.
func (r Reason) String() string {
	switch r {
	case Refusal:
		return "refusal"
	case Erasure:
		return "erasure"
	case Imported:
		return "imported"
	}
	return fmt.Sprintf("reason %d", uint8(r))
}

// Tag is the one-way mark of one linkage key. Tags can be compared within one
// generation and kind only.
type Tag struct {
	Generation uint16
	Kind       linkage.Kind
	Strength   linkage.Strength
	Sum        [16]byte
}

func compareTags(a, b Tag) int {
	return cmp.Or(
		cmp.Compare(a.Generation, b.Generation),
		cmp.Compare(a.Kind, b.Kind),
		slices.Compare(a.Sum[:], b.Sum[:]))
}

// Batch names what came in together and can be withdrawn together, such as one
// imported list: 16 random bytes. Zero means: no batch.
type Batch [16]byte

// Marker is what remains. Tags are sorted and without doubles, so that their
// order tells nothing. Expires is the month by which somebody has looked at it
// again at the latest (rule G27: five years); until it is removed a marker is checked.
type Marker struct {
	Tags    []Tag
	Reason  Reason
	Month   Month
	Expires Month
	Batch   Batch
	Field   Field
}

// Generation is that of the keys it was made with.
func (m Marker) Generation() uint16 {
	if len(m.Tags) == 0 {
		return 0
	}
	return m.Tags[len(m.Tags)-1].Generation // they are sorted
}

// Field is what laptops and phones carry of a marker, made when it was made since its keys are gone afterwards: see
// package sliver. The zero Field is none: such a marker is known at headquarters alone.
type Field struct {
	Print   [sliver.PrintSize]byte // of the secret
	Areas   []string               // where the person stood, and countries they have to do with; none: anywhere
	Slivers []sliver.Sliver        // in order and without doubles
}

func (f Field) none() bool { return len(f.Slivers) == 0 }

// Limits of the encoding.
const (
	bare     = 1 // version of a marker without a field
	version  = 2 // and of one with it
	maxAreas = 64
	maxArea  = 64
	headSize = 1 + 1 + 2 + 2 + len(Batch{}) + 2
	tagSize  = 2 + 1 + 1 + 16
	maxTags  = 4096
)

func (m Marker) check() error {
	if len(m.Tags) == 0 || len(m.Tags) > maxTags {
		return fmt.Errorf("%w: number of tags", ErrInvalid)
	}
	if m.Reason < Refusal || m.Reason > Imported {
		return fmt.Errorf("%w: reason", ErrInvalid)
	}
	if !m.Month.valid() || !m.Expires.valid() {
		return fmt.Errorf("%w: month", ErrInvalid)
	}
	for i, t := range m.Tags {
		if t.Generation == 0 || t.Kind == 0 || t.Strength != linkage.Weak && t.Strength != linkage.Strong {
			return fmt.Errorf("%w: tag", ErrInvalid)
		}
		if i > 0 && compareTags(m.Tags[i-1], t) >= 0 {
			return fmt.Errorf("%w: order of tags", ErrInvalid)
		}
	}
	return m.Field.check()
}

func (f Field) check() error {
	wrong := func(s string) bool { return s == "" || len(s) > maxArea }
	if len(f.Areas) > maxAreas || slices.ContainsFunc(f.Areas, wrong) || len(f.Slivers) > maxTags {
		return fmt.Errorf("%w: field", ErrInvalid)
	}
	for i, s := range f.Slivers {
		if s >= 1<<sliver.Bits || i > 0 && f.Slivers[i-1] >= s {
			return fmt.Errorf("%w: slivers", ErrInvalid)
		}
	}
	if f.none() && (len(f.Areas) > 0 || f.Print != [sliver.PrintSize]byte{}) {
		return fmt.Errorf("%w: a field without slivers", ErrInvalid)
	}
	return nil
}

// MarshalBinary encodes a marker; equal markers give equal bytes. Big-endian:
// version (1 byte), reason (1), month and expiry (2 each, year*12+month-1),
// batch (16), number of tags (2), then each tag: generation (2), kind (1),
// strength (1), sum (16). Version 1 ends there; in version 2 follow the print of
// the secret (4), the number of areas (1) and of each its length (1) and its
// name, the number of slivers (2) and each of them (3). Fails with ErrInvalid.
func (m Marker) MarshalBinary() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	b := make([]byte, 0, headSize+len(m.Tags)*tagSize)
	v := byte(version)
	if m.Field.none() {
		v = bare
	}
	b = append(b, v, byte(m.Reason))
	b = binary.BigEndian.AppendUint16(b, uint16(m.Month.number()))
	b = binary.BigEndian.AppendUint16(b, uint16(m.Expires.number()))
	b = append(b, m.Batch[:]...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(m.Tags)))
	for _, t := range m.Tags {
		b = binary.BigEndian.AppendUint16(b, t.Generation)
		b = append(b, byte(t.Kind), byte(t.Strength))
		b = append(b, t.Sum[:]...)
	}
	if v == bare {
		return b, nil
	}
	return m.Field.append(b), nil
}

func (f Field) append(b []byte) []byte {
	b = append(append(b, f.Print[:]...), byte(len(f.Areas)))
	for _, a := range f.Areas {
		b = append(append(b, byte(len(a))), a...)
	}
	b = binary.BigEndian.AppendUint16(b, uint16(len(f.Slivers)))
	for _, s := range f.Slivers {
		b = append(b, byte(s>>16), byte(s>>8), byte(s))
	}
	return b
}

// readField reads what append wrote, to the end; ok is false if it is something else.
func readField(b []byte) (f Field, ok bool) {
	take := func(n int) (part []byte) {
		if ok = ok && len(b) >= n; ok {
			part, b = b[:n], b[n:]
		}
		return part
	}
	number := func(n int) (v int) {
		for _, x := range take(n) {
			v = v<<8 | int(x)
		}
		return v
	}
	ok = true
	copy(f.Print[:], take(len(f.Print)))
	for n := number(1); n > 0 && ok; n-- {
		f.Areas = append(f.Areas, string(take(number(1))))
	}
	for n := number(2); n > 0 && ok; n-- {
		f.Slivers = append(f.Slivers, sliver.Sliver(number(3)))
	}
	return f, ok && len(b) == 0 && !f.none()
}

// UnmarshalBinary decodes what MarshalBinary wrote, and nothing else: whatever
// it accepts encodes to the same bytes. Kinds of keys that this version does
// not know are kept. Fails with ErrMalformed.
func (m *Marker) UnmarshalBinary(b []byte) error {
	if len(b) < headSize || b[0] != bare && b[0] != version {
		return fmt.Errorf("%w: head of marker", ErrMalformed)
	}
	got := Marker{
		Reason:  Reason(b[1]),
		Month:   monthNumbered(binary.BigEndian.Uint16(b[2:])),
		Expires: monthNumbered(binary.BigEndian.Uint16(b[4:])),
		Batch:   Batch(b[6:22]),
	}
	n, rest := int(binary.BigEndian.Uint16(b[22:])), b[headSize:]
	if n > maxTags || len(rest) < n*tagSize || b[0] == bare && len(rest) != n*tagSize {
		return fmt.Errorf("%w: length of marker", ErrMalformed)
	}
	if b[0] == version {
		var ok bool
		if got.Field, ok = readField(rest[n*tagSize:]); !ok {
			return fmt.Errorf("%w: field of marker", ErrMalformed)
		}
	}
	got.Tags = make([]Tag, n)
	for i := range got.Tags {
		t := rest[i*tagSize:]
		got.Tags[i] = Tag{binary.BigEndian.Uint16(t), linkage.Kind(t[2]), linkage.Strength(t[3]), [16]byte(t[4:20])}
	}
	if got.check() != nil {
		return fmt.Errorf("%w: content of marker", ErrMalformed)
	}
	*m = got
	return nil
}
