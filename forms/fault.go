package forms

import (
	"fmt"
	"slices"
)

// Fault is one thing that keeps a workbook from being a form.
type Fault struct {
	Line    int    // line of the file, from 1, as an editor counts; 0: the file as a whole
	Row     int    // row as a spreadsheet program counts, from 1; a cell with a line break does not add a row
	Column  string // as a spreadsheet program names it: "C"; empty: the whole row
	Problem string // what is wrong
	Remedy  string // what to do about it
}

// Where says row and column for people: "row 4, column C".
func (f Fault) Where() string {
	switch {
	case f.Row == 0:
		return "the file"
	case f.Column == "":
		return fmt.Sprintf("row %d", f.Row)
	}
	return fmt.Sprintf("row %d, column %s", f.Row, f.Column)
}

// String is the fault in one line, with the remedy.
func (f Fault) String() string { return f.Where() + ": " + f.Problem + ": " + f.Remedy }

// faults gathers what is wrong, so that one run shows all of it.
type faults []Fault

// at blames one cell; column counts from 0, less than 0 blames the row.
func (fs *faults) at(r row, column int, problem, remedy string) {
	*fs = append(*fs, Fault{r.line, r.number, columnName(column), problem, remedy})
}

func (fs *faults) whole(problem, remedy string) {
	*fs = append(*fs, Fault{Problem: problem, Remedy: remedy})
}

// sorted puts the faults in the order in which a person works through the sheet.
func (fs faults) sorted() []Fault {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		if len(a.Column) != len(b.Column) {
			return len(a.Column) - len(b.Column)
		}
		switch {
		case a.Column < b.Column:
			return -1
		case a.Column > b.Column:
			return 1
		}
		return 0
	})
	return fs
}

// columnName turns 0 into "A" and 26 into "AA"; "" below 0.
func columnName(n int) string {
	name := ""
	for ; n >= 0; n = n/26 - 1 {
		name = string(rune('A'+n%26)) + name
	}
	return name
}
