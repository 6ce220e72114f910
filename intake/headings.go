package intake

import (
	"errors"
	"io"
	"strings"
	"unicode"
)

// chooseSheet takes the sheet that was asked for, or the visible one whose first rows look most like headings.
func (f *File) chooseSheet() error {
	w, err := openWorkbook(f.path)
	if err != nil {
		return err
	}
	defer w.zip.Close()
	f.Layout.Notes = append(f.Layout.Notes, w.notes...)
	best, also := 0, []string{}
	for _, s := range w.sheets {
		if f.options.Sheet != "" {
			if s.Name == f.options.Sheet && s.target != "" {
				f.Layout.Sheet, best = s.Name, 1
			}
			continue
		}
		if s.target == "" || s.State == "hidden" || s.State == "veryHidden" {
			f.note(CodeSheetHidden, trimmedHeading(s.Name), "sheet \""+trimmedHeading(s.Name)+"\" is hidden or no worksheet; not read")
			continue
		}
		score, err := f.sheetScore(w, s)
		if err != nil {
			return err
		}
		if score >= 2 {
			also = append(also, s.Name)
		}
		if score > best || f.Layout.Sheet == "" {
			best, f.Layout.Sheet = score, s.Name
		}
	}
	if f.Layout.Sheet == "" {
		return refuse(CodeNoSheet, "the workbook has no sheet to read", "name the sheet, or save it as CSV")
	}
	for _, name := range also {
		if name != f.Layout.Sheet {
			f.note(CodeSheetAlso, trimmedHeading(name), "sheet \""+trimmedHeading(name)+"\" looks like a list too; read it apart")
		}
	}
	return nil
}

func (f *File) sheetScore(w *workbook, s sheetEntry) (int, error) {
	t, err := w.sheet(s.target)
	if err != nil {
		return 0, err
	}
	defer t.Close()
	rows, err := firstRows(t)
	if err != nil {
		return 0, err
	}
	_, score := f.bestHeading(rows)
	return score, nil
}

// firstRows reads the rows among which the headings are looked for.
func firstRows(t table) ([]record, error) {
	var rows []record
	for len(rows) < sampleRows {
		rec, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, rec)
	}
	return rows, nil
}

// bestHeading gives the first of the rows in which most cells are known headings; -1 when none has any.
func (f *File) bestHeading(rows []record) (index, score int) {
	index = -1
	for i, rec := range rows {
		if s := f.headingScore(rec); s > score {
			index, score = i, s
		}
	}
	return index, score
}

func (f *File) headingScore(rec record) int {
	score := 0
	for _, c := range rec.cells {
		if h := trimmedHeading(c.text); h != "" && (guessField(h) != "" || f.mapping.byHeading(h) != "") {
			score++
		}
	}
	return score
}

// findHeadings finds the row of headings, and a second one that says more about the first ("home", "mobile" below "Phone").
func (f *File) findHeadings() error {
	t, err := f.table()
	if err != nil {
		return err
	}
	defer t.Close()
	if f.Layout.Format == JSONLines {
		return f.keysAsHeadings(t.(*jsonTable))
	}
	rows, err := firstRows(t)
	if err != nil {
		return err
	}
	index, err := f.headingIndex(rows)
	if err != nil {
		return err
	}
	if index < 0 {
		f.setHeadings(nil, widest(rows))
		return nil
	}
	head := rows[index]
	if head.fault != nil {
		return fileErrorOf(head.fault)
	}
	f.Layout.HeaderRow, f.Layout.HeaderRows = head.number, 1
	f.heads = [][]string{head.texts()}
	if index+1 < len(rows) && f.continues(head, rows[index+1]) {
		f.Layout.HeaderRows = 2
		f.heads = append(f.heads, rows[index+1].texts())
	}
	f.setHeadings(f.heads, len(head.cells))
	return nil
}

// headingIndex gives the index of the heading row among rows; -1 when the file has none and the mapping goes by letters.
func (f *File) headingIndex(rows []record) (int, error) {
	if len(rows) == 0 {
		return -1, refuse(CodeEmpty, "the file is empty", "ask the office to send it again")
	}
	if at := f.mapping.HeaderRow; at != nil {
		for i, rec := range rows {
			if rec.number == *at {
				return i, nil
			}
		}
		if *at == 0 {
			return -1, nil
		}
		return -1, refuse(CodeMapping, "the header row of the mapping file is not among the first "+grouped(sampleRows)+" rows", "check the number")
	}
	index, score := f.bestHeading(rows)
	if score >= 2 || score == 1 && (len(rows[index].cells) <= 2 || len(f.mapping.Columns) > 0) {
		return index, nil
	}
	if len(f.mapping.letters(nil)) > 0 {
		return -1, nil
	}
	if f.noText {
		return -1, refuse(CodeForeign, "no table, but something that only a program reads", "ask the office for the spreadsheet")
	}
	for _, rec := range rows {
		if rec.fault != nil {
			return -1, fileErrorOf(rec.fault)
		}
	}
	return -1, refuse(CodeNoHeadings, "no row looks like headings", "name the columns in a mapping file, by letter if there are no headings")
}

func widest(rows []record) int {
	width := 0
	for _, rec := range rows {
		width = max(width, len(rec.cells))
	}
	return width
}

// continues reports whether row goes on with the headings above it: only words, each a heading itself, most below a filled cell.
func (f *File) continues(head, row record) bool {
	if row.number != head.number+1 || row.empty() || row.fault != nil {
		return false
	}
	for i, c := range row.cells {
		h := trimmedHeading(c.text)
		if h == "" {
			continue
		}
		above := ""
		if i < len(head.cells) {
			above = trimmedHeading(head.cells[i].text)
		}
		if above == h || strings.ContainsFunc(h, unicode.IsDigit) || guessField(h) == "" && guessField(above+" "+h) == "" {
			return false
		}
	}
	return true
}

func (f *File) setHeadings(heads [][]string, width int) {
	for _, h := range heads {
		width = max(width, len(h))
	}
	f.Layout.Columns = make([]Column, min(width, MaxColumns))
	for i := range f.Layout.Columns {
		c := &f.Layout.Columns[i]
		c.Letter = Letter(i)
		for _, h := range heads {
			if i < len(h) {
				c.Heading = strings.TrimSpace(c.Heading + " " + trimmedHeading(h[i]))
			}
		}
	}
}

// keysAsHeadings reads all lines for their keys.
func (f *File) keysAsHeadings(t *jsonTable) error {
	for {
		if _, err := t.next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	f.setHeadings([][]string{t.keys}, len(t.keys))
	return nil
}
