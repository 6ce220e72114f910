package intake

import (
	"slices"
	"strings"
)

// builder fills one row, column by column.
type builder struct {
	*rowReader
	Row
	rec record
}

func (b *builder) build() {
	for i, c := range b.f.Layout.Columns {
		if i >= len(b.rec.cells) || c.Field == "" || c.Field == Ignore || b.rec.cells[i].text == "" {
			continue
		}
		if value := b.value(i, c); value != "" {
			b.set(i, c, value)
		}
	}
	b.contacts()
	b.place()
	if b.Seen.Description != "" {
		b.fromDescription()
	}
	if !b.Person.Named() && !b.Person.Reachable() && b.Seen.Description == "" && len(b.Rejected) == 0 {
		b.Rejected = []Problem{{Row: b.Number, Code: CodeNothing, Text: "nothing to recognise or reach anybody by",
			Remedy: "add a name, a phone or an e-mail address"}}
	}
}

// value cleans a cell and notes what was unusual about it.
func (b *builder) value(i int, c Column) string {
	text := Plain(b.rec.cells[i].text)
	value, hidden := clean(text)
	if hidden {
		b.noteAt(i, CodeHidden, "control or invisible characters were taken out", "")
	}
	if strings.HasPrefix(value, "#") && cellErrors[value] {
		b.noteAt(i, CodeCellError, "the cell holds an error of the spreadsheet; dropped", "")
		return ""
	}
	if c.Field != PhoneNumber && c.Field != Lat && c.Field != Lon && computes(text) && computes(value) {
		b.noteAt(i, CodeFormula, "looks like a formula; kept as text", "")
	}
	return value
}

// cellErrors are what spreadsheet programs show for a formula that failed.
var cellErrors = words("#N/A #NAME? #REF! #VALUE! #DIV/0! #NUM! #NULL! #SPILL! #CALC! #GETTING_DATA")

func (b *builder) set(i int, c Column, value string) {
	if to := b.textField(c.Field); to != nil {
		*to = value
		return
	}
	switch c.Field {
	case FamilyCommaGiven:
		b.commaName(value)
	case Born:
		b.Person.Born = b.date(i, value, b.dates.birth)
	case SeenOn:
		b.Seen.On = b.date(i, value, b.dates.past)
	case DeclinedOn:
		b.No.On = b.date(i, value, b.dates.past)
	case Time:
		b.time(i, value)
	case Country:
		b.Person.Country, b.Person.CountryCode = value, CountryCode(value)
	case Language:
		b.Person.Language, b.Person.LanguageCode = value, LanguageCode(value)
	}
}

// textField is where a text goes as it is; nil for fields that are read.
func (b *builder) textField(f Field) *string {
	switch f {
	case FamilyName:
		return &b.Person.Family
	case GivenName:
		return &b.Person.Given
	case FullName:
		return &b.Person.Full
	case LatinName:
		return &b.Person.Latin
	case Town:
		return &b.Person.Town
	case Region:
		return &b.Person.Region
	case Skills:
		return &b.Person.Skills
	case Remarks:
		return &b.Person.Remarks
	case Source:
		return &b.Seen.Source
	case Office:
		return &b.No.Office
	case Place:
		return &b.Seen.Place
	case Description:
		return &b.Seen.Description
	}
	return nil
}

// commaName parts "Apellidos, Nombre" at its comma; without one the name stays whole.
func (b *builder) commaName(value string) {
	family, given, found := strings.Cut(value, ",")
	if !found {
		b.Person.Full = value
		return
	}
	b.Person.Family, _ = clean(family)
	b.Person.Given, _ = clean(given)
}

// date reads a day; what cannot be read is dropped with a note, or rejects the row where the mapping is strict.
func (b *builder) date(i int, value string, read func(string) (Date, *dateFault)) Date {
	d, fault := read(value)
	if fault != nil {
		b.drop(i, fault.code, fault.text+"; date dropped")
		return Date{}
	}
	if b.rec.cells[i].day {
		d.Guess = 0
	}
	if d.Guess&(GuessOrder|GuessSerial) != 0 && !d.IsZero() {
		b.noteAt(i, CodeDateGuess, guessText(d.Guess), "")
	}
	return d
}

func guessText(g Guess) string {
	if g&GuessSerial != 0 {
		return "a number was read as a spreadsheet's day"
	}
	return "day and month may be the other way round"
}

// drop notes a value that is lost, or rejects the row.
func (b *builder) drop(i int, code Code, text string) {
	if b.f.mapping.strict(b.f.Layout.Columns[i].Field) {
		p := b.problem(i, CodeStrict, text, codeStrictRemedy)
		b.Rejected = append(b.Rejected, p)
		return
	}
	b.noteAt(i, code, text, "")
}

func (b *builder) noteAt(i int, code Code, text, remedy string) {
	b.Notes = append(b.Notes, b.problem(i, code, text, remedy))
}

func (b *builder) problem(i int, code Code, text, remedy string) Problem {
	c := b.f.Layout.Columns[i]
	return Problem{Row: b.Number, Column: c.Letter, Field: c.Field, Code: code, Text: text, Remedy: remedy}
}

// contacts reads phones and addresses when the row's country is known, and puts each where it belongs.
func (b *builder) contacts() {
	country := b.phoneCountry()
	for i, c := range b.f.Layout.Columns {
		if i >= len(b.rec.cells) || c.Field != PhoneNumber && c.Field != Email {
			continue
		}
		value, _ := clean(Plain(b.rec.cells[i].text))
		switch {
		case value == "" || cellErrors[value] || unknownWords[strings.ToLower(value)]:
		case c.Field == PhoneNumber:
			b.phones(i, value, country)
		default:
			b.emails(i, value, country)
		}
	}
}

func (b *builder) phoneCountry() string {
	if b.Person.Country != "" {
		return b.Person.CountryCode // "" when the row names a country that is not known: better none than the wrong one
	}
	if b.Seen.Place != "" && b.f.options.Gazetteer != nil {
		if _, _, country, ok := b.f.options.Gazetteer(b.Seen.Place); ok && country != "" {
			return country
		}
	}
	if c := regionCountry(b.f.Layout.Country, b.Person.Region); c != "" {
		return c
	}
	return b.f.Layout.Country
}

func (b *builder) phones(i int, value, country string) {
	for _, p := range ParsePhones(value, country) {
		if strings.Contains(p.Raw, "@") {
			emails, ok := ParseEmails(p.Raw)
			for _, e := range emails {
				b.addEmail(e)
			}
			if ok {
				b.noteAt(i, CodeEmailMoved, "an e-mail address stood in the phone column; moved", "")
			} else {
				b.drop(i, CodeEmail, "neither a phone nor an e-mail address; dropped")
			}
			continue
		}
		b.addPhone(i, p, country)
	}
}

func (b *builder) addPhone(i int, p Phone, country string) {
	switch {
	case p.E164 != "":
	case countDigits(p.Raw) < 6:
		b.drop(i, CodeNoPhone, "not a phone number; dropped")
		return
	case country == "":
		b.noteAt(i, CodePhoneCountry, "nobody knows which country this number belongs to", "")
	default:
		b.noteAt(i, CodePhone, "cannot be a number of "+country+"; kept as written", "")
	}
	same := func(q Phone) bool { return q.E164 != "" && q.E164 == p.E164 || q.Raw == p.Raw }
	if !slices.ContainsFunc(b.Person.Phones, same) {
		b.Person.Phones = append(b.Person.Phones, p)
	}
}

func (b *builder) emails(i int, value, country string) {
	emails, ok := ParseEmails(value)
	for _, e := range emails {
		b.addEmail(e)
	}
	if ok {
		return
	}
	if !strings.Contains(value, "@") && countDigits(value) >= 6 {
		if found := ParsePhones(value, country); len(found) > 0 && found[0].E164 != "" {
			for _, p := range found {
				b.addPhone(i, p, country)
			}
			b.noteAt(i, CodePhoneMoved, "a phone number stood in the e-mail column; moved", "")
			return
		}
	}
	b.drop(i, CodeEmail, "not an e-mail address; dropped")
}

func (b *builder) addEmail(e string) {
	if !slices.Contains(b.Person.Emails, e) {
		b.Person.Emails = append(b.Person.Emails, e)
	}
}
