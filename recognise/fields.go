package recognise

import (
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/linkage/markers"
	"willing/sliver"
)

// field is what devices carry of a marker, under the newest secret.
func field(secret []byte, keys []desk.Key, areas []string) (f markers.Field) {
	of := sliver.Under(secret)
	for _, name := range desk.IndexKeys(keys) {
		f.Slivers = append(f.Slivers, of(name))
	}
	slices.Sort(f.Slivers)
	if f.Slivers = slices.Compact(f.Slivers); len(f.Slivers) > 0 {
		f.Print, f.Areas = sliver.Print(secret), areas
	}
	return f
}

// fields are those of all markers, in 3 bytes for each sliver and 28 for each marker: where a hundred thousand people
// said no, some 7 MB. They are read when a device first asks, so that a house without devices has none.
type fields struct {
	kinds  []kind
	places map[string]uint32 // of a kind, by its name
	of     []fieldOf
	bytes  []byte
	gone   map[casebook.ID]int // how many of them there were when markers were last taken from somebody: theirs among them are void
}

// kind is what many fields have in common.
type kind struct {
	print [sliver.PrintSize]byte
	areas []string
}

type fieldOf struct {
	id   casebook.ID
	kind uint32
	from uint32 // in bytes
	many uint32 // slivers
}

func (x *fields) add(id casebook.ID, f markers.Field) {
	if x == nil || len(f.Slivers) == 0 {
		return
	}
	name := string(f.Print[:]) + strings.Join(f.Areas, " ")
	place, ok := x.places[name]
	if !ok {
		place = uint32(len(x.kinds))
		x.places[name], x.kinds = place, append(x.kinds, kind{f.Print, f.Areas})
	}
	x.of = append(x.of, fieldOf{id, place, uint32(len(x.bytes)), uint32(len(f.Slivers))})
	for _, s := range f.Slivers {
		x.bytes = append(x.bytes, byte(s>>16), byte(s>>8), byte(s))
	}
}

func (x *fields) remove(id casebook.ID) {
	if x != nil {
		x.gone[id] = len(x.of)
	}
}

// refill lets [desk.Replay] fill the fields alone.
type refill struct {
	*Book
	into *fields
}

func (r refill) Add(id casebook.ID, encoded []byte) error {
	var m markers.Marker
	err := m.UnmarshalBinary(encoded)
	r.into.add(id, m.Field)
	return err
}

func (r refill) Remove(id casebook.ID) { r.into.remove(id) }

// fill reads the fields of all markers, unless they are here. The caller holds the book.
func (b *Book) fill() error {
	if b.field != nil {
		return nil
	}
	into := &fields{places: map[string]uint32{}, gone: map[casebook.ID]int{}}
	if b.Again != nil {
		if err := b.Again(func(e desk.Entry) error { return desk.Replay(refill{b, into}, []desk.Entry{e}) }); err != nil {
			return err
		}
	}
	into.of, into.bytes = slices.Clip(slices.Clone(into.of)), slices.Clip(slices.Clone(into.bytes))
	b.field = into
	return nil
}

// Offline implements [desk.Markers].
func (b *Book) Offline() [][]byte { return b.ring.Offline() }

// Listed implements [desk.Markers].
func (b *Book) Listed(in func(areas []string) bool) (out []sliver.Sliver, err error) {
	live := map[[sliver.PrintSize]byte]bool{} // of generations that were neither lost nor let go
	for _, secret := range b.Offline() {
		live[sliver.Print(secret)] = true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.fill(); err != nil {
		return nil, err
	}
	wanted := make([]bool, len(b.field.kinds))
	for i, k := range b.field.kinds {
		wanted[i] = live[k.print] && in(k.areas)
	}
	for i, f := range b.field.of {
		if !wanted[f.kind] || i < b.field.gone[f.id] {
			continue
		}
		for s := range slices.Chunk(b.field.bytes[f.from:f.from+3*f.many], 3) {
			out = append(out, sliver.Sliver(s[0])<<16|sliver.Sliver(s[1])<<8|sliver.Sliver(s[2]))
		}
	}
	return out, nil
}
