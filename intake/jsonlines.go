package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// jsonTable reads one JSON object a line. The keys of the objects are the columns, in the order in which they appear.
type jsonTable struct {
	r     *bufio.Reader
	close func() error
	row   int
	keys  []string
	index map[string]int
}

func newJSONTable(r io.Reader, close func() error) *jsonTable {
	return &jsonTable{r: bufio.NewReaderSize(r, 64<<10), close: close, index: map[string]int{}}
}

func (t *jsonTable) Close() error {
	if t.close == nil {
		return nil
	}
	return t.close()
}

func (t *jsonTable) next() (record, error) {
	line, long, err := t.line()
	if err != nil {
		return record{}, err
	}
	t.row++
	if t.row > MaxRows {
		return record{}, &FileError{Row: t.row, Code: CodeLarge, Problem: "more than " + grouped(MaxRows) + " rows", Remedy: "split the file"}
	}
	rec := record{number: t.row}
	switch {
	case long:
		rec.fault = rowTooLong(t.row)
	case len(bytes.TrimSpace(line)) == 0:
	default:
		rec.cells, rec.fault = t.object(line)
	}
	return rec, nil
}

// line reads to the line end and keeps no more than MaxRow bytes.
func (t *jsonTable) line() (line []byte, long bool, err error) {
	for {
		part, err := t.r.ReadSlice('\n')
		if len(line) <= MaxRow {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil, false, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, false, &FileError{Row: t.row + 1, Code: CodeUnreadable, Problem: "the file cannot be read on", Remedy: "check the disk and the encoding", Cause: err}
		}
		return line, len(line) > MaxRow, nil
	}
}

// object reads one line into the columns known so far, adding those that are new.
func (t *jsonTable) object(line []byte) ([]cell, *Problem) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if tok, err := d.Token(); err != nil || tok != json.Delim('{') {
		return nil, t.broken()
	}
	cells := make([]cell, len(t.keys))
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return cells, t.broken()
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return cells, t.broken()
		}
		i, ok := t.column(key.(string))
		if !ok {
			return cells, tooWide(t.row, MaxColumns+1)
		}
		for len(cells) <= i {
			cells = append(cells, cell{})
		}
		cells[i].text = jsonText(value)
		if len(cells[i].text) > MaxCell {
			p := tooLong(t.row, i, len(cells[i].text))
			cells[i].text = strings.ToValidUTF8(cells[i].text[:MaxCell], "")
			return cells, p
		}
	}
	if _, err := d.Token(); err != nil {
		return cells, t.broken()
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return cells, t.broken()
	}
	return cells, nil
}

func (t *jsonTable) column(key string) (int, bool) {
	i, ok := t.index[key]
	if !ok {
		if len(t.keys) >= MaxColumns {
			return 0, false
		}
		i = len(t.keys)
		t.index[key], t.keys = i, append(t.keys, key)
	}
	return i, true
}

func (t *jsonTable) broken() *Problem {
	return &Problem{Row: t.row, Code: CodeNotJSON, Text: "the line is not one JSON object", Remedy: "write one object a line, in braces, with quoted keys"}
}

// jsonText writes a value as a cell: a text as it is, a number as written, null as nothing, a list of texts joined by
// semicolons, anything deeper as JSON.
func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return strings.Join(list, "; ")
	}
	return string(raw)
}
