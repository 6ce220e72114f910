package intake

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Rejects writes rejected rows as a CSV file in the shape of the file they came from: the same columns, and behind them
// "row" and "why". It is UTF-8, parted as its origin was, and safe to open in a spreadsheet program (see [Neutralise]) and to
// look at on a terminal (see [Visible]). Put right, it can be fed in again: [Open] ignores the two columns and takes the apostrophes off; with [File.Again] every column and date is
// read as in the first file. Coordinates are rounded, as everywhere.
type Rejects struct {
	w     *csv.Writer
	width int
}

// NewRejects begins such a file for the rows of f.
func NewRejects(w io.Writer, f *File) (*Rejects, error) {
	r := MoreRejects(w, f)
	heads := make([]string, 0, r.width+2)
	for _, c := range f.Layout.Columns {
		heads = append(heads, Neutralise(Visible(c.Heading)))
	}
	return r, r.w.Write(append(heads, "row", "why"))
}

// MoreRejects goes on with such a file behind the rows that it has.
func MoreRejects(w io.Writer, f *File) *Rejects {
	r := &Rejects{w: csv.NewWriter(w), width: len(f.Layout.Columns)}
	r.w.Comma = rejectsComma(f.Layout.Separator)
	return r
}

// rejectsComma keeps the separator of the file where encoding/csv can write it.
func rejectsComma(separator string) rune {
	if separator != "" && separator[0] < 0x7F && (separator[0] >= ' ' || separator == "\t") {
		return rune(separator[0])
	}
	return ','
}

// Write adds one row, with why it was rejected and what of it would be dropped besides, to be put right at once. Rows that are not rejected are not written.
func (r *Rejects) Write(row Row) error {
	if len(row.Rejected) == 0 {
		return nil
	}
	cells := make([]string, r.width, r.width+2)
	for i := range min(r.width, len(row.Cells)) {
		cells[i] = Neutralise(Visible(row.Cells[i]))
	}
	why := make([]string, 0, len(row.Rejected)+len(row.Notes))
	for _, p := range slices.Concat(row.Rejected, row.Notes) {
		if p.Code.keeps() {
			continue
		}
		p.Row = 0 // it stands beside
		why = append(why, p.String())
	}
	return r.w.Write(append(cells, strconv.Itoa(row.Number), strings.Join(why, "; ")))
}

// Flush writes out what is held back; call it at the end and look at the error.
func (r *Rejects) Flush() error {
	r.w.Flush()
	return r.w.Error()
}

// Again gives the options that read a file of rejects as this file was read: columns, order of dates, country.
func (f *File) Again() (Options, error) {
	o := f.options
	m, err := writeMapping(f.Layout, f.mapping.Strict)
	if err != nil {
		return Options{}, err
	}
	o.Mapping = strings.NewReader(string(m))
	o.Encoding, o.Sheet = utf8Name, ""
	o.Separator = string(rejectsComma(f.Layout.Separator))
	o.DateOrder = f.Layout.Dates.Order
	if o.Country == "" {
		o.Country = f.Layout.Country
	}
	return o, nil
}
