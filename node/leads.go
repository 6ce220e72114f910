package node

import (
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// LeadRow turns a row that package intake read into what the desk takes in. The territory comes from
// the row's country, the source from the row, or from the arguments where the row says nothing.
func LeadRow(r intake.Row, p *casebook.Programme, country, territory, source string) desk.LeadRow {
	person := personOf(r)
	if person.Country == "" {
		person.Country = country
	}
	lead := casebook.Lead{
		Source: r.Seen.Source, SeenOn: dateOf(r.Seen.On), Territory: territory, Place: r.Seen.Place,
		Ground: r.Seen.Description, Language: person.Language, Row: r.Number,
	}
	if lead.Source == "" {
		lead.Source = source
	}
	if lead.Place == "" {
		lead.Place = person.Town
	}
	if r.Seen.Located {
		lead.Lat, lead.Lon = r.Seen.Lat, r.Seen.Lon
	}
	if lead.Territory == "" {
		lead.Territory = TerritoryOf(p, person.Country)
	}
	return desk.LeadRow{Row: r.Number, Lead: lead, Particulars: person}
}

// Refused turns a row of an office's list of refusals into the particulars to make a marker of.
func Refused(r intake.Row) casebook.Particulars { return personOf(r) }

func personOf(r intake.Row) casebook.Particulars {
	p := r.Person
	out := casebook.Particulars{
		Family: p.Family, Given: p.Given, Full: p.Full, Latin: p.Latin, Born: dateOf(p.Born), Emails: p.Emails,
		Town: p.Town, Country: p.CountryCode, Language: p.LanguageCode, Skills: p.Skills, Remarks: p.Remarks,
	}
	if out.Town == "" {
		out.Town = r.Seen.Place
	}
	for _, phone := range p.Phones {
		if phone.E164 != "" && !slices.Contains(out.Phones, phone.E164) {
			out.Phones = append(out.Phones, phone.E164)
		}
	}
	return out
}

func dateOf(d intake.Date) casebook.Date {
	return casebook.Date{Year: d.Year, Month: d.Month, Day: d.Day, About: d.About}
}

// TerritoryOf finds the territory of a country: the country's own, else the first named area that
// covers it, else "".
func TerritoryOf(p *casebook.Programme, country string) string {
	if p == nil || country == "" {
		return ""
	}
	for _, t := range p.Territories {
		if strings.EqualFold(t.ID, country) {
			return t.ID
		}
	}
	for _, t := range p.Territories {
		if slices.Contains(t.Countries, country) {
			return t.ID
		}
	}
	return ""
}
