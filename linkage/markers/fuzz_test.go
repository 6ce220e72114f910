package markers_test

import (
	"bytes"
	"cmp"
	"slices"
	"testing"

	"willing/linkage"
	"willing/linkage/markers"
)

func FuzzMarker(f *testing.F) {
	raw, _ := seal(f, newRing(f, 30), sister, markers.Refusal, list).MarshalBinary()
	f.Add(raw)
	f.Add(raw[:24])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var m markers.Marker
		if m.UnmarshalBinary(b) != nil {
			return
		}
		again, err := m.MarshalBinary()
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("%x came back as %x, %v", b, again, err)
		}
		set := markers.NewSet(newRing(t, 30))
		if ref, err := set.Add(m); err != nil || !set.Remove(ref) {
			t.Fatal(err)
		}
	})
}

func FuzzKeyring(f *testing.F) {
	ring := newRing(f, 31)
	f.Add(ring.Text())
	_ = ring.Retire(1)
	f.Add(ring.Text())
	f.Add([]byte("willing marker keys 1\ncheck 6a8ce9b4e4b2b1a1\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := markers.ParseKeyring(text)
		if err == nil && !bytes.Equal(r.Text(), text) {
			t.Fatalf("%q came back as %q", text, r.Text())
		}
	})
}

// BenchmarkCheck asks 100,000 markers, of three generations, about one person.
func BenchmarkCheck(b *testing.B) {
	ring := newRing(b, 40)
	chacha := chance(41)
	set := markers.NewSet(ring)
	for range 100_000 {
		m := seal(b, ring, sister, markers.Imported, list)
		for i := range m.Tags { // somebody else's, without the cost of sealing
			_, _ = chacha.Read(m.Tags[i].Sum[:])
		}
		sortTags(m.Tags)
		add(b, set, m)
	}
	for range 2 {
		if _, err := ring.Add(chacha, today); err != nil {
			b.Fatal(err)
		}
	}
	add(b, set, seal(b, ring, oleksandra, markers.Refusal, markers.Batch{}))
	keys := linkage.Keys(oleksandra)
	for b.Loop() {
		if len(set.Check(keys)) == 0 {
			b.Fatal("not found")
		}
	}
	b.ReportMetric(float64(len(keys)), "keys")
}

func sortTags(tags []markers.Tag) {
	slices.SortFunc(tags, func(a, b markers.Tag) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), bytes.Compare(a.Sum[:], b.Sum[:]))
	})
}
