package sliver_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"willing/sliver"
)

var secret = bytes.Repeat([]byte{3}, sliver.SecretSize)

func Example() {
	refused := sliver.Of(secret, "phone +393331112233")
	list := sliver.Make([][]byte{secret}, []sliver.Sliver{refused}, nil)
	fmt.Println(list.Has(sliver.Of(secret, "phone +393331112233")), list.Has(sliver.Of(secret, "phone +393331112234")))
	// Output: true false
}

// Of a hundred thousand slivers a stranger's key meets one as often as arithmetic says.
func TestHowOftenAStrangerIsMet(t *testing.T) {
	under := sliver.Under(secret)
	var all []sliver.Sliver
	for i := range 100_000 {
		all = append(all, under(fmt.Sprint("somebody ", i)))
	}
	list := sliver.Make([][]byte{secret}, all, nil)
	met := 0
	const strangers = 200_000
	for i := range strangers {
		if list.Has(under(fmt.Sprint("a stranger ", i))) {
			met++
		}
	}
	if rate := float64(met) / strangers; rate < 0.0055 || rate > 0.0065 {
		t.Errorf("%.3f %% of strangers are met", 100*rate)
	} else {
		t.Logf("%.3f %% of the keys of strangers meet one of %d slivers", 100*rate, list.Len())
	}
}

func TestPartsComeBackAndDifferWhereListsDiffer(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []sliver.Sliver
	for range 5000 {
		all = append(all, sliver.Sliver(r.Uint32N(1<<sliver.Bits)))
	}
	name := sliver.Name([]byte("a record"), all[0])
	list := sliver.Make([][]byte{secret}, all, [][sliver.NameLen]byte{name, {9}})
	if !sliver.Knows(list.Part(sliver.KnownPart), name) || sliver.Knows(list.Part(sliver.KnownPart), sliver.Name([]byte("another"), all[0])) {
		t.Error("names are not those that were given")
	}
	var copied sliver.List
	copied.Keys = list.Keys
	if got := list.Differ(nil); len(got) != sliver.Parts {
		t.Errorf("%d parts are sent to whoever has none", len(got))
	}
	for _, i := range list.Differ(copied.Checks()) {
		part, err := sliver.Unpack(i, sliver.Pack(i, list.Part(i)))
		if err != nil {
			t.Fatal(err)
		}
		if err := copied.Put(i, part); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(copied.Sum(), list.Sum()) || copied.Len() != list.Len() || len(list.Differ(copied.Checks())) > 0 {
		t.Error("the copy is another list")
	}
	fewer := sliver.Make([][]byte{secret}, all[1:], [][sliver.NameLen]byte{name, {9}})
	if got := fewer.Differ(list.Checks()); len(got) != 1 || got[0] != sliver.PartOf(all[0]) {
		t.Errorf("one sliver went, and %v differ", got)
	}
	if other := sliver.Make([][]byte{bytes.Repeat([]byte{4}, 32)}, all, nil); bytes.Equal(other.Sum(), list.Sum()) || (*sliver.List)(nil).Sum() != nil {
		t.Error("another secret makes the same list")
	}
}

func TestWhatIsNoPartIsRefused(t *testing.T) {
	var l sliver.List
	for i, part := range map[int][]byte{0: {1}, 1: {0, 2, 0, 1}, 2: {0, 1, 0, 1}, sliver.KnownPart: {1, 2, 3}, -1: {}, sliver.Parts: {}} {
		if l.Put(i, part) == nil {
			t.Errorf("part %d was taken", i)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(0, []byte{0, 5, 0x80, 1})
	f.Add(sliver.KnownPart, make([]byte, 8))
	f.Fuzz(func(t *testing.T, i int, packed []byte) {
		part, err := sliver.Unpack(i, packed)
		if err != nil {
			return
		}
		var l sliver.List
		if err := l.Put(i, part); err != nil {
			t.Fatal(err)
		}
		again, err := sliver.Unpack(i, sliver.Pack(i, part))
		if err != nil || !bytes.Equal(again, part) {
			t.Error("a part does not come back")
		}
	})
}
