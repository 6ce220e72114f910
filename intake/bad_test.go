package intake

import (
	"errors"
	"slices"
	"testing"
)

// wantError asks for a refusal of the whole file with these very words.
func wantError(t *testing.T, err error, want string) {
	t.Helper()
	var own *FileError
	if !errors.As(err, &own) {
		t.Fatalf("not a FileError: %v", err)
	}
	if !slices.Contains(FileCodes(), own.Code) {
		t.Errorf("%v has the code %q, which is none of a file", err, own.Code)
	}
	if err.Error() != want {
		t.Errorf("said %q\nshould say %q", err, want)
	}
}

func openBad(t *testing.T, name string) ([]Row, Layout) {
	t.Helper()
	f := openLeads(t, "bad/"+name, Options{})
	for _, n := range f.Layout.Notes {
		if !slices.Contains(NoteCodes(), n.Code) {
			t.Errorf("the note %q has the code %q, which is none of a note", n, n.Code)
		}
	}
	return allRows(t, f), f.Layout
}

func refused(t *testing.T, name, want string) {
	t.Helper()
	_, err := Open(leadFile(t, "bad/"+name), Options{Today: importDay})
	wantError(t, err, want)
}

func wantNotes(t *testing.T, row Row, want ...string) {
	t.Helper()
	for i, n := range row.Notes {
		if i >= len(want) || n.String() != want[i] {
			t.Errorf("note %q should be one of %q", n, want)
		}
	}
	if len(row.Notes) < len(want) {
		t.Errorf("row %d has %d notes, should have %q", row.Number, len(row.Notes), want)
	}
}

func TestBad01MarkSaysUTF8ButLettersAreWindows(t *testing.T) {
	rows, l := openBad(t, "01-mislabelled-encoding.csv")
	if len(l.Notes) != 1 || l.Notes[0].Text != "the byte order mark says UTF-8, but the letters are windows-1252; read as windows-1252" {
		t.Errorf("notes %q", l.Notes)
	}
	if p := rowAt(t, rows, 2).Person; p.Family != "Müller" || p.Given != "Zoë" {
		t.Errorf("read as %q %q", p.Family, p.Given)
	}
}

func TestBad02NULBytes(t *testing.T) {
	rows, _ := openBad(t, "02-nul-bytes.csv")
	if p := rowAt(t, rows, 2).Person; p.Family != "Martin" {
		t.Errorf("read as %q", p.Family)
	}
	if s := rowAt(t, rows, 3).Skipped; s != SkippedEmpty {
		t.Errorf("a line of NULs is %q", s)
	}
	wantNotes(t, rowAt(t, rows, 4),
		"row 4, column B: control or invisible characters were taken out",
		"row 4, column C: day and month may be the other way round",
		"row 4, column E: control or invisible characters were taken out")
}

func TestBad03UnclosedQuote(t *testing.T) {
	refused(t, "03-unclosed-quote.csv",
		"row 3, column A: a quotation mark opens here and never closes, so that it would swallow the rest of the file; close it or take it out")
}

func TestBad04ThreeHeaders(t *testing.T) {
	rows, l := openBad(t, "04-three-headers.csv")
	if l.HeaderRow != 2 || l.HeaderRows != 2 || l.Columns[2].Field != "" {
		t.Errorf("layout\n%s", l)
	}
	if p := rowAt(t, rows, 4).Person; p.Family != "Allen" || p.Given != "Sue" || len(p.Phones) != 2 {
		t.Errorf("read as %+v", p)
	}
	if s := rowAt(t, rows, 5).Skipped; s != SkippedHeadings {
		t.Errorf("the headings again are %q", s)
	}
	if len(rows) != 3 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestBad05TwentyThousandColumns(t *testing.T) {
	refused(t, "05-wide-20000-columns.csv", "row 1: 20,000 columns; at most 1,000 are read; keep the columns that are needed")
}

func TestBad06CellOfTwoMillion(t *testing.T) {
	rows, _ := openBad(t, "06-cell-2mb.csv")
	big := rowAt(t, rows, 2)
	if len(big.Rejected) != 1 || big.Rejected[0].String() != "row 2, column G: a cell of 2,000,000 bytes; at most 65,536 are read; shorten the cell" {
		t.Errorf("rejected %v", big.Rejected)
	}
	if p := rowAt(t, rows, 3).Person; p.Family != "Moore" || p.Remarks != "short" {
		t.Errorf("the row behind it was read as %+v", p)
	}
}

func TestBad07Formulas(t *testing.T) {
	rows, _ := openBad(t, "07-formula-injection.csv")
	for _, row := range rows {
		if !hasNote(row, CodeFormula) {
			t.Errorf("row %d holds a formula and has no note", row.Number)
		}
	}
	wantNotes(t, rowAt(t, rows, 8), "row 8, column F: looks like a formula; kept as text")
	if p := rowAt(t, rows, 8).Person; p.Family != "O'Neil" || p.Given != "-Gus" {
		t.Errorf("read as %q %q", p.Family, p.Given)
	}
	for _, row := range rows {
		for _, cell := range row.Cells {
			if safe := Neutralise(cell); computes(safe) {
				t.Errorf("%q would still be computed", safe)
			}
		}
	}
}

func TestBad08TruncatedWorkbook(t *testing.T) {
	refused(t, "08-truncated.xlsx", "the workbook is broken or was cut off; ask the office to send it again")
}

func TestBad09ZipBomb(t *testing.T) {
	refused(t, "09-zip-bomb.xlsx", "parts of the workbook overlap: a zip bomb; do not open it; ask the office what it is")
}

func TestBad10LinksAndMacros(t *testing.T) {
	rows, l := openBad(t, "10-external-links-macros.xlsx")
	want := []string{"the workbook holds macros; they are not looked at", "the workbook has links to other files; they are not followed",
		"sheet \"Auto_Open\" is hidden or no worksheet; not read", "names, and no phone, e-mail address, birth date or description: is this a list of people?"}
	var notes []string
	for _, n := range l.Notes {
		notes = append(notes, n.Text)
	}
	if !slices.Equal(notes, want) {
		t.Errorf("notes %q", notes)
	}
	if len(rows) != 1 || rows[0].Person.Family != "Reed" || rows[0].Number != 2 {
		t.Errorf("rows %+v", rows)
	}
}

func TestBad11InvisibleCharacters(t *testing.T) {
	rows, _ := openBad(t, "11-bidi-zero-width.csv")
	for number, want := range map[int]string{2: "nosraL", 3: "Larsen", 4: "Rivera", 5: "Rivera", 6: "Соoper", 7: "Cooper", 9: "Nu\u00f1ez", 10: "Nu\u00f1ez"} {
		row := rowAt(t, rows, number)
		if row.Person.Family != want {
			t.Errorf("row %d: %q", number, row.Person.Family)
		}
		if hasNote(row, CodeHidden) != (number <= 5) {
			t.Errorf("row %d: notes %v", number, row.Notes)
		}
	}
	if s := rowAt(t, rows, 8).Skipped; s != SkippedEmpty {
		t.Errorf("a row of invisible characters is %q", s)
	}
}

func TestBad12ImpossibleDates(t *testing.T) {
	rows, l := openBad(t, "12-impossible-dates.csv")
	if l.Dates.Order != DayFirst || l.Dates.Assumed {
		t.Errorf("dates %+v", l.Dates)
	}
	const dropped = "; date dropped"
	const never, old, future = "that month has no such day in that year" + dropped, "a birth more than 120 years ago" + dropped, "a birth today or in the future" + dropped
	const month, day, serial, guessed = "a month above 12" + dropped, "a day above 31" + dropped, "a number that is no spreadsheet's day" + dropped, "a number was read as a spreadsheet's day"
	for i, want := range []struct{ born, note string }{
		{"", never}, {"", never}, {"2000-02-29", ""}, {"", never}, {"1990", ""}, {"", month}, {"", day},
		{"", "a spreadsheet's number for 29 February 1900, which never was" + dropped}, {"", old}, {"", old}, {"", serial}, {"", serial}, {"", old},
		{"1990-01-01", guessed}, {"", serial}, {"2023-01-01", guessed}, {"", month}, {"", old}, {"", never}, {"", future}, {"", future},
		{"1988-03-12", ""}, {"1988-12-03", ""}, {"1988-03-01", ""}, {"1988-03-12", ""}, {"", "a year of another calendar (solar or lunar hijri)" + dropped},
		{"", never}, {"", "not a date" + dropped}, {"", ""},
	} {
		row := rowAt(t, rows, i+2)
		if row.Person.Born.String() != want.born || len(row.Rejected) > 0 {
			t.Errorf("row %d: born %q, should be %q", row.Number, row.Person.Born, want.born)
		}
		if want.note == "" {
			wantNotes(t, row)
		} else {
			wantNotes(t, row, position(row.Number, "C")+want.note)
		}
	}
}

func TestBad13Empty(t *testing.T) {
	refused(t, "13-empty.csv", "the file is empty; ask the office to send it again")
}

func TestBad14HeaderOnly(t *testing.T) {
	rows, l := openBad(t, "14-header-only.csv")
	if len(rows) != 0 || len(l.Notes) == 0 || l.Notes[0].Text != "headings and no rows" {
		t.Errorf("%d rows, notes %q", len(rows), l.Notes)
	}
}
