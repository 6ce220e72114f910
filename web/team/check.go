package team

import (
	"net/http"
	"slices"
	"strings"
	"unicode"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// sighting is what the pages of checking and noting ask for: as little as the first meeting needs (G03).
type sighting struct {
	Query                                            string
	Name, Phone, Email, Town, Source, Ground, Tongue string
	Territory                                        string
	Territories                                      []place
	Tongues                                          []string
	Own                                              []desk.Row // of our own people, those who may be meant
	Blocked                                          bool       // somebody must not be approached
	Clear                                            bool       // nothing stands against it
	Reach                                            bool       // a phone or an address was looked up, not a name alone
}

type place struct{ ID, Name string }

func newSighting(p *web.Page) *sighting {
	s := &sighting{Tongues: settings(p).Languages}
	for _, id := range p.Visitor.Territories {
		s.Territories = append(s.Territories, place{id, p.Place(id)})
	}
	return s
}

func checkForm(p *web.Page) error { return p.OK(views, "check", newSighting(p)) }

// check looks somebody up by whatever is known: a name, a phone, an address, a record. What was typed never
// stands in an address, so it is sent as a form although it changes nothing.
func check(p *web.Page) error {
	s := newSighting(p)
	s.Query = p.Value("q")
	if id, err := casebook.ParseID(s.Query); err == nil {
		return p.See(pathOf(id))
	}
	if s.Query == "" {
		p.Problem("q", p.T("team.check.empty"))
		return p.Show(http.StatusUnprocessableEntity, views, "check", s)
	}
	s.read(p)
	if err := s.look(p); err != nil {
		return err
	}
	s.Clear = !s.Blocked && len(s.Own) == 0
	return p.OK(views, "check", s)
}

// read takes the typed words apart: what has an @ is an address, what is mostly digits a phone, the rest a name.
func (s *sighting) read(p *web.Page) {
	var name []string
	text := web.Latin(s.Query)
	if digits(text) >= 6 && !strings.ContainsFunc(text, unicode.IsLetter) {
		s.Phone = text
		return
	}
	var number []string
	for _, w := range strings.Fields(text) {
		switch {
		case strings.Contains(w, "@"):
			s.Email = w
		case digits(w) > 0 && !strings.ContainsFunc(w, unicode.IsLetter):
			number = append(number, w)
		default:
			name = append(name, w)
		}
	}
	s.Name, s.Phone = strings.Join(name, " "), strings.Join(number, " ")
}

func digits(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// particulars are what is looked up and noted.
func (s *sighting) particulars(p *web.Page) casebook.Particulars {
	out := casebook.Particulars{Full: s.Name, Town: s.Town, Language: s.Tongue}
	if phone := s.dialled(p); phone != "" {
		out.Phones = []string{phone}
	}
	if s.Email != "" {
		out.Emails = []string{s.Email}
	}
	return out
}

// dialled is the phone as E.164, read as the country of the territory writes it.
func (s *sighting) dialled(p *web.Page) string {
	typed := web.Latin(s.Phone)
	if p.Site.Phone != nil {
		return p.Site.Phone(typed, s.country(p))
	}
	bare := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, typed)
	if len(bare) < 8 || len(bare) > 16 || bare[0] != '+' {
		return ""
	}
	return bare
}

func (s *sighting) country(p *web.Page) string {
	territory := s.Territory
	if territory == "" && len(s.Territories) > 0 {
		territory = s.Territories[0].ID
	}
	for _, t := range settings(p).Territories {
		if t.ID == territory && len(t.Countries) > 0 {
			return t.Countries[0]
		}
	}
	return ""
}

// look asks the refusals and the people of all teams, and our own people by name.
func (s *sighting) look(p *web.Page) error {
	who := s.particulars(p)
	s.Reach = len(who.Phones)+len(who.Emails) > 0
	found, err := p.Desk.LookUp(p.R.Context(), p.By(), who)
	if err != nil {
		return err
	}
	for _, m := range found {
		if err := s.meet(p, m); err != nil {
			return err
		}
	}
	if s.Name == "" {
		return nil
	}
	named, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{Text: s.Name, Limit: mostShown})
	if err != nil {
		return err
	}
	for _, row := range named.Rows {
		s.add(row)
	}
	return nil
}

// mostShown bounds how many people one list shows.
const mostShown = 20

// meet takes up one match: one of our own people whom we may approach, or somebody of whom the team learns no
// more than that.
func (s *sighting) meet(p *web.Page, m casebook.Match) error {
	if m.Marker {
		s.Blocked = true
		return nil
	}
	own, err := p.Desk.Mention(p.R.Context(), p.By(), m.Other)
	switch {
	case desk.KindOf(err) == desk.NotFound:
		s.Blocked = true
		return nil
	case err != nil:
		return err
	}
	s.add(desk.Row{Person: own.Records[0], Stage: own.Stage, Name: nameOf(own.Particulars), Place: own.Particulars.Town,
		Alone: (&subject{Person: own}).closed()})
	return nil
}

func (s *sighting) add(row desk.Row) {
	if row.Alone || row.Stage == casebook.StageErased || row.Stage == casebook.StageHidden {
		s.Blocked = true
		return
	}
	if !slices.ContainsFunc(s.Own, func(have desk.Row) bool { return have.Person == row.Person }) {
		s.Own = append(s.Own, row)
	}
}

// note writes down somebody to meet. Whatever they met, the team reads the one sentence or goes on to the person.
func note(p *web.Page) error {
	s := newSighting(p)
	s.Name, s.Phone, s.Email, s.Town = p.Value("name"), p.Value("phone"), p.Value("email"), p.Value("town")
	s.Source, s.Ground, s.Tongue, s.Territory = p.Value("source"), p.Value("ground"), p.Value("tongue"), p.Value("territory")
	s.Clear = true
	if s.faults(p); len(p.Problems) > 0 {
		return p.Show(http.StatusUnprocessableEntity, views, "check", s)
	}
	now := p.Now()
	lead := casebook.Lead{Source: s.Source, SeenOn: casebook.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}, Territory: s.Territory,
		Place: s.Town, Ground: s.Ground, Written: p.Lang, Language: s.Tongue}
	out, err := p.Desk.Lead(p.R.Context(), p.By(), desk.LeadRow{Lead: lead, Particulars: s.particulars(p)})
	if err != nil {
		return p.Retry(err, views, "check", s)
	}
	switch out.Became {
	case desk.BecameLead:
		return p.See(pathOf(out.Person))
	case desk.BecameRepeated: // the same form once more: it leads to whom it noted the first time
		if err := s.look(p); err != nil {
			return err
		}
		if len(s.Own) == 1 && !s.Blocked {
			return p.See(pathOf(s.Own[0].Person))
		}
	}
	return neutral(p, http.StatusOK)
}

func (s *sighting) faults(p *web.Page) {
	if s.Name == "" {
		p.Problem("name", p.T("team.note.name.empty"))
	}
	if s.Phone != "" && s.dialled(p) == "" {
		p.Problem("phone", p.T("team.note.phone.wrong"))
	}
	if s.Source == "" {
		p.Problem("source", p.T("team.note.source.empty"))
	}
	if !slices.Contains(p.Visitor.Territories, s.Territory) {
		p.Problem("territory", p.T("team.note.territory.empty"))
	}
}
