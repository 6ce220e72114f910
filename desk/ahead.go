package desk

import (
	"encoding/binary"

	"willing/casebook"
)

// listAhead is the list of those who wait for a position of headquarters' lane, by that position. Their commits count
// from it on (see the law's word on what is pending), so it can change people about whom nothing has come.
const listAhead = "ahead"

// everLost stands in that list for those of whom a commit knew what headquarters lost, and what may come back.
const everLost = 1 << 63

// aheadOf is the first position that a commit of a person knew and that lies behind pos; 0: there is none.
func aheadOf(pos uint64, commits [][]*casebook.Commit) (first uint64) {
	for _, own := range commits {
		for _, c := range own {
			if c.Unsure && first == 0 {
				first = everLost
			}
			for _, seen := range []uint64{c.Seen, c.Had} { // at the latter it turns out whether its device fell back
				if seen > pos && (first == 0 || seen < first) {
					first = seen
				}
			}
		}
	}
	return first
}

// touchAhead touches whoever waited for a position that headquarters' lane has reached, and whoever knew what it lost, if something of
// that came back. Where a turn found nobody, nobody is found again: whoever comes onto the list waits for a position behind the one
// that the house is at.
func (t *turn) touchAhead() error {
	pos := t.d.house.Pos
	if off("ahead") || pos == t.d.nobodyAt && !t.cameBack {
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
	if err == nil && t.cameBack {
		err = scanList(t.w, listAhead, position(everLost-1), func(_ []byte, person casebook.ID) bool {
			t.touched.add(person)
			return true
		})
	}
	if found || t.cameBack {
		t.w.forgetAll() // decoded commits say how far their authors saw
	}
	return err
}

func position(pos uint64) []byte { return binary.BigEndian.AppendUint64(nil, pos) }
