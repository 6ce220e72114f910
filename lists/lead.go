package lists

import (
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// LeadRow turns a row that package intake read into what the desk takes in. The territory is the one
// given, or else follows the row's country, or else the file's; the source is the row's own, or else the
// one given. The file's country is not taken for the person's: nothing is invented.
func LeadRow(r intake.Row, p *casebook.Programme, country, territory, source string) desk.LeadRow {
	person := personOf(r)
	if person.Country != "" {
		country = person.Country
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
		lead.Territory = TerritoryOf(p, country)
	}
	return desk.LeadRow{Row: r.Number, Lead: lead, Particulars: person}
}

// Refused turns a row of an office's list of refusals into the particulars to make a marker of.
func Refused(r intake.Row) casebook.Particulars { return personOf(r) }

// personOf takes over what a row says about a person. What has no field of its own stands in the remarks:
// nothing that somebody wrote down is lost.
func personOf(r intake.Row) casebook.Particulars {
	p := r.Person
	out := casebook.Particulars{
		Family: p.Family, Given: p.Given, Full: p.Full, Latin: p.Latin, Born: dateOf(p.Born), Emails: p.Emails,
		Town: p.Town, Country: p.CountryCode, Language: p.LanguageCode, Skills: p.Skills, Remarks: p.Remarks,
	}
	remark := func(what, text string) {
		if text != "" {
			out.Remarks = strings.TrimSpace(out.Remarks + " [" + what + ": " + text + "]")
		}
	}
	if out.Town == "" {
		out.Town = r.Seen.Place
	}
	remark("region", p.Region)
	if p.CountryCode == "" {
		remark("country", p.Country)
	}
	if p.LanguageCode == "" {
		remark("language", p.Language)
	}
	for _, phone := range p.Phones {
		switch {
		case phone.E164 == "":
			remark("phone as written", phone.Raw)
		case !slices.Contains(out.Phones, phone.E164):
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
