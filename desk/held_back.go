package desk

import (
	"bytes"
	"context"
	"time"

	"willing/casebook"
	"willing/journal"
)

// What a team notes and a strong key holds back leaves no record, what is only set aside does; and a record is met again
// by every other number that stood in it. Then a scout who noted somebody with a number of their own making could ask
// by that number which of the two it was: whether a no stands against them (G01). So of what a team noted and was held
// back there stay marks, one of each key by which a record would be met, for as long as such a record would stay. They
// answer like it: the one sentence, and whoever is noted with such a key is set aside for a named person.

// bucketHeldBack: mark of a key → heldBack. It is no view: nothing else of it is written down.
const bucketHeldBack journal.Bucket = "held-back"

// heldBack is of which row a mark is, by its tag, and since when.
type heldBack struct {
	Row []byte `json:"r"`
	At  int64  `json:"at"` // Unix ms
}

// ByHeldBack is the kind of a match with somebody whom a team noted and who was held back.
const ByHeldBack = "held-back"

// markHeldBack leaves the marks of a row that a team noted.
func (t *turn) markHeldBack(row LeadRow, tag []byte) error {
	raw, err := journal.Marshal(heldBack{Row: tag, At: t.now.UnixMilli()})
	if err != nil {
		return failFrom(Broken, err, "the mark cannot be written")
	}
	for _, mark := range t.d.heldBackMarks(row.Particulars) {
		if err := t.w.Put(bucketHeldBack, mark, raw); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) heldBackMarks(p casebook.Particulars) (out [][]byte) {
	for _, key := range IndexKeys(d.Matcher.Keys(p)) {
		out = append(out, d.Markers.Tag("held-back", key))
	}
	return out
}

// meetsHeldBack adds to what particulars meet whom a team noted and who was held back.
func (d *Desk) meetsHeldBack(r journal.Reader, p casebook.Particulars, found []casebook.Match) ([]casebook.Match, error) {
	for _, mark := range d.heldBackMarks(p) {
		raw, err := r.Get(bucketHeldBack, mark)
		if err != nil {
			return nil, err
		}
		if raw == nil {
			continue
		}
		var of heldBack
		if err := journal.Unmarshal(raw, &of); err != nil || !d.house.Released(of.Row) && !d.tooLongHeldBack(of) {
			found = addMatch(found, casebook.Match{Marker: true, Strength: strengthWord(false), Kinds: []string{ByHeldBack}, Met: [][]byte{mark}})
		}
	}
	return found, nil
}

// tooLongHeldBack reports whether a record noted then would be deleted by now (G03).
func (d *Desk) tooLongHeldBack(of heldBack) bool {
	return !d.Now().Before(time.UnixMilli(of.At).AddDate(0, 0, d.limitsNow().UnapproachedDays))
}

// forgetHeldBack drops the marks that have had their time. It writes only if there are some.
func (d *Desk) forgetHeldBack(ctx context.Context) error {
	var old [][]byte
	err := d.see(ctx, func(r journal.Reader) error {
		marks, failed := r.Scan(bucketHeldBack, nil, nil)
		for mark, raw := range marks {
			var of heldBack
			if journal.Unmarshal(raw, &of) == nil && d.tooLongHeldBack(of) {
				old = append(old, bytes.Clone(mark))
			}
		}
		return failed()
	})
	if err != nil || len(old) == 0 {
		return err
	}
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		for _, mark := range old {
			if err := t.w.Delete(bucketHeldBack, mark); err != nil {
				return err
			}
		}
		return nil
	})
}
