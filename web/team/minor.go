package team

import (
	"net/http"

	"willing/casebook"
	"willing/web"
)

type minorPage struct {
	*subject
	Guardian *casebook.Guardian
	Assent   bool
}

func newMinorPage(s *subject) minorPage {
	s.Go = onward{Key: "button.go-on", Path: s.Path}
	page := minorPage{subject: s}
	_, page.Guardian = last[casebook.Guardian](s, casebook.GuardianAnswered)
	given, _ := last[casebook.Blank](s, casebook.AssentGiven)
	page.Assent = given != nil
	return page
}

// minorForm asks the guardian and the young person, apart: neither learns the other's answer (G08).
func minorForm(p *web.Page, s *subject) error { return p.OK(views, "minor", newMinorPage(s)) }

// guardian notes a guardian's answer. A no lapses when the person comes of age, and then they may come.
func guardian(p *web.Page, s *subject) error {
	g := casebook.Guardian{Agrees: p.Value("agrees") == "yes", Name: p.Value("name")}
	if born := s.Born(); !g.Agrees && !born.IsZero() {
		g.Majority = casebook.Date{Year: born.Year + 18, Month: max(born.Month, 1), Day: max(born.Day, 1)}
		if born.Month == 0 {
			g.Majority.Month, g.Majority.Day = 12, 31
		} else if born.Day == 0 {
			g.Majority.Day = 28
		}
	}
	if v := p.Value("agrees"); v != "yes" && v != "no" {
		p.Problem("agrees", p.T("team.minor.say-which"))
		return p.Show(http.StatusUnprocessableEntity, views, "minor", newMinorPage(s))
	}
	if err := p.Desk.Guardian(p.R.Context(), p.Visitor.Both(), s.ID, g); err != nil {
		return p.Retry(err, views, "minor", newMinorPage(s))
	}
	return p.See(s.Path)
}

// assent notes that the young person agrees too. If they do not, that is a no or a stop like anybody's.
func assent(p *web.Page, s *subject) error {
	if err := p.Desk.Assent(p.R.Context(), p.Visitor.Both(), s.ID); err != nil {
		return p.Retry(err, views, "minor", newMinorPage(s))
	}
	return p.See(s.Path)
}

// tie notes that whoever is signed in is close to the person: then another pair asks (G07).
func tie(p *web.Page, s *subject) error {
	if err := p.Desk.DeclareTie(p.R.Context(), p.By(), casebook.Tie{A: p.By().Who, B: s.ID, Kind: "close"}); err != nil {
		return err
	}
	return p.See(s.Path)
}
