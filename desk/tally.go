package desk

import (
	"bytes"

	"willing/casebook"
	"willing/journal"
)

// tallies are changes of the figures, gathered until the end of a turn: a list of leads changes the same few.
type tallies map[string]*Sum

// note takes in that rows stand in the place of others, so that the figures need not be counted (G26).
func (t tallies) note(old, rows []*Row) {
	if len(old) == 1 && len(rows) == 1 && old[0].sameFigures(rows[0]) {
		return
	}
	for _, before := range old {
		t.add(before, -1)
	}
	for _, row := range rows {
		t.add(row, +1)
	}
}

func (t tallies) add(row *Row, by int) {
	for _, sum := range row.sums() {
		if t[sum] == nil {
			t[sum] = &Sum{}
		}
		t[sum].add(row, by)
	}
}

// keep writes the changes of a turn's figures down.
func (t *turn) keepTallies() error {
	for territory, change := range t.tallies {
		if err := t.d.changeSum(t.w, territory, change); err != nil {
			return err
		}
	}
	clear(t.tallies)
	return nil
}

// sameFigures reports whether a row counts as another does.
func (row *Row) sameFigures(other *Row) bool {
	return row.Elsewhere == other.Elsewhere && row.Stage == other.Stage && row.Territory == other.Territory && row.Reached == other.Reached &&
		row.Ending == other.Ending && row.week() == other.week() && row.AfterNo == other.AfterNo && row.Irregular == other.Irregular && row.Pending == other.Pending &&
		sameLists(row.lists(), other.lists()) && row.closed() == other.closed()
}

// keptSum is a tally as a turn wrote it. It serves the next one if these bytes are still what the store holds.
type keptSum struct {
	raw []byte
	sum *Sum
}

// mostSums bounds how many are remembered.
const mostSums = 1024

func (d *Desk) changeSum(w journal.Writer, territory string, change *Sum) error {
	raw, err := w.Get(bucketTallies, tallyKey(territory))
	if err != nil {
		return err
	}
	sum := &Sum{}
	if kept, ok := d.sums[territory]; ok && bytes.Equal(kept.raw, raw) {
		sum = kept.sum
	} else if raw != nil {
		if err := journal.Unmarshal(raw, sum); err != nil {
			return err
		}
	}
	delete(d.sums, territory) // merge changes it: until it is written it is nobody's
	sum.merge(change)
	if raw, err = putSum(w, territory, sum); err != nil || raw == nil {
		return err
	}
	if d.sums == nil || len(d.sums) >= mostSums {
		d.sums = map[string]keptSum{}
	}
	d.sums[territory] = keptSum{raw, sum}
	return nil
}

// putSum keeps a tally, and returns it as it is stored; one that counts nobody is not kept.
func putSum(w journal.Writer, territory string, sum *Sum) ([]byte, error) {
	if sum.People == 0 {
		return nil, w.Delete(bucketTallies, tallyKey(territory))
	}
	raw, err := journal.Marshal(sum)
	if err != nil {
		return nil, err
	}
	return raw, w.Put(bucketTallies, tallyKey(territory), raw)
}

func tallyKey(territory string) []byte { return []byte("t" + territory) }

// Sum is the tally of one territory as it is kept.
type Sum struct {
	casebook.Tally
	Irregular int `json:"irregular"`
	Pending   int `json:"pending"`
	People    int `json:"people"`
	// Lists counts the people on each list: of those who need somebody, and of those behind a figure.
	Lists map[string]int `json:"lists,omitempty"`
	// Open counts those alone against whom nothing stands: all that a team sees (G01).
	Open OpenSum `json:"open"`
}

// OpenSum counts the people against whom nothing stands.
type OpenSum struct {
	casebook.Tally
	People int            `json:"people"`
	Lists  map[string]int `json:"lists,omitempty"`
}

func (s *Sum) add(row *Row, by int) {
	s.Tally.Add(&casebook.State{Stage: row.Stage, Ending: row.Ending, Reached: row.Reached, AfterNo: row.AfterNo}, by)
	s.Irregular += by * row.Irregular
	s.Pending += by * row.Pending
	s.People += by
	lists := row.lists()
	for _, l := range lists {
		count(&s.Lists, l.list, by)
	}
	if row.closed() {
		return
	}
	s.Open.Tally.Add(&casebook.State{Stage: row.Stage, Reached: row.Reached}, by)
	s.Open.People += by
	for _, l := range lists {
		count(&s.Open.Lists, l.list, by)
	}
}

// count adds to a number in a map that holds no zero.
func count(counts *map[string]int, name string, by int) {
	if *counts == nil {
		*counts = map[string]int{}
	}
	if (*counts)[name] += by; (*counts)[name] == 0 {
		delete(*counts, name)
	}
}

// merge adds another tally, which may count people out.
func (s *Sum) merge(other *Sum) {
	s.Stages = addCounts(s.Stages, other.Stages)
	s.Lists = addCounts(s.Lists, other.Lists)
	s.Reached += other.Reached
	s.Noes += other.Noes
	s.Leavers += other.Leavers
	s.AfterNo += other.AfterNo
	s.Irregular += other.Irregular
	s.Pending += other.Pending
	s.People += other.People
	s.Open.Stages = addCounts(s.Open.Stages, other.Open.Stages)
	s.Open.Lists = addCounts(s.Open.Lists, other.Open.Lists)
	s.Open.Reached += other.Open.Reached
	s.Open.People += other.Open.People
}

// addCounts adds counts to counts. What comes to nothing is left out.
func addCounts[K comparable](to, from map[K]int) map[K]int {
	for what, n := range from {
		if to == nil {
			to = map[K]int{}
		}
		if to[what] += n; to[what] == 0 {
			delete(to, what)
		}
	}
	if len(to) == 0 {
		return nil // as if nobody had ever been counted: so sums made anew are the same
	}
	return to
}
