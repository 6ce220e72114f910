package cli

import (
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// rowReader turns rows of a file into what the desk takes in.
type rowReader struct {
	batch     casebook.ID
	source    string // where a row names none
	territory string // for every row, if given
	country   string // the file's
	columns   []intake.Column
	covered   []casebook.Territory
	gazetteer func(place string) (lat, lon float64, country string, ok bool)
}

func (r *rowReader) read(row intake.Row) desk.LeadRow {
	p := r.particulars(row)
	seen := row.Seen
	lead := casebook.Lead{
		Source: seen.Source, SeenOn: day(seen.On), Place: seen.Place, Ground: seen.Description, Language: p.Language, Batch: r.batch, Row: row.Number,
	}
	if lead.Source == "" {
		lead.Source = r.source
	}
	if lead.Place == "" {
		lead.Place = p.Town
	}
	if seen.Located {
		lead.Lat, lead.Lon = seen.Lat, seen.Lon
	}
	lead.Territory = r.territoryOf(p.Country)
	return desk.LeadRow{Row: row.Number, Lead: lead, Particulars: p, Said: r.said(row)}
}

// said is the row as it stands, heading and cell by turns, so that it is known again in whatever way it
// is read next time.
func (r *rowReader) said(row intake.Row) []string {
	var out []string
	for i, cell := range row.Cells {
		if text := strings.TrimSpace(intake.Plain(cell)); text != "" && i < len(r.columns) {
			out = append(out, r.columns[i].Heading, text)
		}
	}
	return out
}

// particulars takes over what a row says about a person. What has no field of its own stands in the
// remarks: nothing that somebody wrote down is lost.
func (r *rowReader) particulars(row intake.Row) casebook.Particulars {
	in := row.Person
	p := casebook.Particulars{
		Family: in.Family, Given: in.Given, Full: in.Full, Latin: in.Latin, Born: day(in.Born), Emails: in.Emails, Town: in.Town,
		Country: in.CountryCode, Language: in.LanguageCode, Skills: in.Skills, Remarks: in.Remarks,
	}
	if p.Town == "" {
		p.Town = row.Seen.Place
	}
	if p.Country == "" && r.gazetteer != nil {
		_, _, p.Country, _ = r.gazetteer(p.Town)
	}
	more := func(what, text string) {
		if text != "" {
			p.Remarks = strings.TrimSpace(p.Remarks + " [" + what + ": " + text + "]")
		}
	}
	more("region", in.Region)
	if in.CountryCode == "" {
		more("country", in.Country)
	}
	if p.Language == "" {
		more("language", in.Language)
	}
	for _, phone := range in.Phones {
		if phone.E164 != "" {
			p.Phones = append(p.Phones, phone.E164)
		} else {
			more("phone as written", phone.Raw)
		}
	}
	return p
}

func day(d intake.Date) casebook.Date {
	return casebook.Date{Year: d.Year, Month: d.Month, Day: d.Day, About: d.About}
}

// territoryOf finds where a row belongs: where the caller said, else the territory of its country, else
// that of the file's country. A country's own territory goes before a named area that holds it.
func (r *rowReader) territoryOf(country string) string {
	if r.territory != "" {
		return r.territory
	}
	if country == "" {
		country = r.country
	}
	area := ""
	for _, t := range r.covered {
		if t.ID == country {
			return t.ID
		}
		for _, c := range t.Countries {
			if c == country && area == "" {
				area = t.ID
			}
		}
	}
	return area
}
