package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func writeFile(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openText(t testing.TB, content string, o Options) *File {
	t.Helper()
	o.Today = importDay
	f, err := Open(writeFile(t, "list.csv", content), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func rejectsOf(t testing.TB, f *File) string {
	t.Helper()
	var out bytes.Buffer
	w, err := NewRejects(&out, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range allRows(t, f) {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestRejectsAreCorrectedAndFedInAgain(t *testing.T) {
	f := openText(t, "Nombre;Tel;Nacimiento;Notas;Kudos\n;;03/04/1990;=1+1;x\nAna;+34 600 000 000;25/12/1990;;\n;;;\"-2+3\nzwei\";\n", Options{})
	text := rejectsOf(t, f)
	want := "Nombre;Tel;Nacimiento;Notas;Kudos;row;why\n" +
		";;03/04/1990;'=1+1;x;2;nothing to recognise or reach anybody by; add a name, a phone or an e-mail address\n" +
		";;;\"'-2+3\nzwei\";;4;nothing to recognise or reach anybody by; add a name, a phone or an e-mail address\n"
	want = strings.ReplaceAll(want, "anybody by; add a name, a phone or an e-mail address", "anybody by; add a name, a phone or an e-mail address\"")
	want = strings.ReplaceAll(want, ";nothing", ";\"nothing")
	if text != want {
		t.Fatalf("wrote\n%s\nshould write\n%s", text, want)
	}
	corrected := strings.Replace(text, ";;03/04", "Eva;;03/04", 1)
	for name, o := range map[string]Options{"as a new file": {}, "as the first file was read": again(t, f)} {
		rows := allRows(t, openText(t, corrected, o))
		eva := rowAt(t, rows, 2)
		if len(rows) != 2 || eva.Person.Full != "Eva" || eva.Person.Remarks != "=1+1" || eva.Person.Born.String() != "1990-04-03" {
			t.Errorf("%s: %+v", name, eva)
		}
		if len(rowAt(t, rows, 3).Rejected) != 1 {
			t.Errorf("%s: the row that nobody corrected is no longer rejected", name)
		}
	}
}

// What moves the cursor of a terminal, colours it or turns the direction of writing stays behind.
func TestRejectsCarryNoControlCharacterOn(t *testing.T) {
	f := openText(t, "Name,Phone,Town\x1b[2J\n,,\"a\x1b]0;b\x07\u202e\u009b\x00c\r\"\n,,\"\x1b=1+1\"\n,,\"\t=1+1\"\n", Options{})
	text := rejectsOf(t, f)
	for _, r := range text {
		if r != '\n' && Visible(string(r)) == "" {
			t.Fatalf("%U in %q", r, text)
		}
	}
	for _, want := range []string{"Town[2J", ",a]0;bc,", ",'=1+1,", ",' =1+1,"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

func again(t testing.TB, f *File) Options {
	t.Helper()
	o, err := f.Again()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// An American file of rejects with one ambiguous date must keep the order that its origin proved.
func TestRejectsKeepTheOrderOfDatesAndTheMapping(t *testing.T) {
	mapping := strings.NewReader("columns: {Who: full_name, N: remarks, When: born}\nstrict: [born]\n")
	heads := "Who,When,c,d,e,f,g,h,i,j,k,l,m,n2\n"
	f := openText(t, heads+"Ann,03/04/1990x,,,,,,,,,,,,r\nBen,12/25/1991\n", Options{Mapping: mapping})
	text := strings.Replace(rejectsOf(t, f), "1990x", "1990", 1)
	rows := allRows(t, openText(t, text, again(t, f)))
	if len(rows) != 1 || rows[0].Person.Born.String() != "1990-03-04" || rows[0].Person.Remarks != "r" || rows[0].Person.Full != "Ann" {
		t.Errorf("read again as %+v from\n%s", rows, text)
	}
}

func TestAWorkbooksRejectsAreCSV(t *testing.T) {
	path := sheetFile(t, map[string][][]any{"List": {{"Name", "Phone"}, {"Ann", "+1 202 555 0101"}, {nil, "12"}}})
	f, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if text := rejectsOf(t, f); !strings.HasPrefix(text, "Name,Phone,row,why\n,12,3,") {
		t.Errorf("wrote %q", text)
	}
}

func TestAMappingNamesColumnsByHeadingOrLetter(t *testing.T) {
	f := openText(t, "Foo,Bar,Baz\nReed,12/03/1988,Ann\n", Options{Mapping: strings.NewReader("foo: family_name\nC: given_name\nBar: born\n")})
	rows := allRows(t, f)
	if p := rowAt(t, rows, 2).Person; p.Family != "Reed" || p.Given != "Ann" || p.Born.Year != 1988 {
		t.Errorf("%+v\n%s", p, f.Layout)
	}
	f = openText(t, "Reed,12/03/1988,Ann\nCole,12/03/1989,Jo\n", Options{Mapping: strings.NewReader("A: family_name\nB: born\nC: given_name\n")})
	if rows := allRows(t, f); f.Layout.HeaderRow != 0 || len(rows) != 2 || rows[0].Number != 1 || rows[0].Person.Family != "Reed" {
		t.Errorf("a file without headings: %+v", rows)
	}
}

func TestMappingsThatAreRefused(t *testing.T) {
	path := writeFile(t, "list.csv", "Name,Phone\nAnn,1\n")
	for text, want := range map[string]string{
		"A: nickname":                     "the mapping file names an unknown field; the fields are family_name",
		"Foo: born":                       "the mapping file names columns that the file does not have: Foo; write the headings as they stand",
		"- a\n- b":                        "the mapping file is not understood; write one line for each column, heading or letter: field",
		"columns: {A: born}\nshape: 1":    "the mapping file is not understood; write one line for each column, heading or letter: field",
		"header_row: -1\ncolumns: {}":     "the mapping file names a header row that cannot be; write the number that a spreadsheet program shows",
		strings.Repeat("#", MaxMapping+1): "the mapping file is too long; name the columns only, one a line",
	} {
		_, err := Open(path, Options{Mapping: strings.NewReader(text)})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.30q: %v", text, err)
		}
	}
}

func TestStrictnessRejectsWhatWouldOnlyBeNoted(t *testing.T) {
	const list = "Name,Born\nAnn,31/02/1999\nBen,30/01/1999\n"
	loose := allRows(t, openText(t, list, Options{}))
	if len(loose[0].Rejected) != 0 || !hasNote(loose[0], CodeDate) || loose[0].Person.Full != "Ann" {
		t.Errorf("loose: %+v", loose[0])
	}
	strict := allRows(t, openText(t, list, Options{Mapping: strings.NewReader("columns: {Born: born}\nstrict: [born]")}))
	if len(strict[0].Rejected) != 1 || strict[0].Rejected[0].Code != CodeStrict || strict[0].Person.Named() || len(strict[1].Rejected) != 0 {
		t.Errorf("strict: %+v", strict)
	}
}

func TestWhatIsNoSpreadsheet(t *testing.T) {
	for content, want := range map[string]string{
		"%PDF-1.7":                           "a PDF document, not a spreadsheet; ask the office for the spreadsheet",
		"\xD0\xCF\x11\xE0 old":               "an old workbook (.xls) or a workbook with a password; save it as .xlsx without a password, or as CSV",
		"<html><table>":                      "a web page or XML, not a spreadsheet; save it as .xlsx or CSV",
		"[{\"name\":\"Ann\"}]":               "one JSON list, not JSON Lines; write one object a line, without the brackets around all",
		"PK\x03\x04 and no more":             "the workbook is broken or was cut off; ask the office to send it again",
		"\xff\xd8\xff\xe0\x00\x10JFIF":       "a picture, not a spreadsheet; ask the office for the spreadsheet, or type the list in",
		"\xff\xd8\x07\x81\x02,;\n":           "a picture, not a spreadsheet; ask the office for the spreadsheet, or type the list in",
		"\x89PNG\r\n\x1a\n\x00\x00\x00":      "a picture, not a spreadsheet; ask the office for the spreadsheet, or type the list in",
		"BM\x07\x81\x02,;\n\x03\x04\x05,7\n": "no table, but something that only a program reads; ask the office for the spreadsheet",
		"\x00\x00\x00\x18ftypheic\x00":       "a picture, not a spreadsheet; ask the office for the spreadsheet, or type the list in",
		"foo,bar\n1,2\n":                     "no row looks like headings; name the columns in a mapping file, by letter if there are no headings",
		"Town,Country\nGent,BE\n":            "no column holds a name, a phone, an e-mail address or a description; name the columns in a mapping file",
	} {
		_, err := Open(writeFile(t, "list", content), Options{})
		wantError(t, err, want)
	}
	_, err := Open(t.TempDir(), Options{})
	wantError(t, err, "not a file; give the name of a file")
	_, err = Open(filepath.Join(t.TempDir(), "nobody"), Options{})
	wantError(t, err, "the file cannot be opened; check its name and rights")
}

func TestEncodingsAndSeparators(t *testing.T) {
	utf16 := func(s string, big bool) string {
		var b strings.Builder
		for _, r := range s {
			lo, hi := byte(r), byte(r>>8)
			if big {
				lo, hi = hi, lo
			}
			b.WriteByte(lo)
			b.WriteByte(hi)
		}
		return b.String()
	}
	const list = "Naam\tGSM\nZoë\t0471 21 06 20\n"
	for _, c := range []struct{ content, encoding, separator string }{
		{list, "UTF-8", "\t"}, {"\ufeff" + list, "UTF-8", "\t"}, {utf16("\ufeff"+list, false), "UTF-16LE", "\t"}, {utf16("\ufeff"+list, true), "UTF-16BE", "\t"},
		{utf16(list, false), "UTF-16LE", "\t"}, {utf16(list, true), "UTF-16BE", "\t"}, {strings.ReplaceAll(list, "ë", "\xeb"), "windows-1252", "\t"},
		{strings.ReplaceAll(list, "\t", ";"), "UTF-8", ";"}, {strings.ReplaceAll(list, "\t", "|"), "UTF-8", "|"}, {strings.ReplaceAll(list, "\t", ","), "UTF-8", ","},
		{list + "Chloé\nRené\nMaï\nLo\xefc\n", "UTF-8 with windows-1252", "\t"}, {"sep=|\n" + strings.ReplaceAll(list, "\t", "|"), "UTF-8", "|"},
	} {
		f := openText(t, c.content, Options{Country: "BE"})
		rows := allRows(t, f)
		if f.Layout.Encoding != c.encoding || f.Layout.Separator != c.separator || rows[0].Person.Full != "Zoë" || rows[0].Person.Phones[0].E164 != "+32471210620" {
			t.Errorf("%q: %+v\n%s", c.content, rows[0].Person, f.Layout)
		}
	}
	f := openText(t, "Name;Phone\nZo\xeb;1\n", Options{Encoding: "utf-8"})
	if p := allRows(t, f)[0].Person; p.Full != "Zoë" || f.Layout.Encoding != "UTF-8 with windows-1252" || len(f.Layout.Notes) == 0 || f.Layout.Notes[0].Code != CodeMixed {
		t.Errorf("an encoding that was named and is not so everywhere: %q, %s", p.Full, f.Layout)
	}
	f = openText(t, "Name;Phone\n\xc8\xe2\xe0\xed;1\n", Options{Encoding: "windows-1251"})
	if p := allRows(t, f)[0].Person; p.Full != "Иван" {
		t.Errorf("an encoding that was named: %q", p.Full)
	}
	_, err := Open(writeFile(t, "x", "Name,Phone\n"), Options{Encoding: "ebcdic-it"})
	wantError(t, err, "the encoding asked for is not known; write for instance utf-8, utf-16le, windows-1252 or windows-1251")
}

// TestHeadingsInAnotherLanguageAreNobody: a list was pasted below the headings of another.
func TestHeadingsInAnotherLanguageAreNobody(t *testing.T) {
	f := openText(t, "A list;;;;\nGiven;Family;Phone;Born;Town\nVorname;Nachname;Telefon;Geburtsdatum;Ort\nAda;Volpe;+393331110012;;Pisa\nPrénom;Nom;Tél;Né(e) le;Ville\nMel;Land;;;Ort\nMel;Home;;;\nNome;;;;\n", Options{})
	skipped := map[int]string{}
	for _, r := range allRows(t, f) {
		skipped[r.Number] = r.Skipped
	}
	for row, want := range map[int]string{4: "", 5: SkippedHeadings, 6: "", 7: "", 8: ""} {
		if skipped[row] != want {
			t.Errorf("row %d is skipped as %q, should be %q", row, skipped[row], want)
		}
	}
	if got, is := skipped[3]; is && got != SkippedHeadings {
		t.Errorf("the second row of headings is somebody")
	}
}

// TestARejectedRowSaysAllThatIsWrongWithIt, so that it is put right once.
func TestARejectedRowSaysAllThatIsWrongWithIt(t *testing.T) {
	text := rejectsOf(t, openText(t, "Name;Phone;Born\n;;31/02/1990\nAda;12ab;\n", Options{}))
	if !strings.Contains(text, "column C: that month has no such day") || strings.Contains(text, "Ada") {
		t.Error(text)
	}
}

func TestRowsAreNumberedAsASpreadsheetShowsThem(t *testing.T) {
	rows := allRows(t, openText(t, "Name,Notes\r\n\"Ann\",\"one\ntwo\"\r\n\r\nBen,5\" pipe\r\nCole,\"a\"\"b\"", Options{}))
	var numbers []int
	for _, r := range rows {
		numbers = append(numbers, r.Number)
	}
	if !slices.Equal(numbers, []int{2, 3, 4, 5}) || rows[1].Skipped != SkippedEmpty || rows[2].Person.Remarks != `5" pipe` || rows[3].Person.Remarks != `a"b` || rows[0].Person.Remarks != "one\ntwo" {
		t.Errorf("%v %+v", numbers, rows)
	}
}

func TestJSONLinesWithBrokenOnesBetween(t *testing.T) {
	rows := allRows(t, openText(t, "{\"name\":\"Ann\",\"phone\":[\"+12025550101\",\"+12025550102\"]}\n\n{\"name\":\n{\"name\":\"Ben\",\"deep\":{\"a\":[1]},\"phone\":null}\n[1]\n{} {}\n", Options{}))
	if len(rows) != 6 || len(rows[0].Person.Phones) != 2 || rows[1].Skipped != SkippedEmpty || rows[3].Person.Full != "Ben" {
		t.Fatalf("%+v", rows)
	}
	for _, i := range []int{2, 4, 5} {
		if len(rows[i].Rejected) != 1 || rows[i].Rejected[0].Code != CodeNotJSON {
			t.Errorf("row %d: %+v", rows[i].Number, rows[i])
		}
	}
}
