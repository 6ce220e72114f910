package team

import (
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// talkForm begins the first talk, with its first sentence: has one of us spoken to you before? (G01)
func talkForm(p *web.Page, s *subject) error {
	s.Go = onward{Key: "button.back", Path: s.Path}
	return p.OK(views, "talk", s)
}

// talk checks and notes the talk. Whoever has been spoken to before is set aside for a named person.
func talk(p *web.Page, s *subject) error {
	s.Go = onward{Key: "button.back", Path: s.Path}
	a := casebook.Approach{Outcome: "talked", Cold: !p.Ticked("came"), SpokenBefore: p.Value("before")}
	if a.SpokenBefore == "not-there" {
		a.Outcome, a.SpokenBefore = "not-there", "not-asked"
	}
	checked, err := p.Desk.Approach(p.R.Context(), p.Visitor.Both(), s.ID, a)
	switch {
	case desk.KindOf(err) == desk.Held && !checked.Clear:
		return neutral(p, web.Status(err))
	case err != nil:
		return p.Retry(err, views, "talk", s)
	}
	return p.See(s.Path)
}
