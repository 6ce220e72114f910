package team

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"willing/casebook"
	"willing/web"
)

// papers are the kinds of document that prove an age. Only the kind is kept.
var papers = []string{"passport", "identity-card", "birth-certificate", "other"}

type agePage struct {
	*subject
	Papers           []string
	Year, Month, Day string
	Paper            string
}

// said is the choice that no document showed the date.
const said = "said"

// document is the kind of document that showed the date, or "".
func (page agePage) document() string {
	if page.Paper == said {
		return ""
	}
	return page.Paper
}

// ageForm asks for the birth date (G08).
func ageForm(p *web.Page, s *subject) error {
	s.Go = onward{Key: "button.go-on", Form: "age"}
	page := agePage{subject: s, Papers: papers}
	if born := s.heard(); !born.IsZero() {
		page.Year = digit(born.Year)
		page.Month, page.Day = digit(born.Month), digit(born.Day)
	}
	return p.OK(views, "age", page)
}

// Born is the birth date that decides, as far as one is known (G08).
func (s *subject) Born() (d casebook.Date) {
	for _, b := range s.Births {
		if b.Decides {
			d = b.Born
		}
	}
	return d
}

// heard is the birth date as a document showed it or somebody said it, so that nobody types it twice. What a list says is left out:
// whoever asks types what they hear.
func (s *subject) heard() (d casebook.Date) {
	for _, b := range slices.Backward(s.Births) {
		if b.Rests != casebook.BornNoted {
			d = b.Born
		}
	}
	return d
}

// Several are the birth dates on record where one alone would not be the whole truth.
func (s *subject) Several() []casebook.Birth {
	if len(s.Births) < 2 {
		return nil
	}
	return s.Births
}

// BornOn writes the birth date in the language of the page, as far as it is known.
func (s *subject) BornOn(p *web.Page) string {
	return p.Date(s.Born())
}

// Listed is the birth date that stands on a list alone, in the language of the page: nobody has heard it from the person,
// and no document showed it. It is "" if there is none.
func (s *subject) Listed(p *web.Page) string {
	if !s.heard().IsZero() {
		return ""
	}
	return s.BornOn(p)
}

func digit(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func age(p *web.Page, s *subject) error {
	s.Go = onward{Key: "button.go-on", Form: "age"}
	page := agePage{s, papers, p.Value("year"), p.Value("month"), p.Value("day"), p.Value("paper")}
	if page.Paper == "" { // nothing is chosen beforehand, since a gate hangs on it (G08)
		p.Problem("paper", p.T("team.age.paper.wrong"))
	}
	born, ok := dateOf(page.Year, page.Month, page.Day)
	if !ok || born.Year == 0 || born.Year > p.Now().Year() {
		p.Problem("year", p.T("team.age.wrong"))
	}
	if len(p.Problems) > 0 {
		return p.Show(http.StatusUnprocessableEntity, views, "age", page)
	}
	if err := p.Desk.Age(p.R.Context(), p.Visitor.Both(), s.ID, casebook.Age{Born: born, Document: page.document()}); err != nil {
		return p.Retry(err, views, "age", page)
	}
	return p.See(s.Path)
}

// dateOf reads the three fields of a date; month and day may be empty. ok is false for a date that no
// calendar has.
func dateOf(year, month, day string) (d casebook.Date, ok bool) {
	for _, f := range []struct {
		text string
		into *int
	}{{year, &d.Year}, {month, &d.Month}, {day, &d.Day}} {
		if f.text == "" {
			continue
		}
		n, err := strconv.Atoi(web.Latin(f.text))
		if err != nil {
			return d, false
		}
		*f.into = n
	}
	return d, calendarHas(d)
}

// calendarHas reports whether there is such a day, or such a month.
func calendarHas(d casebook.Date) bool {
	if d.Month == 0 {
		return d.Day == 0 && d.Year >= 0
	}
	t := time.Date(d.Year, time.Month(d.Month), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
	return t.Year() == d.Year && int(t.Month()) == d.Month && (d.Day == 0 || t.Day() == d.Day)
}
