package intake

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// readAnything opens whatever bytes there are and checks what must hold of every file.
func readAnything(t *testing.T, data []byte, o Options) {
	path := filepath.Join(t.TempDir(), "any")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	o.Today = importDay
	f, err := Open(path, o)
	if err != nil {
		wantFileError(t, err)
		return
	}
	last := 0
	for row, err := range f.Rows() {
		if err != nil {
			wantFileError(t, err)
			return
		}
		if row.Number <= last || row.Number > f.Layout.LastRow {
			t.Fatalf("row %d after row %d of %d", row.Number, last, f.Layout.LastRow)
		}
		last = row.Number
		checkRow(t, row)
	}
}

func wantFileError(t *testing.T, err error) {
	var own *FileError
	if !errors.As(err, &own) || own.Code == "" || own.Problem == "" || own.Remedy == "" {
		t.Fatalf("an error without code, problem or remedy: %v", err)
	}
}

func checkRow(t *testing.T, row Row) {
	usable := row.Person.Named() || row.Person.Reachable() || row.Seen.Description != ""
	if (row.Skipped != "" || len(row.Rejected) > 0) == usable {
		t.Fatalf("row %d: usable %v, skipped %q, rejected %v", row.Number, usable, row.Skipped, row.Rejected)
	}
	for _, cell := range row.Cells {
		if Plain(Neutralise(cell)) != cell || computes(Neutralise(cell)) {
			t.Fatalf("row %d: a cell is not neutralised or does not come back", row.Number)
		}
	}
	if d := row.Person.Born; d.Month > 12 || d.Day > 31 || d.Day > 0 && d.Month == 0 || d.Month > 0 && d.Year == 0 || d.Year > importDay.Year() {
		t.Fatalf("row %d: born %+v", row.Number, d)
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"Name;Phone\nAnn;1\n", "Name,Born\n\"A\nb\",31/02/1999\n\"", "\ufeffNom\tPrénom\n", "\xff\xfeN\x00a\x00m\x00e\x00\n\x00A\x00", "sep=|\nName|Email\n|a@b.c\n",
		"Name,Name,Phone\nfamily,given,home\nReed,Ann,+33 1 23\nTotal,,1\n", "Name,lat,lon\n=1+1,91,1\n", "Name\xeb,Phone\n\x00,\xff\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.HasPrefix(data, []byte("PK")) {
			return
		}
		readAnything(t, data, Options{})
	})
}

func FuzzJSONLines(f *testing.F) {
	for _, seed := range []string{`{"time":"2026-09-01","place":"Gent","lat":51.05,"lon":3.7,"source":"x","description":"Guillaume (24?), soudeur, Gent"}`,
		"{\"name\":\"Ann\",\"phone\":[\"1\"]}\n{\"name\":", "{\"description\":\"49? studente\",\"lat\":null}", "{\"lat\":1e999,\"lon\":\"x\",\"name\":\"\\u0000\"}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		readAnything(t, append([]byte("{"), bytes.TrimPrefix(data, []byte("{"))...), Options{})
	})
}

// FuzzXLSX takes the bytes for a workbook, or, when they are none, for the XML of its one sheet.
func FuzzXLSX(f *testing.F) {
	for _, seed := range []string{`<worksheet><sheetData><row r="1">` + inline("A1", "Name") + inline("B1", "Phone") + `</row><row r="3"><c r="A3" s="1"><v>32214</v></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row><c><v>1</v></c>`, `<row r="99999999"/>`, `<sheetData><row r="2"><c r="ZZZ1" t="s"><v>7</v></c><c t="str"><f>1</f><v>_x0000_</v></c></row></sheetData>`, "PK\x05\x06" + strings.Repeat("\x00", 18)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte("PK")) {
			whole, err := os.ReadFile(madeWorkbook(t, string(data)))
			if err != nil {
				t.Fatal(err)
			}
			data = whole
		}
		readAnything(t, data, Options{})
	})
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{"31/02/1999", "aprox. 1984", "'84", "12 de marzo de 1988", "٢٠٠٧-٠٥-٢٩", "60", "1988-03-12T00:00:00Z", "2 كانون الثاني 1990", "s/d", "12.III.88"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, order := range []string{DayFirst, MonthFirst, YearFirst} {
			d, ok := ParseDate(text, order, importDay)
			if !ok || d.Year < 1500 || d.Year > 2200 { // beyond, ISO 8601 would be read as a spreadsheet's day
				continue
			}
			exact := d
			exact.About = false
			again, ok := ParseDate(exact.String(), order, importDay)
			if !ok || again.String() != exact.String() {
				t.Fatalf("%q was read as %s, and that as %s", text, d, again)
			}
		}
	})
}

func FuzzPhone(f *testing.F) {
	for _, seed := range []string{"0468/04.95.86", "(27) 96948-3211 / (13) 96750-4873 (rec.)", "٠٠٢٠١٠٢٦٧٢١٦٠٧", "+39349-6521910 - +39347 0830663", "a@b.example", "Tel. 1 or 2"} {
		f.Add(seed, "BR")
	}
	f.Fuzz(func(t *testing.T, cell, country string) {
		for _, p := range ParsePhones(cell, country) {
			if p.Raw == "" || p.E164 != "" && (p.E164[0] != '+' || len(p.E164) > 18 || strings.ContainsAny(p.E164[1:], "+ -")) {
				t.Fatalf("%q in %q gave %+v", cell, country, p)
			}
		}
		emails, _ := ParseEmails(cell)
		for _, e := range emails {
			if !isEmail(e) || Neutralise(e) != e && !strings.HasPrefix(e, "+") && !strings.HasPrefix(e, "-") && !strings.HasPrefix(e, "＝") && !strings.HasPrefix(e, "＋") {
				t.Fatalf("%q gave an address that is none", cell)
			}
		}
	})
}

func FuzzMapping(f *testing.F) {
	for _, seed := range []string{"A: full_name\nPhone: phone", "columns: {B: born}\nstrict: [born]\nheader_row: 1\ndate_order: mdy\ncountry: ES", "a: &x born\nb: *x", "- 1", "columns: 3", "? [a]\n: b", "\x00"} {
		f.Add([]byte(seed))
	}
	path := writeFile(f, "list.csv", "Name,Phone\nAnn,1\n")
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := Open(path, Options{Mapping: bytes.NewReader(data)}); err != nil {
			wantFileError(t, err)
		}
	})
}

func FuzzMoment(f *testing.F) {
	for _, seed := range []string{"2026-06-01T12:00:00Z", "2026-06-01 12:00", "٢٠٢٦-٠٦-٠١", "2026-06-01T12:00:00+14:00", "0001-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if m, ok := ParseMoment(text); ok && (m.Time.Year() < 1900 || m.Time.Year() > 9999) {
			t.Fatalf("%q was read as a moment of the year %d", text, m.Time.Year())
		}
	})
}
