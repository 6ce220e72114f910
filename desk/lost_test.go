package desk

import (
	"strings"
	"testing"

	"willing/casebook"
	"willing/journal"
)

// Only what a restored headquarters has no longer is lost, and only behind where it went on: whoever had seen what is still there
// knows it for ever.
func TestWhatHeadquartersLost(t *testing.T) {
	lane := laneBase{base: map[uint32]uint64{}}
	hash := func(n byte) journal.Hash { return journal.Hash{n, n, n, n, n, n, n, n, n} }
	for seq := range uint64(6) {
		lane.add(journal.Header{Epoch: 1, Seq: seq + 1}, hash(byte(seq+1)))
	}
	if _, lost := lane.lost(journal.Seen{Seq: 9, Hash: hash(99)}); lost {
		t.Error("something is lost before any restore")
	}
	lane.add(journal.Header{Epoch: 2, Seq: 1}, hash(7))
	for _, c := range []struct {
		name string
		seen journal.Seen
		from uint64
		lost bool
	}{
		{"there", journal.Seen{Seq: 7, Hash: hash(7)}, 0, false},
		{"another of the same place", journal.Seen{Seq: 7, Hash: hash(99)}, 6, true},
		{"further than it is now", journal.Seen{Seq: 30, Hash: hash(99)}, 6, true},
		{"made up, of before the restore", journal.Seen{Seq: 5, Hash: hash(99)}, 0, false},
		{"nothing", journal.Seen{}, 0, false},
	} {
		if from, lost := lane.lost(c.seen); from != c.from || lost != c.lost {
			t.Errorf("%s: lost %v behind %d, want %v, %d", c.name, lost, from, c.lost, c.from)
		}
	}
}

// A house of its own side larger than a node can hold is refused, by name and with a remedy, and not taken into memory.
func TestAHouseThatNobodyCanHold(t *testing.T) {
	lane := laneBase{base: map[uint32]uint64{}}
	huge := journal.Commit{Header: journal.Header{Types: []string{casebook.DisclosureProposed, casebook.StopMade}}} // the latter is a person's
	huge.Bodies = []*journal.Body{{Content: make([]byte, journal.MaxBody)}, {Content: make([]byte, journal.MaxBody)}}
	for n := range mostHouse / journal.MaxBody {
		if err := lane.carry(huge); err != nil {
			t.Fatalf("after %d: %v", n, err)
		}
	}
	if err := lane.carry(huge); KindOf(err) != Broken || !strings.Contains(err.Error(), "64 MB") {
		t.Errorf("it says %v", err)
	}
}

// An imported list counts as what is kept of it.
func TestAListIsCarriedAsItIsKept(t *testing.T) {
	raw, err := journal.Marshal(&casebook.Batch{Office: "Genova", Markers: [][]byte{make([]byte, 300), make([]byte, 300)}})
	if err != nil {
		t.Fatal(err)
	}
	list := journal.Commit{Header: journal.Header{Types: []string{casebook.RefusalsImported}}, Bodies: []*journal.Body{{Content: raw}}}
	if short := shortened(list); len(short.Bodies[0].Content) > 100 || len(list.Bodies[0].Content) != len(raw) {
		t.Errorf("%d bytes, and %d before", len(short.Bodies[0].Content), len(list.Bodies[0].Content))
	}
}
