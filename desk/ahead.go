package desk

import (
	"encoding/binary"

	"willing/casebook"
)

// listAhead is the list of those who wait for a position of headquarters' lane, by that position. Their commits count
// from it on (see the law's word on what is pending), so it can change people about whom nothing has come.
const listAhead = "ahead"

// aheadOf is the first position that a commit of a person knew and that lies behind pos; 0: there is none.
func aheadOf(pos uint64, commits [][]*casebook.Commit) (first uint64) {
	for _, own := range commits {
		for _, c := range own {
			for _, seen := range []uint64{c.Seen, c.Had} { // at the latter it turns out whether its device fell back
				if seen > pos && (first == 0 || seen < first) {
					first = seen
				}
			}
		}
	}
	return first
}

// touchAhead touches whoever waited for a position that headquarters' lane has reached. Where a turn found nobody, nobody
// is found again: whoever comes onto the list waits for a position behind the one that the house is at.
func (t *turn) touchAhead() error {
	pos := t.d.house.Pos
	if off("ahead") || pos == t.d.nobodyAt {
		return nil
	}
	found := false
	err := scanList(t.w, listAhead, nil, func(sort []byte, person casebook.ID) bool {
		reached := binary.BigEndian.Uint64(sort) <= pos
		if reached {
			t.touched.add(person)
		}
		found = found || reached
		return reached
	})
	if err == nil && !found {
		t.d.nobodyAt = pos
	}
	return err
}

func position(pos uint64) []byte { return binary.BigEndian.AppendUint64(nil, pos) }
