package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// sheetFile writes a workbook with another program than the one under test.
func sheetFile(t testing.TB, sheets map[string][][]any, after ...func(*excelize.File)) string {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	for name, rows := range sheets {
		if _, err := x.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			at, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := x.SetSheetRow(name, at, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := x.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	for _, f := range after {
		f(x)
	}
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// Excelize reads the same workbook independently; every text cell must agree.
func TestEveryCellOfTheFrenchWorkbookAgreesWithAnotherReader(t *testing.T) {
	path := leadFile(t, "france.xlsx")
	x, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	want, err := x.GetRows("Contacts", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for _, row := range allRows(t, openLeads(t, "france.xlsx", Options{})) {
		if row.Number > len(want) {
			continue
		}
		for i, cell := range want[row.Number-1] {
			got := row.Cells[i]
			if d, fault := (dateReader{}).read(cell); i == 2 || i == 8 {
				if g, _ := (dateReader{order: DayFirst}).read(got); len(cell) == 5 && (fault != nil || d.String() != g.String()) {
					t.Errorf("row %d column %s: day %s, excelize says number %s", row.Number, Letter(i), got, cell)
				}
				continue
			}
			if texts++; got != cell {
				t.Errorf("row %d column %s: %q, excelize says %q", row.Number, Letter(i), got, cell)
			}
		}
	}
	if texts < 800 {
		t.Errorf("only %d cells were compared", texts)
	}
}

func TestAWorkbookWithAllKindsOfCells(t *testing.T) {
	path := sheetFile(t, map[string][][]any{"Liste": {
		{"Nom", "Né le", "Téléphone", "Remarques", "Premier contact"},
		{"Ann", time.Date(1988, 3, 12, 0, 0, 0, 0, time.UTC), 612345678, true, time.Date(2026, 3, 1, 14, 30, 0, 0, time.UTC)},
		{"Ben", "12/03/1988", "06 39 98 15 16", 1.5, nil},
		nil, nil,
		{"Cole", 32214, 6.12345678e8, "_x0041_", nil},
	}})
	f, err := Open(path, Options{Country: "FR", Today: importDay})
	if err != nil {
		t.Fatal(err)
	}
	rows := allRows(t, f)
	ann, cole := rowAt(t, rows, 2), rowAt(t, rows, 6)
	if ann.Person.Born != (Date{Year: 1988, Month: 3, Day: 12}) || ann.Person.Phones[0].E164 != "+33612345678" || ann.Person.Remarks != "TRUE" || ann.Seen.On.String() != "2026-03-01" {
		t.Errorf("Ann: %+v %+v", ann.Person, ann.Seen)
	}
	if cole.Person.Born.Guess != GuessSerial || cole.Person.Born.String() != "1988-03-12" || cole.Person.Phones[0].E164 != "+33612345678" {
		t.Errorf("Cole: %+v", cole.Person)
	}
	if len(rows) != 5 || rows[2].Skipped != SkippedEmpty || rows[3].Number != 5 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestTheSheetThatLooksLikeAListIsRead(t *testing.T) {
	path := sheetFile(t, map[string][][]any{
		"Secret": {{"Name", "Phone", "Email", "Town"}, {"Mole", "1"}},
		"Note":   {{"Read me"}, {"Phone"}},
		"People": {{"Contacts 2026"}, {"Name", "Phone"}, {"Ann", "+12025550101"}},
	}, func(x *excelize.File) {
		index, _ := x.GetSheetIndex("People")
		x.SetActiveSheet(index)
		if err := x.SetSheetVisible("Secret", false); err != nil {
			t.Fatal(err)
		}
	})
	f, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Layout.Sheet != "People" || f.Layout.HeaderRow != 2 || f.Layout.Notes[0].Text != "sheet \"Secret\" is hidden or no worksheet; not read" {
		t.Errorf("read\n%s", f.Layout)
	}
	if f, err = Open(path, Options{Sheet: "Secret"}); err != nil || f.Layout.Sheet != "Secret" {
		t.Errorf("a sheet that was asked for: %v", err)
	}
	_, err = Open(path, Options{Sheet: "Nowhere"})
	wantError(t, err, "the workbook has no sheet to read; name the sheet, or save it as CSV")
}

// zipFile writes a workbook part by part, good or bad.
func zipFile(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "made.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	madeBook = `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	madeRels = `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
)

func madeWorkbook(t testing.TB, sheet string) string {
	return zipFile(t, map[string]string{"xl/workbook.xml": madeBook, "xl/_rels/workbook.xml.rels": madeRels, "xl/worksheets/sheet1.xml": sheet})
}

func inline(ref, text string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

func TestHostileWorkbooks(t *testing.T) {
	head := `<worksheet><sheetData><row r="1">` + inline("A1", "Name") + inline("B1", "Phone") + `</row>`
	for name, c := range map[string]struct{ sheet, want string }{
		"rows backwards":   {head + `<row r="1"></row></sheetData></worksheet>`, "row 2: the rows of the sheet are out of order; open it, save it again as .xlsx or CSV"},
		"cut off":          {head + `<row r="2"><c r="A2"><v>1`, "row 2: the workbook is broken or was cut off; ask the office to send it again"},
		"one endless cell": {head + `<row r="2">` + inline("A2", "Ann") + inline("B2", strings.Repeat("x", maxXMLRun+10)) + `</row></sheetData></worksheet>`, "row 2, column B: a cell of more than 1,048,576 bytes; shorten the cell"},
		"an entity bomb":   {`<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet><sheetData><row r="1">` + inline("A1", "&a;") + `</row></sheetData></worksheet>`, "row 1: the workbook is broken or was cut off; ask the office to send it again"},
		"a tight part":     {head + strings.Repeat(" ", smallPart) + `</sheetData></worksheet>`, "a part of the workbook is packed more tightly than any table: a zip bomb; do not open it; ask the office what it is"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(madeWorkbook(t, c.sheet), Options{})
			wantError(t, err, c.want)
		})
	}
	long := head + `<row r="2">` + inline("A2", strings.Repeat("x", MaxCell+1)) + `</row><row r="3">` + inline("A3", "Ann") + inline("BBB3", "far") + `</row><row r="4">` + inline("A4", "Ben") + `</row></sheetData></worksheet>`
	f, err := Open(madeWorkbook(t, long), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := allRows(t, f)
	if len(rows) != 3 || rows[0].Rejected[0].Code != CodeTooLong || rows[1].Rejected[0].Code != CodeTooWide || rows[2].Person.Full != "Ben" {
		t.Errorf("%+v", rows)
	}
}

// Somebody's cursor once stood in the last row there is: a stray cell a million rows down must not be a million rows.
func TestALongGapIsJumped(t *testing.T) {
	f, err := Open(madeWorkbook(t, `<worksheet><sheetData><row r="1">`+inline("A1", "Name")+inline("B1", "Phone")+`</row><row r="3">`+inline("A3", "Ann")+
		`</row><row r="1048576">`+inline("A1048576", "Ben")+`</row></sheetData></worksheet>`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := allRows(t, f)
	if len(rows) != 3 || rows[0].Skipped != SkippedEmpty || rows[2].Number != 1048576 || rows[2].Person.Full != "Ben" {
		t.Errorf("%d rows", len(rows))
	}
}

// A part may say that it is small and unpack without end.
func TestAPartThatLiesAboutItsSizeIsCut(t *testing.T) {
	whole, err := os.ReadFile(madeWorkbook(t, `<worksheet><sheetData><row r="1">`+inline("A1", "Name")+inline("B1", "Phone")+`</row>`+
		strings.Repeat(`<row><c t="str"><v>Ann</v></c></row>`, 50000)+`</sheetData></worksheet>`))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		h := f.FileHeader
		h.UncompressedSize64 = min(h.UncompressedSize64, 400)
		w, err := out.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Open(writeFile(t, "liar.xlsx", b.String()), Options{})
	var own *FileError
	if !errors.As(err, &own) || own.Problem != "the workbook is broken or was cut off" {
		t.Errorf("said %v", err)
	}
}

func TestADocumentIsNoWorkbook(t *testing.T) {
	_, err := Open(zipFile(t, map[string]string{"word/document.xml": "<w/>"}), Options{})
	wantError(t, err, "a packed file without a workbook in it; save the list as .xlsx or CSV")
}

func TestNumberFormatsThatShowADay(t *testing.T) {
	for code, want := range map[string]bool{"dd/mm/yyyy": true, "[$-40C]d mmm yyyy;@": true, "yyyy": true, "General": false, "0.00E+00": false, `0" days"`: false, "[Red]0": false, "h:mm": false, `\d0`: false} {
		if showsDay(code) != want {
			t.Errorf("%s: should be %v", code, want)
		}
	}
	w := &workbook{since1904: true}
	if iso, ok := w.isoDay("30752"); !ok || iso != "1988-03-12" {
		t.Errorf("1904: %s", iso)
	}
}
