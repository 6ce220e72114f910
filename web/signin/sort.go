package signin

import (
	"cmp"
	"slices"
)

// sortLines brings the fields of a form into one order: maps have none. Values of one field keep theirs.
func sortLines(lines []line) {
	slices.SortStableFunc(lines, func(x, y line) int { return cmp.Compare(x.Name, y.Name) })
}
