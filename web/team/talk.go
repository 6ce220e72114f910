package team

import (
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// talkForm begins a talk, the first or a further one, with its first sentence: has one of us spoken to you before? (G01)
// Whoever said yes is left be.
func talkForm(p *web.Page, s *subject) error {
	if s.Yes != nil {
		return p.See(s.Path)
	}
	s.Go = onward{Key: "button.back", Path: s.Path}
	return p.OK(views, "talk", s)
}

// talk checks and notes the talk. Who says at the first one that they were spoken to before is set aside for a named person.
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
