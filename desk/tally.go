package desk

import (
	"willing/casebook"
	"willing/journal"
)

// tally keeps the figures up to date, so that they need not be counted (G26).
func tally(w journal.Writer, old, rows []*Row) error {
	changes := map[string][]func(*Sum){}
	note := func(r *Row, by int) {
		change := func(s *Sum) { s.add(r, by) }
		for _, sum := range r.sums() {
			changes[sum] = append(changes[sum], change)
		}
	}
	if len(old) == 1 && len(rows) == 1 && old[0].sameFigures(rows[0]) {
		return nil
	}
	for _, before := range old {
		note(before, -1)
	}
	for _, row := range rows {
		note(row, +1)
	}
	for territory, list := range changes {
		if err := changeSum(w, territory, list); err != nil {
			return err
		}
	}
	return nil
}

// sameFigures reports whether a row counts as another does.
func (row *Row) sameFigures(other *Row) bool {
	return row.Stage == other.Stage && row.Territory == other.Territory && row.Reached == other.Reached &&
		row.Ending == other.Ending && row.week() == other.week() && row.AfterNo == other.AfterNo && row.Irregular == other.Irregular && row.Pending == other.Pending &&
		sameLists(row.needs(), other.needs()) && row.closed() == other.closed()
}

func changeSum(w journal.Writer, territory string, changes []func(*Sum)) error {
	raw, err := w.Get(bucketTallies, tallyKey(territory))
	if err != nil {
		return err
	}
	var sum Sum
	if raw != nil {
		if err := journal.Unmarshal(raw, &sum); err != nil {
			return err
		}
	}
	for _, change := range changes {
		change(&sum)
	}
	return putSum(w, territory, &sum)
}

// putSum keeps a tally; one that counts nobody is not kept.
func putSum(w journal.Writer, territory string, sum *Sum) error {
	if sum.People == 0 {
		return w.Delete(bucketTallies, tallyKey(territory))
	}
	raw, err := journal.Marshal(sum)
	if err != nil {
		return err
	}
	return w.Put(bucketTallies, tallyKey(territory), raw)
}

func tallyKey(territory string) []byte { return []byte("t" + territory) }

// Sum is the tally of one territory as it is kept.
type Sum struct {
	casebook.Tally
	Irregular int `json:"irregular"`
	Pending   int `json:"pending"`
	People    int `json:"people"`
	// Needs counts the people on each list of those who need somebody.
	Needs map[string]int `json:"needs,omitempty"`
	// Open counts those alone against whom nothing stands: all that a team sees (G01).
	Open OpenSum `json:"open"`
}

// OpenSum counts the people against whom nothing stands.
type OpenSum struct {
	casebook.Tally
	People int            `json:"people"`
	Needs  map[string]int `json:"needs,omitempty"`
}

func (s *Sum) add(row *Row, by int) {
	s.Tally.Add(&casebook.State{Stage: row.Stage, Ending: row.Ending, Reached: row.Reached, AfterNo: row.AfterNo}, by)
	s.Irregular += by * row.Irregular
	s.Pending += by * row.Pending
	s.People += by
	for list := range row.needs() {
		count(&s.Needs, list, by)
	}
	if row.closed() {
		return
	}
	s.Open.Tally.Add(&casebook.State{Stage: row.Stage, Reached: row.Reached}, by)
	s.Open.People += by
	for list := range row.needs() {
		count(&s.Open.Needs, list, by)
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
