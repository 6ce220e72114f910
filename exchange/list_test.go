package exchange

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"willing/journal"
	"willing/sliver"
)

// slivers draws some, always the same.
func slivers(n int, seed uint64) (out []sliver.Sliver) {
	r := rand.New(rand.NewPCG(seed, 1))
	for range n {
		out = append(out, sliver.Sliver(r.Uint32N(1<<sliver.Bits)))
	}
	return out
}

func listOfSome(list []sliver.Sliver) *sliver.List {
	return sliver.Make([][]byte{bytes.Repeat([]byte{7}, sliver.SecretSize)}, slices.Clone(list), nil)
}

func (n *node) carries(t *testing.T, want *sliver.List) {
	t.Helper()
	if !bytes.Equal(n.list.Sum(), want.Sum()) {
		t.Errorf("it carries %d slivers, and should %d", n.list.Len(), want.Len())
	}
}

func TestAListReachesADeviceAndChangesOfItCostLittle(t *testing.T) {
	hq, laptop := house(t, italy)
	all := slivers(100_000, 1)
	device := laptop.key.Device()
	hq.lists = map[journal.Device]*sliver.List{device: listOfSome(all)}
	_, first, err := laptop.meets(hq, whole)
	hq.must(err)
	laptop.carries(t, hq.lists[device])
	if first > 200_000 {
		t.Errorf("100,000 slivers took %d bytes", first)
	}
	rounds := laptop.rounds
	up, down, err := laptop.meets(hq, whole)
	hq.must(err)
	if laptop.rounds != rounds+1 || up+down > 1024 {
		t.Errorf("nothing is new, and it took %d requests and %d bytes", laptop.rounds-rounds, up+down)
	}
	hq.lists[device] = listOfSome(append(slices.Clone(all[1:]), 77)) // one came, one went
	laptop.listed = 0
	up, down, err = laptop.meets(hq, whole)
	hq.must(err)
	laptop.carries(t, hq.lists[device])
	if laptop.listed != 2 || up+down > 6000 {
		t.Errorf("one sliver came and one went: %d parts, %d bytes up and %d down", laptop.listed, up, down)
	}
	t.Logf("100,000 slivers %d bytes; one more and one less %d", first, up+down)
	hq.lists[device] = listOfSome(nil)
	_, _, err = laptop.meets(hq, whole)
	hq.must(err)
	laptop.carries(t, hq.lists[device])
}

func TestAListComesBeforeAnyPersonAndGoesOnWhereTheLineBroke(t *testing.T) {
	hq, laptop := house(t, italy)
	anna := idOf("anna")
	hq.places[anna] = italy
	for range 300 {
		hq.writes(italy, anna)
	}
	hq.writes(journal.Control, anna, journal.Refuse)
	device := laptop.key.Device()
	hq.lists = map[journal.Device]*sliver.List{device: listOfSome(slivers(50_000, 2))}
	if _, _, err := laptop.meets(hq, line{-1, 40_000}); err == nil {
		t.Fatal("the line did not break")
	}
	if laptop.took > 1 || laptop.list.Len() == 0 || laptop.list.Len() == 50_000 {
		t.Errorf("%d commits came and %d slivers", laptop.took, laptop.list.Len())
	}
	had := laptop.listed
	_, _, err := laptop.meets(hq, whole)
	hq.must(err)
	laptop.carries(t, hq.lists[device])
	if laptop.listed != sliver.Parts-1 {
		t.Errorf("%d parts came before the line broke, and %d in all", had, laptop.listed)
	}
}

func TestWhoeverKnowsOfNoListIsSentNone(t *testing.T) {
	hq, laptop := house(t, italy)
	hq.lists = map[journal.Device]*sliver.List{laptop.key.Device(): listOfSome(slivers(100, 3))}
	s := laptop.request(1)
	s.Head.Prints = nil
	var out []Effect
	hq.must(Read(bytes.NewReader(laptop.message(s, nil)), nil, func(in Input) error {
		var err error
		var next State
		next, out, err = hq.step(State{Me: hq.key.Device(), head: s.Head}, in)
		_ = next
		return err
	}))
	for _, e := range out {
		if send, ok := e.(Send); ok && (len(send.Frames) > 0 || len(send.Head.Prints) > 0) {
			t.Error("an older program is sent a list")
		}
	}
}

func TestAListFromSomebodyElseIsRefused(t *testing.T) {
	hq, laptop := house(t, italy)
	frames, err := listFrames(listOfSome(slivers(10, 4)), nil)
	hq.must(err)
	s := laptop.request(1)
	s.Frames, s.Head.Frames = frames, sums(frames)
	if _, err := hq.answers(laptop.message(s, nil)); !errors.Is(err, ErrMessage) {
		t.Errorf("headquarters was told whom it must leave alone: %v", err)
	}
}

func FuzzList(f *testing.F) {
	frames, err := listFrames(listOfSome(slivers(50, 5)), nil)
	if err != nil {
		f.Fatal(err)
	}
	raw, err := unpack(frames[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		take, is, err := openList(raw)
		if !is || err != nil {
			return
		}
		var l sliver.List
		for i, part := range take.Parts {
			if err := l.Put(i, part); err != nil {
				t.Error("what was read is no part of a list")
			}
		}
	})
}
