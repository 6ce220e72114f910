package linkage_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"willing/linkage"
)

// A row of one of the synthetic files with the truth about it.
type leadRow struct {
	file   string
	row    int
	person string
	notes  string
	who    linkage.Particulars
}

func (r leadRow) id() string            { return r.file + ":" + strconv.Itoa(r.row) }
func (r leadRow) noted(tag string) bool { return strings.Contains("|"+r.notes+"|", "|"+tag+"|") }
func (r leadRow) declined() bool        { return r.file == "declined.csv" }
func (r leadRow) sighting() bool        { return r.file == "sightings.jsonl" }

// findLeads finds the folder of synthetic leads beside the repository. Without
// it the test is skipped, or fails where everything must run.
func findLeads(t *testing.T) string {
	t.Helper()
	dirs := []string{os.Getenv("WILLING_SHARED")}
	for up := ".."; dirs[0] == "" && len(up) < 30; up = filepath.Join(up, "..") {
		dirs = append(dirs, filepath.Join(up, "shared"))
	}
	for _, dir := range dirs {
		leads := filepath.Join(dir, "data", "leads")
		if _, err := os.Stat(filepath.Join(leads, "truth.csv")); dir != "" && err == nil {
			return leads
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the synthetic leads (shared/data/leads) are missing; set WILLING_SHARED")
	}
	t.Skip("no synthetic leads beside the repository (shared/data/leads); set WILLING_SHARED to evaluate")
	return ""
}

// layout says how a table is written and where its columns are; -1: no such
// column.
type layout struct {
	file                       string
	enc                        encoding.Encoding
	comma                      rune
	family, given, full, latin int
	born, phone, email         int
	town, country              int
	home                       string // country of phones without a prefix
	monthFirst                 bool
}

var layouts = []layout{
	{"declined.csv", unicode.UTF8BOM, ';', 0, 1, -1, -1, 2, 3, -1, 4, 5, "", false},
	{"belgium.csv", unicode.UTF8BOM, ';', 0, 1, -1, -1, 2, 3, 4, 5, -1, "BE", false},
	{"france.xlsx", nil, 0, 0, 1, -1, -1, 2, 3, 4, 5, -1, "FR", false},
	{"spain.csv", charmap.Windows1252, ';', -1, -1, 0, -1, 1, 2, 3, 4, -1, "ES", false},
	{"italy.tsv", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), '\t', 0, 1, -1, -1, 2, 3, 4, 5, -1, "IT", false},
	{"brazil.csv", unicode.UTF8BOM, ',', -1, -1, 0, -1, 1, 2, 3, 4, -1, "BR", false},
	{"usa.csv", unicode.UTF8BOM, ',', -1, -1, 0, -1, 1, 2, 3, 4, -1, "US", true},
	{"mediterranean.csv", unicode.UTF8BOM, ',', -1, -1, 0, 1, 2, 3, 4, 5, 6, "", false},
}

// readLeads gives every row that is a person, in the order of the files.
func readLeads(t *testing.T) []leadRow {
	t.Helper()
	dir := findLeads(t)
	truth := readTruth(t, dir)
	var out []leadRow
	keep := func(file string, row int, who linkage.Particulars) {
		r, ok := truth[file+":"+strconv.Itoa(row)]
		if ok && r.person != "" {
			r.who = who
			out = append(out, r)
		}
	}
	for _, l := range layouts {
		for i, cells := range l.rows(t, dir) {
			keep(l.file, i+1, l.particulars(cells))
		}
	}
	for i, who := range readSightings(t, dir) {
		keep("sightings.jsonl", i+1, who)
	}
	if want := 45 + 575 + 150; len(out) != want {
		t.Fatalf("read %d people, the README counts %d", len(out), want)
	}
	return out
}

func readTruth(t *testing.T, dir string) map[string]leadRow {
	t.Helper()
	out := map[string]leadRow{}
	for _, c := range readCSV(t, filepath.Join(dir, "truth.csv"), unicode.UTF8BOM, ',')[1:] {
		n, err := strconv.Atoi(c[1])
		if err != nil {
			t.Fatal(err)
		}
		r := leadRow{file: c[0], row: n, person: c[2], notes: c[3]}
		out[r.id()] = r
	}
	return out
}

func readCSV(t *testing.T, path string, enc encoding.Encoding, comma rune) [][]string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(enc.NewDecoder().Reader(bytes.NewReader(raw)))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	var rows [][]string
	next := 1 // the line after the last record
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows
		} else if err != nil {
			t.Fatal(path, err)
		}
		line, _ := r.FieldPos(0)
		for ; next < line; next++ { // the reader skips empty lines, the truth counts them
			rows = append(rows, nil)
		}
		rows = append(rows, record)
		next = line + 1 + strings.Count(strings.Join(record, ""), "\n")
	}
}

func (l layout) rows(t *testing.T, dir string) [][]string {
	if l.enc == nil {
		return readSheet(t, filepath.Join(dir, l.file))
	}
	return readCSV(t, filepath.Join(dir, l.file), l.enc, l.comma)
}

func (l layout) particulars(cells []string) linkage.Particulars {
	at := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return strings.TrimSpace(cells[i])
	}
	p := linkage.Particulars{
		Family: at(l.family), Given: at(l.given), Full: at(l.full), Latin: at(l.latin),
		Town: at(l.town), Country: at(l.country), Born: readDate(at(l.born), l.monthFirst),
	}
	home := l.home
	if p.Country != "" {
		home = p.Country
	}
	if contact := at(l.phone); strings.Contains(contact, "@") {
		p.Emails = []string{contact}
	} else {
		p.Phones = readPhones(contact, home)
	}
	if e := at(l.email); e != "" {
		p.Emails = append(p.Emails, e)
	}
	return p
}

// readDate reads day.month.year in any dress, year-month-day, month and year,
// year alone; with monthFirst the American order.
func readDate(s string, monthFirst bool) linkage.Date {
	s = strings.Map(func(r rune) rune {
		if r >= '٠' && r <= '٩' {
			return '0' + r - '٠'
		}
		return r
	}, s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	var n []int
	for _, p := range parts {
		v, _ := strconv.Atoi(p)
		n = append(n, v)
	}
	year := func(v int) int {
		switch {
		case v >= 100:
			return v
		case v <= 26:
			return 2000 + v
		}
		return 1900 + v
	}
	switch {
	case len(n) == 1 && n[0] > 10000: // a spreadsheet's day number
		d := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n[0])
		return linkage.Date{Year: d.Year(), Month: int(d.Month()), Day: d.Day()}
	case len(n) == 1:
		return linkage.Date{Year: year(n[0])}
	case len(n) == 2:
		return linkage.Date{Year: year(n[1]), Month: n[0]}
	case len(n) == 3 && n[0] > 31:
		return linkage.Date{Year: n[0], Month: n[1], Day: n[2]}
	case len(n) == 3 && monthFirst:
		return linkage.Date{Year: year(n[2]), Month: n[0], Day: n[1]}
	case len(n) == 3:
		return linkage.Date{Year: year(n[2]), Month: n[1], Day: n[0]}
	}
	return linkage.Date{}
}

// dialling: country code and whether a leading 0 is dropped after it.
var dialling = map[string]struct {
	code string
	drop bool
}{
	"FR": {"33", true}, "BE": {"32", true}, "ES": {"34", false}, "IT": {"39", false}, "BR": {"55", true},
	"US": {"1", false}, "UA": {"380", true}, "GR": {"30", false}, "CY": {"357", false}, "TN": {"216", false},
	"EG": {"20", true}, "MA": {"212", true}, "DZ": {"213", true}, "LB": {"961", true}, "SY": {"963", true},
}

// readPhones is a small stand-in for a real phone parser, enough for the
// shapes that these files have.
func readPhones(s, home string) []string {
	s = strings.NewReplacer("\u00a0", " ", " / ", ";", " ou ", ";", " - ", ";", ",", ";", "\n", ";", "(cel)", "", "(rec.)", "").Replace(s)
	var out []string
	for _, one := range strings.Split(s, ";") {
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, one)
		if len(digits) < 7 {
			continue
		}
		d := dialling[home]
		switch {
		case strings.HasPrefix(strings.TrimSpace(one), "+"):
			out = append(out, "+"+digits)
		case strings.HasPrefix(digits, "00"):
			out = append(out, "+"+digits[2:])
		case d.code == "":
		case d.drop:
			out = append(out, "+"+d.code+strings.TrimPrefix(digits, "0"))
		default:
			out = append(out, "+"+d.code+digits)
		}
	}
	return out
}

// readSightings makes of a line what a careful person would type: the name at
// the start of the description if there is one, a phone in it, the place. A
// guessed age is no year of birth.
func readSightings(t *testing.T, dir string) []linkage.Particulars {
	t.Helper()
	homes := map[string]string{}
	for _, c := range readCSV(t, filepath.Join(dir, "towns.csv"), unicode.UTF8BOM, ',') {
		homes[c[1]] = c[2]
	}
	raw, err := os.ReadFile(filepath.Join(dir, "sightings.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []linkage.Particulars
	dec := json.NewDecoder(bytes.NewReader(raw))
	for {
		var line struct{ Place, Description string }
		if err := dec.Decode(&line); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		head, rest, _ := strings.Cut(line.Description, ",")
		head, _, _ = strings.Cut(head, "(")
		head = strings.Trim(head, " ?~")
		if head == "man" || head == "woman" || strings.ContainsAny(head, "0123456789") {
			head = ""
		}
		out = append(out, linkage.Particulars{Full: head, Town: line.Place, Phones: readPhones(rest, homes[line.Place])})
	}
}

// readSheet reads the first sheet of a workbook as rows of text.
func readSheet(t *testing.T, path string) [][]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	part := func(name string, into any) {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := xml.NewDecoder(f).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	var words struct {
		SI []struct {
			T string `xml:"t"`
		} `xml:"si"`
	}
	var sheet struct {
		Rows []struct {
			R     int `xml:"r,attr"`
			Cells []struct {
				R string `xml:"r,attr"`
				T string `xml:"t,attr"`
				V string `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	part("xl/sharedStrings.xml", &words)
	part("xl/worksheets/sheet1.xml", &sheet)
	var out [][]string
	for _, row := range sheet.Rows {
		for len(out) < row.R {
			out = append(out, make([]string, 10))
		}
		for _, c := range row.Cells {
			v := c.V
			if n, err := strconv.Atoi(v); c.T == "s" && err == nil {
				v = words.SI[n].T
			}
			if col := int(c.R[0] - 'A'); col < 10 {
				out[row.R-1][col] = v
			}
		}
	}
	return out
}
