package intake

import (
	"io"
	"strings"
)

// cell is one cell as the file holds it, decoded.
type cell struct {
	text string
	day  bool // the workbook knows it as a date; text is then ISO 8601
}

// record is one row of a table.
type record struct {
	number int // as a spreadsheet program shows it
	cells  []cell
	fault  *Problem // the row breaks a bound or its line is no JSON: reject it
}

// table hands out the rows of one pass over a file; io.EOF after the last. Any other error is a *FileError.
type table interface {
	next() (record, error)
	io.Closer
}

func (r record) empty() bool {
	for _, c := range r.cells {
		if c.text != "" {
			if value, _ := clean(c.text); value != "" {
				return false
			}
		}
	}
	return true
}

func (r record) texts() []string {
	out := make([]string, len(r.cells))
	for i, c := range r.cells {
		out[i] = c.text
	}
	return out
}

// tooLong and tooWide reject a row that breaks a bound.
func tooLong(row, column, size int) *Problem {
	return &Problem{Row: row, Column: Letter(column), Code: CodeTooLong,
		Text: "a cell of " + grouped(size) + " bytes; at most " + grouped(MaxCell) + " are read", Remedy: "shorten the cell"}
}

func tooWide(row, columns int) *Problem {
	return &Problem{Row: row, Code: CodeTooWide,
		Text: grouped(columns) + " columns; at most " + grouped(MaxColumns) + " are read", Remedy: "keep the columns that are needed"}
}

func rowTooLong(row int) *Problem {
	return &Problem{Row: row, Code: CodeTooLong, Text: "a row of more than " + grouped(MaxRow) + " bytes", Remedy: "shorten its cells"}
}

// fileErrorOf turns a broken bound in a heading row into the refusal of the file.
func fileErrorOf(p *Problem) *FileError {
	return &FileError{Row: p.Row, Column: p.Column, Code: p.Code, Problem: p.Text, Remedy: p.Remedy}
}

// trimmedHeading writes a heading on one line, at a bearable length.
func trimmedHeading(s string) string {
	value, _ := clean(s)
	value = strings.Join(strings.Fields(value), " ")
	if r := []rune(value); len(r) > 80 {
		value = string(r[:80]) + "…"
	}
	return value
}
