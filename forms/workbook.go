package forms

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxBytes is the largest workbook that is read.
const MaxBytes = 1 << 20

// row is one record of the file. Cells are trimmed of white space at both ends.
type row struct {
	line   int // of the file
	number int // as a spreadsheet program counts
	cells  []string
}

// cell returns the text in a column, "" beyond the end.
func (r row) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column]
}

func (r row) empty() bool {
	for _, c := range r.cells {
		if c != "" {
			return false
		}
	}
	return true
}

// sheet is one block of the workbook: its name stands in the first column, its headings in the row below.
type sheet struct {
	title  row // where the name stands
	header row
	rows   []row
}

// readWorkbook splits a CSV workbook into its sheets, by lower-case name. It follows pyxform: a word in
// the first column begins a sheet, whose headings are the next cells that are not empty, in that row or below.
func readWorkbook(r io.Reader, fs *faults) map[string]*sheet {
	rows := readRows(r, fs)
	sheets := map[string]*sheet{}
	var open *sheet
	for _, r := range rows {
		if name := strings.ToLower(r.cell(0)); name != "" {
			open = newSheet(sheets, name, r, fs)
			r.cells = append([]string{""}, r.cells[1:]...)
		}
		switch {
		case r.empty():
		case open == nil:
			fs.at(r, -1, "a row before the first sheet", "write survey, choices or settings into column A of a row of its own above")
		case open.header.cells == nil:
			open.header = r
		default:
			open.rows = append(open.rows, r)
		}
	}
	return sheets
}

func newSheet(sheets map[string]*sheet, name string, r row, fs *faults) *sheet {
	s := &sheet{title: r}
	switch {
	case name != "survey" && name != "choices" && name != "settings":
		fs.at(r, 0, "a sheet that is not supported yet", "column A holds only survey, choices and settings, each at the top of its sheet")
	case sheets[name] != nil:
		fs.at(r, 0, "the sheet "+name+" stands here a second time", "join the two")
	default:
		sheets[name] = s
	}
	return s
}

// readRows reads all records it can; rows with broken quotes are faults and left out.
func readRows(r io.Reader, fs *faults) []row {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		fs.whole("the file cannot be read", "check the disk and the rights of the file")
		return nil
	}
	if len(data) > MaxBytes {
		fs.whole("the file is larger than 1 MB", "split the instrument; pictures and sound do not belong into it")
		return nil
	}
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	c.FieldsPerRecord = -1
	var rows []row
	inside := 0 // line breaks within cells so far: they add a line to the file but no row to the sheet
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			blameQuotes(err, inside, fs)
			continue
		}
		line, _ := c.FieldPos(0)
		row := row{line, line - inside, cells}
		for i, cell := range cells {
			inside += strings.Count(cell, "\n")
			cells[i] = strings.TrimSpace(cell)
			checkCharacters(row, i, fs)
		}
		if len(cells) == 1 && strings.Contains(cells[0], ";") && len(rows) == 0 {
			fs.at(row, -1, "the cells are separated by semicolons", "save the spreadsheet as CSV with commas, in UTF-8")
			return nil
		}
		rows = append(rows, row)
	}
}

// blameQuotes reports the only thing that can go wrong with a file that is in memory already.
func blameQuotes(err error, inside int, fs *faults) {
	var broken *csv.ParseError
	line := 1
	if errors.As(err, &broken) {
		line = broken.StartLine
	}
	fs.at(row{line: line, number: max(1, line-inside)}, -1, "a quotation mark is not closed or stands inside a cell",
		`put the whole cell into "..." and write "" for a quotation mark within it`)
}

func checkCharacters(r row, column int, fs *faults) {
	text := r.cells[column]
	if !utf8.ValidString(text) {
		fs.at(r, column, "characters that are not UTF-8", "save the spreadsheet as CSV in UTF-8")
		return
	}
	control := func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\r' }
	if strings.ContainsFunc(text, control) {
		fs.at(r, column, "an invisible control character", "write the cell anew")
	}
}
