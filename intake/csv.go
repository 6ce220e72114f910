package intake

import (
	"bufio"
	"errors"
	"io"
)

// csvTable reads separated values. It is not encoding/csv, because it must number rows as a spreadsheet program does (empty
// lines count, a line break inside quotes does not), say where a quotation mark was opened, forgive what spreadsheet
// programs forgive (a quotation mark inside a word), and hold at most MaxRow bytes whatever comes.
type csvTable struct {
	r         *bufio.Reader
	close     func() error
	separator byte
	row       int

	record  record
	buf     []byte // the cell being read
	size    int    // its length; may exceed len(buf), which stops at MaxCell
	rowSize int
	columns int
}

func newCSVTable(r io.Reader, separator byte, close func() error) *csvTable {
	return &csvTable{r: bufio.NewReaderSize(r, 64<<10), separator: separator, close: close}
}

func (t *csvTable) Close() error {
	if t.close == nil {
		return nil
	}
	return t.close()
}

func (t *csvTable) next() (record, error) {
	if _, err := t.r.Peek(1); err != nil {
		return record{}, t.failed(err)
	}
	t.row++
	if t.row > MaxRows {
		return record{}, &FileError{Row: t.row, Code: CodeLarge, Problem: "more than " + grouped(MaxRows) + " rows", Remedy: "split the file"}
	}
	t.record = record{number: t.row, cells: make([]cell, 0, max(t.columns, 4))}
	t.rowSize, t.columns = 0, 0
	for {
		last, err := t.cell()
		if err != nil {
			return record{}, err
		}
		t.finishCell()
		if last {
			break
		}
	}
	if t.columns > MaxColumns {
		t.record.fault = tooWide(t.row, t.columns)
	}
	return t.record, nil
}

// cell reads up to and with the next separator or line end.
func (t *csvTable) cell() (last bool, err error) {
	t.buf, t.size = t.buf[:0], 0
	c, err := t.r.ReadByte()
	if err == nil && c == '"' {
		if err := t.quoted(); err != nil {
			return false, err
		}
		c, err = t.r.ReadByte()
	}
	for ; err == nil; c, err = t.r.ReadByte() {
		switch c {
		case t.separator:
			return false, nil
		case '\n':
			return true, nil
		case '\r':
			if next, _ := t.r.Peek(1); len(next) == 1 && next[0] == '\n' {
				_, _ = t.r.Discard(1)
			}
			return true, nil
		default:
			t.add(c)
		}
	}
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	return false, t.failed(err)
}

// quoted reads to the closing quotation mark; a doubled one is one.
func (t *csvTable) quoted() error {
	for {
		c, err := t.r.ReadByte()
		if errors.Is(err, io.EOF) {
			return &FileError{Row: t.row, Column: Letter(t.columns),
				Code: CodeQuote, Problem: "a quotation mark opens here and never closes, so that it would swallow the rest of the file",
				Remedy: "close it or take it out"}
		}
		if err != nil {
			return t.failed(err)
		}
		if c == '"' {
			if next, _ := t.r.Peek(1); len(next) == 0 || next[0] != '"' {
				return nil
			}
			_, _ = t.r.Discard(1)
		}
		t.add(c)
	}
}

func (t *csvTable) add(c byte) {
	t.size++
	if len(t.buf) < MaxCell {
		t.buf = append(t.buf, c)
	}
}

func (t *csvTable) finishCell() {
	t.columns++
	t.rowSize += len(t.buf)
	switch {
	case t.size > MaxCell && t.record.fault == nil:
		t.record.fault = tooLong(t.row, t.columns-1, t.size)
	case t.rowSize > MaxRow && t.record.fault == nil:
		t.record.fault = rowTooLong(t.row)
	}
	if t.columns <= MaxColumns && t.rowSize <= MaxRow {
		t.record.cells = append(t.record.cells, cell{text: string(t.buf)})
	}
}

func (t *csvTable) failed(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return &FileError{Row: t.row, Code: CodeUnreadable, Problem: "the file cannot be read on", Remedy: "check the disk and the encoding", Cause: err}
}
