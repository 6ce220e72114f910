package intake

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// sheetTable reads the rows of one sheet as a stream. Rows that a sheet leaves out because they are empty are handed out
// as empty, so that all are accounted for; a gap of more than longGap rows is jumped.
type sheetTable struct {
	w       *workbook
	xml     *xml.Decoder
	part    io.Closer
	owned   bool // the workbook is closed with the table
	row     int  // last row handed out
	pending *record
	width   int
}

func (w *workbook) sheet(target string) (*sheetTable, error) {
	d, c, err := w.open(target)
	if err != nil {
		return nil, err
	}
	return &sheetTable{w: w, xml: d, part: c}, nil
}

func (t *sheetTable) Close() error {
	err := t.part.Close()
	if t.owned {
		err = errors.Join(err, t.w.zip.Close())
	}
	return err
}

func (t *sheetTable) next() (record, error) {
	if t.pending == nil {
		rec, err := t.stored()
		if err != nil {
			return record{}, err
		}
		t.pending = &rec
	}
	if t.pending.number-t.row > longGap {
		t.row = t.pending.number - 1
	}
	t.row++
	if t.row < t.pending.number {
		return record{number: t.row}, nil
	}
	rec := *t.pending
	t.pending = nil
	return rec, nil
}

// stored reads the next row that the sheet holds.
func (t *sheetTable) stored() (record, error) {
	for {
		tok, err := t.xml.Token()
		if errors.Is(err, io.EOF) {
			return record{}, io.EOF
		}
		if err != nil {
			return record{}, xmlError(err, t.row+1, -1)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if e.Name.Local == "row" {
				return t.readRow(e)
			}
		case xml.EndElement:
			if e.Name.Local == "sheetData" {
				return record{}, io.EOF
			}
		}
	}
}

func (t *sheetTable) readRow(start xml.StartElement) (record, error) {
	number := t.row + 1
	if s := attribute(start, "r"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < number || n > MaxRows {
			return record{}, &FileError{Row: number, Code: CodeBroken, Problem: "the rows of the sheet are out of order", Remedy: "open it, save it again as .xlsx or CSV"}
		}
		number = n
	}
	rec := record{number: number, cells: make([]cell, 0, t.width)}
	column, size := -1, 0
	for {
		tok, err := t.xml.Token()
		if err != nil {
			return record{}, t.cut(err, number, column+1)
		}
		switch e := tok.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				t.width = len(rec.cells)
				return rec, nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			column = cellColumn(e, column)
			c, err := t.readCell(e)
			if err != nil {
				return record{}, t.cut(err, number, column)
			}
			size += len(c.text)
			rec.put(c, column, size)
		}
	}
}

func (t *sheetTable) cut(err error, row, column int) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return xmlError(err, row, column)
}

// put keeps a cell if the bounds allow, or marks the row.
func (r *record) put(c cell, column, size int) {
	switch {
	case column < 0 || column >= MaxColumns:
		if c.text != "" && r.fault == nil {
			r.fault = tooWide(r.number, column+1)
		}
		return
	case len(c.text) > MaxCell && r.fault == nil:
		r.fault = tooLong(r.number, column, len(c.text))
	case size > MaxRow && r.fault == nil:
		r.fault = rowTooLong(r.number)
	}
	if size > MaxRow {
		return
	}
	for len(r.cells) <= column {
		r.cells = append(r.cells, cell{})
	}
	if len(c.text) > MaxCell {
		c.text = strings.ToValidUTF8(c.text[:MaxCell], "")
	}
	r.cells[column] = c
}

// cellColumn reads the letters of a reference ("AB12"); a cell without one stands right of the last.
func cellColumn(e xml.StartElement, last int) int {
	ref := attribute(e, "r")
	letters := strings.TrimRight(ref, "0123456789")
	if i := letterIndex(letters); i >= 0 {
		return i
	}
	return last + 1
}

// readCell reads value and type of a cell. Of a formula only the result that was stored counts.
func (t *sheetTable) readCell(start xml.StartElement) (cell, error) {
	kind, value := attribute(start, "t"), ""
	for {
		tok, err := t.xml.Token()
		if err != nil {
			return cell{}, err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			if e.Name.Local == "c" {
				return t.typed(kind, attribute(start, "s"), value), nil
			}
		case xml.StartElement:
			switch e.Name.Local {
			case "is":
				if value, err = richText(t.xml); err != nil {
					return cell{}, err
				}
			case "v":
				if value, err = t.characters(); err != nil {
					return cell{}, err
				}
			default:
				if err := t.xml.Skip(); err != nil {
					return cell{}, err
				}
			}
		}
	}
}

// characters reads the text up to the end of the element that was just opened.
func (t *sheetTable) characters() (string, error) {
	var b strings.Builder
	for depth := 1; depth > 0; {
		tok, err := t.xml.Token()
		if err != nil {
			return "", err
		}
		switch e := tok.(type) {
		case xml.CharData:
			if b.Len() <= MaxCell {
				b.Write(e)
			}
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return b.String(), nil
}

// typed gives the text that a cell stands for (ECMA-376, 18.18.11).
func (t *sheetTable) typed(kind, style, value string) cell {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && i >= 0 && i < len(t.w.shared) {
			return cell{text: t.w.shared[i]}
		}
		return cell{}
	case "str":
		return cell{text: unescape(value)}
	case "inlineStr", "e":
		return cell{text: value}
	case "d":
		return cell{text: value, day: true}
	case "b":
		return cell{text: map[string]string{"1": "TRUE", "0": "FALSE"}[value]}
	}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(t.w.dayStyle) && t.w.dayStyle[i] && value != "" {
		iso, ok := t.w.isoDay(value)
		return cell{text: iso, day: ok}
	}
	return cell{text: plainNumber(value)}
}

// plainNumber writes 6.12345678E8 as 612345678: a phone that became a number.
func plainNumber(value string) string {
	if !strings.ContainsAny(value, "eE") {
		return value
	}
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f > 1e15 || f < -1e15 {
		return value
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && (a.Name.Space == "" || name != "id") {
			return a.Value
		}
	}
	return ""
}
