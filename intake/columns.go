package intake

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// mapColumns decides what each column holds: by the mapping file, else by the heading.
func (f *File) mapColumns() error {
	headings := make([]string, len(f.Layout.Columns))
	for i, c := range f.Layout.Columns {
		headings[i] = c.Heading
	}
	letters := f.mapping.letters(headings)
	for i := range f.Layout.Columns {
		c := &f.Layout.Columns[i]
		if c.Field = f.mapping.byHeading(c.Heading); c.Field == "" {
			c.Field = letters[i]
		}
		if c.Mapped = c.Field != ""; !c.Mapped {
			c.Field = f.guessColumn(i)
		}
	}
	if missing := f.mapping.missing(headings, len(headings)); len(missing) > 0 {
		return refuse(CodeMapping, "the mapping file names columns that the file does not have: "+strings.Join(missing, ", "), "write the headings as they stand")
	}
	f.settleAnyName()
	f.dropSecond()
	return f.checkColumns()
}

// guessColumn tries both heading rows together, then the lower, then the upper.
func (f *File) guessColumn(i int) Field {
	if field := guessField(f.Layout.Columns[i].Heading); field != "" {
		return field
	}
	for j := len(f.heads) - 1; j >= 0; j-- {
		if i < len(f.heads[j]) {
			if field := guessField(trimmedHeading(f.heads[j][i])); field != "" {
				return field
			}
		}
	}
	return ""
}

// settleAnyName decides what "Nom", "Nome", "Name" mean beside the other columns.
func (f *File) settleAnyName() {
	family, given := f.Layout.Column(FamilyName) >= 0, f.Layout.Column(GivenName) >= 0
	for i := range f.Layout.Columns {
		c := &f.Layout.Columns[i]
		switch {
		case c.Field != anyName:
		case given && !family:
			c.Field, family = FamilyName, true
		case family && !given:
			c.Field, given = GivenName, true
		default:
			c.Field = FullName
		}
	}
}

// dropSecond leaves a second column for the same field unread, and says so. What the mapping file says goes before a guess.
func (f *File) dropSecond() {
	seen := map[Field]bool{}
	for _, mapped := range []bool{true, false} {
		for i := range f.Layout.Columns {
			c := &f.Layout.Columns[i]
			if c.Field == "" || c.Mapped != mapped || c.Field.several() {
				continue
			}
			if seen[c.Field] {
				f.note(CodeSecond, c.Letter, fmt.Sprintf("column %s is a second %s; not read", c.Letter, c.Field))
				c.Field = ""
				continue
			}
			seen[c.Field] = true
		}
	}
}

func (f *File) checkColumns() error {
	any := false
	for _, c := range f.Layout.Columns {
		any = any || c.Field.recognises()
	}
	if !any {
		return refuse(CodeNoColumn, "no column holds a name, a phone, an e-mail address or a description", "name the columns in a mapping file")
	}
	if f.options.Kind == Leads && f.Layout.Column(DeclinedOn) >= 0 {
		return refuse(CodeLooksRefused, "a column for the day of a no: this looks like a list of people who declined", "read it as refusals, or map that column to ignore")
	}
	if f.options.Kind == Refusals && f.Layout.Column(DeclinedOn) < 0 {
		f.note(CodeNoDay, "", "no column for the day of the no")
	}
	if !slices.ContainsFunc(f.Layout.Columns, func(c Column) bool { return c.Field.reaches() }) {
		f.note(CodeNoReach, "", "names, and no phone, e-mail address, birth date or description: is this a list of people?")
	}
	return nil
}

// abroadRows is how many rows are looked at for the countries of their numbers: parsing a number is dear, and a country
// that is most frequent in so many will be so in all.
const abroadRows = 3000

// weigh reads all rows once: for the order of dates, for the country of most numbers, and to find what breaks the file as a whole.
func (f *File) weigh() error {
	t, err := f.table()
	if err != nil {
		return err
	}
	defer t.Close()
	order := orderEvidence{today: f.options.Today}
	abroadCount, data, width := map[string]int{}, 0, 0
	for {
		rec, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		f.Layout.LastRow = rec.number
		if f.aboveData(rec.number) || rec.empty() {
			continue
		}
		data++
		width = max(width, filledWidth(rec))
		f.weighRow(rec, &order, abroadCount, data <= abroadRows)
	}
	if data == 0 {
		f.note(CodeNoRows, "", "headings and no rows")
	}
	f.widen(width)
	f.decideCountry(abroadCount)
	f.Layout.Dates = order.decide(f.options.DateOrder, f.Layout.Country)
	if f.Layout.Dates.Assumed {
		f.note(CodeBothWays, "", fmt.Sprintf("the order of day and month is not evident (dates that could be read both ways: %d); %s", f.Layout.Dates.BothWays, f.Layout.Dates.Reason))
	}
	return nil
}

func (f *File) aboveData(row int) bool {
	return f.Layout.HeaderRow > 0 && row < f.Layout.HeaderRow+f.Layout.HeaderRows
}

// widen adds the columns that hold something below no heading, so that they are shown and not lost from a file of rejects.
func (f *File) widen(width int) {
	for i := len(f.Layout.Columns); i < width; i++ {
		f.Layout.Columns = append(f.Layout.Columns, Column{Letter: Letter(i)})
	}
}

// filledWidth is how many columns a row takes up to its last filled cell.
func filledWidth(rec record) int {
	if rec.fault != nil {
		return 0
	}
	for i := len(rec.cells); i > 0; i-- {
		if rec.cells[i-1].text != "" {
			return i
		}
	}
	return 0
}

func (f *File) weighRow(rec record, order *orderEvidence, abroadCount map[string]int, phones bool) {
	for i, c := range f.Layout.Columns {
		if i >= len(rec.cells) || rec.cells[i].text == "" {
			continue
		}
		switch c.Field {
		case Born, SeenOn, DeclinedOn:
			if rec.cells[i].day {
				order.SelfEvident++
				continue
			}
			value, _ := clean(Plain(rec.cells[i].text))
			order.see(value)
		case PhoneNumber:
			f.bare = f.bare || withoutPrefix(rec.cells[i].text)
			if phones {
				countAbroad(rec.cells[i].text, abroadCount)
			}
		}
	}
}

// withoutPrefix reports whether a number hangs on a country that somebody names.
func withoutPrefix(text string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(Plain(text), func(r rune) bool { return strings.ContainsRune("/;,|", r) }), func(one string) bool {
		one = strings.TrimSpace(one)
		return strings.ContainsAny(one, "123456789") && !strings.ContainsAny(one, "+@") && !strings.HasPrefix(one, "00")
	})
}

func countAbroad(text string, count map[string]int) {
	if !strings.ContainsAny(text, "+0") {
		return
	}
	value, _ := clean(Plain(text))
	for _, piece := range splitPhones(latinDigits(value)) {
		if c := abroad(piece); c != "" {
			count[c]++
		}
	}
}

// decideCountry: what the reader says, else where most of the international numbers belong if at least three do, else what
// the languages of the headings leave no doubt about.
func (f *File) decideCountry(count map[string]int) {
	l := &f.Layout
	best, total := "", 0
	for c, n := range count {
		total += n
		if n > count[best] || n == count[best] && c < best {
			best = c
		}
	}
	headings := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		headings[i] = c.Heading
	}
	switch {
	case f.options.Country != "":
		l.Country, l.CountryWhy = f.options.Country, asAsked
	case count[best] >= 3 && count[best]*3 >= total && l.Column(Country) < 0:
		l.Country = best
		l.CountryWhy = Note{CodePrefixes, fmt.Sprintf("%d : %d", count[best], total), fmt.Sprintf("%d of %d numbers with a prefix", count[best], total)}
	case bilingual(headings):
		l.Country, l.CountryWhy = "BE", Note{CodeHeadings, "fr, nl", "headings in French and Dutch"}
	case strings.Contains(plainKey(strings.Join(headings, " ")), "cognome"):
		l.Country, l.CountryWhy = "IT", Note{CodeHeadings, "it", "headings in Italian"}
	case f.bare && l.Column(Country) < 0:
		f.note(CodeNoCountry, "", "no country for numbers without a prefix; name one")
	}
}
