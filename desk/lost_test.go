package desk

import (
	"strings"
	"testing"

	"willing/casebook"
	"willing/journal"
)

// What somebody has seen is told by its hash: after a restore its number is another thing's. Of what is lost they surely saw what
// headquarters went on from; of what is here no longer, what it went on from first.
func TestHowFarSomebodySaw(t *testing.T) {
	lane := laneBase{base: map[uint32]uint64{}, next: map[uint32]uint64{}, lost: map[uint64]uint64{}}
	hash := func(n byte) journal.Hash { return journal.Hash{n, n, n, n, n, n, n, n, n} }
	add := func(epoch uint32, seq uint64, n byte) { lane.add(journal.Header{Epoch: epoch, Seq: seq}, hash(n)) }
	for seq := range uint64(6) {
		add(1, seq+1, byte(seq+1))
	}
	if pos, sure := lane.seen(journal.Seen{Seq: 9, Hash: hash(99)}, 7); pos != 9 || !sure {
		t.Error("something is lost before any restore")
	}
	add(2, 1, 7)
	add(2, 2, 8)
	add(3, 1, 9) // behind 8, of which a third was lost
	lane.lost[beginning(hash(77))] = 6
	lane.lost[beginning(hash(88))] = 8
	for _, c := range []struct {
		name    string
		seen    journal.Seen
		arrived uint64
		pos     uint64
		sure    bool
	}{
		{"there", journal.Seen{Seq: 7, Hash: hash(7)}, 0, 7, true},
		{"nothing", journal.Seen{}, 0, 0, true},
		{"lost first, and here again", journal.Seen{Seq: 8, Hash: hash(77)}, 0, 6, true},
		{"lost later, and here again", journal.Seen{Seq: 9, Hash: hash(88)}, 0, 8, true},
		{"lost, and its number given again", journal.Seen{Seq: 9, Hash: hash(99)}, 0, 6, false},
		{"further than headquarters when it heard of it", journal.Seen{Seq: 30, Hash: hash(99)}, 9, 6, false},
		{"further than this node", journal.Seen{Seq: 30, Hash: hash(99)}, 0, 30, true},
		{"further than this node, and headquarters was there", journal.Seen{Seq: 30, Hash: hash(99)}, 31, 30, true},
		{"made up, of before the restore", journal.Seen{Seq: 5, Hash: hash(99)}, 0, 0, false},
	} {
		if pos, sure := lane.seen(c.seen, c.arrived); pos != c.pos || sure != c.sure {
			t.Errorf("%s: %d, sure %v, want %d, %v", c.name, pos, sure, c.pos, c.sure)
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
