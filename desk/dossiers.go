package desk

import (
	"bytes"
	"slices"
	"sync"

	"willing/casebook"
)

// dossiers remembers, from one turn to the next, the decoded commits and rows of people whom turns lately looked
// at: whoever is met is written about several times in a row. Views do not ask it, since each looks at a moment of
// its own.
//
// A turn that changes a record forgets it at once, so that the next one reads what stands in the store, and
// hands its own reading in only when the store has confirmed it. What is handed in counts only if no later
// turn has changed the record meanwhile. So nothing is here that is not durable, whatever becomes of a turn.
type dossiers struct {
	mu        sync.Mutex
	turns     uint64
	underWay  map[uint64]bool        // turns begun and not ended, in the order in which they hold the store
	changed   map[casebook.ID]uint64 // the turn that last changed a record, while an earlier one is under way
	changes   []recordChange         // the same, oldest first
	forgotten uint64                 // the turn that last forgot everybody

	young, aged map[casebook.ID]reading
	size        int // commits in young

	known map[string][]byte // room for what the next turn reads: see memo. Whoever has the turn has it
}

// reading is what is remembered of one record.
type reading struct {
	commits []*casebook.Commit
	row     *Row // of the person whose first record it is: true as long as its bytes are those in the store
}

type recordChange struct {
	record casebook.ID
	turn   uint64
}

// dossiersKeep bounds how many commits one of the two generations holds, about 2 KB each.
const dossiersKeep = 8192

// begin begins a turn, which holds the store, and names it.
func (x *dossiers) begin() uint64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.underWay == nil {
		x.underWay, x.changed = map[uint64]bool{}, map[casebook.ID]uint64{}
	}
	x.turns++
	x.underWay[x.turns] = true
	return x.turns
}

// get returns what the last turns left of a record.
func (x *dossiers) get(record casebook.ID) (reading, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if d, ok := x.young[record]; ok {
		return d, true
	}
	d, ok := x.aged[record]
	return d, ok
}

// forget notes that a turn changes a record.
func (x *dossiers) forget(turn uint64, record casebook.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.changed[record] = turn
	x.changes = append(x.changes, recordChange{record, turn})
	x.drop(record)
}

func (x *dossiers) drop(record casebook.ID) {
	x.size -= len(x.young[record].commits)
	delete(x.young, record)
	delete(x.aged, record)
}

// forgetAll notes that a turn changes more than the records it names: it erases, takes in what others wrote, or
// hears of arrivals. Nothing of what was erased may stay.
func (x *dossiers) forgetAll(turn uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.forgotten = turn
	x.young, x.aged, x.size = nil, nil, 0
}

// end ends a turn. read is what it read, if it is durable.
func (x *dossiers) end(turn uint64, read map[casebook.ID]reading) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.forgotten <= turn {
		for record, d := range read {
			if x.changed[record] <= turn {
				x.keep(record, d)
			}
		}
	}
	delete(x.underWay, turn)
	x.settle()
}

func (x *dossiers) keep(record casebook.ID, d reading) {
	if len(d.commits) == 0 || slices.ContainsFunc(d.commits, houseOnly) {
		return // the house's own commits may be long, as an imported list is
	}
	x.drop(record)
	if x.size += len(d.commits); x.size > dossiersKeep {
		x.young, x.aged, x.size = nil, x.young, len(d.commits)
	}
	if x.young == nil {
		x.young = map[casebook.ID]reading{}
	}
	x.young[record] = d
}

// settle forgets the changes before which no turn is left that could hand in what was there before.
func (x *dossiers) settle() {
	oldest := x.turns + 1
	for turn := range x.underWay {
		oldest = min(oldest, turn)
	}
	n := 0
	for n < len(x.changes) && x.changes[n].turn <= oldest {
		if c := x.changes[n]; x.changed[c.record] == c.turn {
			delete(x.changed, c.record)
		}
		n++
	}
	x.changes = slices.Delete(x.changes, 0, n)
}

// knownRow returns the row that these bytes say, if it was decoded before.
func (d reading) knownRow(raw []byte) *Row {
	if d.row == nil || !bytes.Equal(d.row.raw, raw) {
		return nil
	}
	return d.row
}
