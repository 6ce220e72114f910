package intake

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The one who drew the lead files counted what is missing in them; what we read must agree with the count.
func TestWhatIsMissingAgreesWithTheCountOfTheFiles(t *testing.T) {
	got := map[string]int{}
	for _, office := range offices[:7] {
		tags := truthRows(t, office.file)
		for _, row := range allRows(t, openLeads(t, office.file, Options{})) {
			if row.Skipped != "" {
				continue
			}
			p := row.Person
			count := func(what string, when bool) {
				if when {
					got[what]++
				}
			}
			count("birth date missing", p.Born.IsZero() && !strings.Contains(tags[row.Number][3], "email_only") && !strings.Contains(tags[row.Number][3], "nothing_but_email"))
			count("year only", p.Born.Year > 0 && p.Born.Month == 0)
			count("1 January", p.Born.FirstJanuary)
			count("e-mail in the phone column", hasNote(row, CodeEmailMoved))
			count("line break in a remark", strings.Contains(p.Remarks, "\n"))
			count("a number without E.164", slices.ContainsFunc(p.Phones, func(p Phone) bool { return p.E164 == "" }))
			count("unreadable", hasNote(row, CodeDate) || hasNote(row, CodeDateRange) || hasNote(row, CodeEmail))
		}
	}
	want := map[string]int{"birth date missing": 65, "year only": 28, "1 January": 35, "e-mail in the phone column": 14, "line break in a remark": 23}
	for what, n := range want {
		if got[what] != n {
			t.Errorf("%s: %d rows, the files have %d", what, got[what], n)
		}
		delete(got, what)
	}
	for what, n := range got {
		t.Errorf("%s: %d rows, should be none", what, n)
	}
}

func hasNote(row Row, code Code) bool {
	return slices.ContainsFunc(row.Notes, func(p Problem) bool { return p.Code == code })
}

func TestLayoutsThatAnOfficeIsShown(t *testing.T) {
	for _, c := range []struct {
		file, encoding, separator, sheet, order, country string
		header                                           int
		fields                                           []Field
	}{
		{"belgium.csv", "UTF-8", ";", "", DayFirst, "BE", 1, []Field{FamilyName, GivenName, Born, PhoneNumber, Email, Town, Language, Skills, Source, SeenOn, Remarks}},
		{"france.xlsx", "", "", "Contacts", DayFirst, "FR", 3, []Field{FamilyName, GivenName, Born, PhoneNumber, Email, Town, Skills, Source, SeenOn, Remarks}},
		{"spain.csv", "windows-1252", ";", "", DayFirst, "ES", 1, []Field{FamilyCommaGiven, Born, PhoneNumber, Email, Town, Skills, Source, SeenOn, Remarks}},
		{"italy.tsv", "UTF-16LE", "\t", "", DayFirst, "IT", 1, []Field{FamilyName, GivenName, Born, PhoneNumber, Email, Town, Skills, Source, SeenOn, Remarks}},
		{"brazil.csv", "UTF-8", ",", "", DayFirst, "BR", 1, []Field{FullName, Born, PhoneNumber, Email, Town, Region, Skills, Source, SeenOn, Remarks}},
		{"usa.csv", "UTF-8", ",", "", MonthFirst, "US", 1, []Field{FullName, Born, PhoneNumber, Email, Town, Region, Skills, Source, SeenOn, Remarks}},
		{"mediterranean.csv", "UTF-8", ",", "", DayFirst, "", 1, []Field{FullName, LatinName, Born, PhoneNumber, Email, Town, Country, Language, Skills, Source, Remarks}},
	} {
		l := openLeads(t, c.file, Options{}).Layout
		if l.Encoding != c.encoding || l.Separator != c.separator || l.Sheet != c.sheet || l.Dates.Order != c.order || l.Dates.Assumed || l.Country != c.country || l.HeaderRow != c.header {
			t.Errorf("%s was taken for\n%s", c.file, l)
		}
		for i, f := range c.fields {
			if l.Columns[i].Field != f {
				t.Errorf("%s column %s %q: %s, should be %s", c.file, l.Columns[i].Letter, l.Columns[i].Heading, l.Columns[i].Field, f)
			}
		}
		if shown := l.String(); !strings.Contains(shown, l.Columns[0].Heading) || !strings.Contains(shown, l.Dates.Reason.Text) {
			t.Errorf("%s: the layout shows neither headings nor evidence:\n%s", c.file, shown)
		}
	}
}

func TestPeopleAsTheOfficesWroteThem(t *testing.T) {
	spain := allRows(t, openLeads(t, "spain.csv", Options{}))
	if p := rowAt(t, spain, 2).Person; p.Family != "Sosa Hurtado" || p.Given != "César" || p.Born != (Date{Year: 2003, Month: 1, Day: 1, FirstJanuary: true, Guess: GuessCentury}) {
		t.Errorf("César of Ponferrada was read as %+v", p)
	}
	brazil := allRows(t, openLeads(t, "brazil.csv", Options{}))
	if p := rowAt(t, brazil, 4).Person; len(p.Phones) != 2 || p.Phones[0].E164 != "+5548970789549" || p.Phones[0].Label != "cel" || p.Phones[1].E164 != "+5571980142185" {
		t.Errorf("two numbers on two lines of a cell: %+v", p.Phones)
	}
	if p := rowAt(t, brazil, 7).Person; p.Full != "Enzo  Gabriel Oliveira Souza" {
		t.Errorf("a name must stay as written, double blank and all: %q", p.Full)
	}
	for _, row := range brazil { // UF says US: his number is American, though it could be one of Rio
		if row.Person.Full == "Taylor Abigail" && row.Person.Phones[0].E164 != "+13125550148" {
			t.Errorf("row %d: %+v", row.Number, row.Person.Phones)
		}
	}
	east := allRows(t, openLeads(t, "mediterranean.csv", Options{}))
	if p := rowAt(t, east, 2).Person; p.Full != "Шарапова Мария" || p.Latin != "Mariia Sharapova" || p.CountryCode != "CY" {
		t.Errorf("Maria of Limassol was read as %+v", p)
	}
	arabic := slices.IndexFunc(east, func(r Row) bool { return r.Person.Full == "أنس القاسم" })
	if d := east[arabic].Person.Born; d.String() != "1970-12-31" {
		t.Errorf("a birth date in Arabic-Indic digits: %v", d)
	}
	france := allRows(t, openLeads(t, "france.xlsx", Options{}))
	if p := rowAt(t, france, 4).Person; p.Born != (Date{Year: 1972, Month: 7, Day: 14}) {
		t.Errorf("a real date cell: %+v", p.Born)
	}
	if p := rowAt(t, france, 5).Person.Phones[0]; p.E164 != "+33639981516" || p.Valid {
		t.Errorf("a number kept for fiction is possible, not valid: %+v", p)
	}
	no := rowAt(t, allRows(t, openLeads(t, "declined.csv", Options{Kind: Refusals})), 2)
	if no.No.On.String() != "2024-06-05" || no.No.Office != "mediterranean" || no.Person.Born.String() != "1973-09-18" {
		t.Errorf("a no: %+v %+v", no.No, no.Person)
	}
}

// Whoever said no must never be approached because somebody chose the wrong menu.
func TestAListOfRefusalsIsNotReadAsLeads(t *testing.T) {
	_, err := Open(leadFile(t, "declined.csv"), Options{Today: importDay})
	wantError(t, err, "a column for the day of a no: this looks like a list of people who declined; read it as refusals, or map that column to ignore")
}

func TestEmptyTitleAndTotalRowsAreSkippedWithTheReason(t *testing.T) {
	for _, office := range offices[:7] {
		totals, empties := 0, 0
		for _, row := range allRows(t, openLeads(t, office.file, Options{})) {
			switch row.Skipped {
			case SkippedTotal:
				totals++
			case SkippedEmpty:
				empties++
			}
		}
		if totals != 1 || empties == 0 && office.file == "brazil.csv" {
			t.Errorf("%s: %d totals rows, %d empty rows", office.file, totals, empties)
		}
	}
}

// towns is a gazetteer out of the towns beside the leads.
func towns(t *testing.T) func(string) (float64, float64, string, bool) {
	in, err := os.Open(leadFile(t, "towns.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	all, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	index := map[string][]string{}
	for _, r := range all[1:] {
		index[r[1]] = r
	}
	return func(place string) (float64, float64, string, bool) {
		r := index[place]
		if r == nil {
			return 0, 0, "", false
		}
		lat, _ := strconv.ParseFloat(r[3], 64)
		lon, _ := strconv.ParseFloat(r[4], 64)
		return lat, lon, r[2], true
	}
}

func TestSightingsKeepTheGroundAndLoseThePreciseSpot(t *testing.T) {
	rows := allRows(t, openLeads(t, "sightings.jsonl", Options{Gazetteer: towns(t)}))
	swapped, without := 0, 0
	for _, row := range rows {
		if hasNote(row, CodePlaceSwapped) {
			swapped++
		}
		if !row.Seen.Located {
			without++
		}
		if row.Seen.Description == "" || row.Seen.At.IsZero() || row.Seen.Place == "" {
			t.Errorf("row %d lost its ground, time or place", row.Number)
		}
		if i := strings.IndexByte(row.Cells[2], '.'); i >= 0 && len(row.Cells[2])-i > 2 {
			t.Errorf("row %d hands out a latitude finer than a tenth of a degree", row.Number)
		}
		for _, p := range row.Person.Phones {
			if p.E164 == "" {
				t.Errorf("row %d: the place says the country, so the number has one", row.Number)
			}
		}
	}
	if swapped != 2 || without != 11 {
		t.Errorf("%d swapped and %d without coordinates; the file has 2 and 11", swapped, without)
	}
	first := rowAt(t, rows, 1)
	if first.Person.Given != "Guillaume" || first.Person.Born != (Date{Year: 2002, About: true, Guess: GuessAge}) || first.Seen.Lat != 51.1 || first.Seen.At.Clock {
		t.Errorf("Guillaume of Gent was read as %+v %+v", first.Person, first.Seen)
	}
	if p := rowAt(t, rows, 4).Person; p.Given != "Coraline" || p.Family != "F." || p.Born.Year != 1998 {
		t.Errorf("Coraline F., 28: %+v", p)
	}
	if p := rowAt(t, rows, 35).Person; p.Named() || p.Born.Year != 1967 {
		t.Errorf("a woman of about 59 has no name: %+v", p)
	}
	if m := rowAt(t, rows, 2).Seen.At; !m.Zone || m.String() != "2026-09-01T20:16:52Z" {
		t.Errorf("time with Z: %v", m)
	}
	if m := rowAt(t, rows, 6).Seen.At; m.Zone || !m.Clock {
		t.Errorf("time without a zone: %+v", m)
	}
}

func TestProgressEndsAtTheLastRow(t *testing.T) {
	var last, total int64
	f := openLeads(t, "usa.csv", Options{Progress: func(d, n int64) { last, total = d, n }})
	allRows(t, f)
	if last != 94 || total != 94 {
		t.Errorf("%d of %d", last, total)
	}
}

func TestALoopMayBeLeftEarlyAndBegunAgain(t *testing.T) {
	f := openLeads(t, "italy.tsv", Options{})
	for row, err := range f.Rows() {
		if err != nil || row.Number != 2 {
			t.Fatal(row.Number, err)
		}
		break
	}
	if n := len(allRows(t, f)); n != 79 {
		t.Errorf("%d rows the second time", n)
	}
}

// What goes into a log or on a screen of problems must not name anybody.
func TestNotesRepeatNothingOfTheCells(t *testing.T) {
	files := []string{"bad/07-formula-injection.csv", "bad/11-bidi-zero-width.csv", "bad/12-impossible-dates.csv", "sightings.jsonl"}
	for _, office := range offices[:7] {
		files = append(files, office.file)
	}
	notes := 0
	for _, file := range files {
		for _, row := range allRows(t, openLeads(t, file, Options{})) {
			for _, p := range append(row.Notes, row.Rejected...) {
				notes++
				for _, cell := range row.Cells {
					if len(cell) > 4 && strings.Contains(p.String(), cell) {
						t.Errorf("%s: %q repeats a cell", file, p)
					}
				}
			}
		}
	}
	if notes < 100 {
		t.Errorf("only %d notes were looked at", notes)
	}
}

func TestPeopleWhoseNamesLookLikeTotals(t *testing.T) {
	rows := allRows(t, openText(t, "Name,Phone,Born,Town\nSuma Patel,,1984,\nGrand Jean,,1984,\nTotal Marie,,,Gent\nTotal,+34 600 000 000,,\nTOTAL: 12,,,\nSomme,,4,\nGrand total,4,,\nTotal général,4,,\n", Options{}))
	for i, row := range rows {
		if person := row.Skipped == ""; person != (i < 4) {
			t.Errorf("row %d: skipped %q", row.Number, row.Skipped)
		}
	}
}

func TestCellsBelowNoHeadingAreShownAndKept(t *testing.T) {
	f := openText(t, "Name,Phone\nAnn,1234567,more\n,,,\n,,lost?\n", Options{})
	if l := f.Layout; len(l.Columns) != 3 || l.Columns[2].Letter != "C" || len(l.Unmapped()) != 1 {
		t.Errorf("layout\n%s", l)
	}
	if text := rejectsOf(t, f); !strings.HasPrefix(text, "Name,Phone,,row,why\n,,lost?,4,") {
		t.Errorf("rejects %q", text)
	}
}

func TestANumberInAnUnknownCountryHasNoE164(t *testing.T) {
	rows := allRows(t, openText(t, "Name,Phone,Country\nAnn,06 39 98 15 16,Atlantis\nBen,06 39 98 15 16,Frankrijk\n", Options{Country: "ES"}))
	if p := rows[0].Person.Phones[0]; p.E164 != "" || !hasNote(rows[0], CodePhoneCountry) {
		t.Errorf("%+v", p)
	}
	if p := rows[1].Person.Phones[0]; p.E164 != "+33639981516" {
		t.Errorf("%+v", p)
	}
}
