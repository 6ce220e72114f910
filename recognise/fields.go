package recognise

import (
	"slices"
	"strings"

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

// fields are those of all markers, in 3 bytes for each sliver and 16 for each marker: where a hundred thousand people
// said no, some 6 MB.
type fields struct {
	kinds  []kind
	places map[string]uint32 // of a kind, by its name
	of     []fieldOf
	bytes  []byte
}

// kind is what many fields have in common.
type kind struct {
	print [sliver.PrintSize]byte
	areas []string
}

type fieldOf struct {
	ref  markers.Ref
	kind uint32
	from uint32 // in bytes
	many uint32 // slivers
}

func (x *fields) add(ref markers.Ref, f markers.Field) {
	if len(f.Slivers) == 0 {
		return
	}
	name := string(f.Print[:]) + strings.Join(f.Areas, " ")
	place, ok := x.places[name]
	if !ok {
		if x.places == nil {
			x.places = map[string]uint32{}
		}
		place = uint32(len(x.kinds))
		x.places[name], x.kinds = place, append(x.kinds, kind{f.Print, f.Areas})
	}
	x.of = append(x.of, fieldOf{ref, place, uint32(len(x.bytes)), uint32(len(f.Slivers))})
	for _, s := range f.Slivers {
		x.bytes = append(x.bytes, byte(s>>16), byte(s>>8), byte(s))
	}
}

// settle gives memory back that was kept for more.
func (x *fields) settle() {
	x.of, x.bytes = slices.Clip(slices.Clone(x.of)), slices.Clip(slices.Clone(x.bytes))
}

// Offline implements [desk.Markers].
func (b *Book) Offline() [][]byte { return b.ring.Offline() }

// Listed implements [desk.Markers].
func (b *Book) Listed(in func(areas []string) bool) (out []sliver.Sliver) {
	live := map[[sliver.PrintSize]byte]bool{}
	for _, secret := range b.Offline() {
		live[sliver.Print(secret)] = true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	wanted := make([]bool, len(b.field.kinds))
	for i, k := range b.field.kinds {
		wanted[i] = live[k.print] && in(k.areas)
	}
	for _, f := range b.field.of {
		if !wanted[f.kind] {
			continue
		}
		if _, there := b.set.Marker(f.ref); !there {
			continue
		}
		for s := range slices.Chunk(b.field.bytes[f.from:f.from+3*f.many], 3) {
			out = append(out, sliver.Sliver(s[0])<<16|sliver.Sliver(s[1])<<8|sliver.Sliver(s[2]))
		}
	}
	return out
}
