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
	return p.OK(views, "talk", newTalk(p, s))
}

type talkPage struct {
	*subject
	Locked bool // only the server signs for whoever is here: a talk is noted with a key of their own (G01)
}

func newTalk(p *web.Page, s *subject) talkPage {
	page := talkPage{s, p.Visitor.Unlocked.IsZero()}
	s.Go = onward{Key: "button.back", Path: s.Path}
	if page.Locked {
		s.Go = onward{Key: "team.ask.unlock", Path: "/unlock?after=" + s.Path + "/talk"}
	}
	return page
}

// talk checks and notes the talk. Who says at the first one that they were spoken to before is set aside for a named person.
func talk(p *web.Page, s *subject) error {
	a := casebook.Approach{Outcome: "talked", Cold: !p.Ticked("came"), SpokenBefore: p.Value("before")}
	if a.SpokenBefore == "not-there" {
		a.Outcome, a.SpokenBefore = "not-there", "not-asked"
	}
	checked, err := p.Desk.Approach(p.R.Context(), p.Visitor.Both(), s.ID, a)
	switch {
	case desk.KindOf(err) == desk.Held && !checked.Clear:
		return neutral(p, web.Status(err))
	case err != nil:
		return p.Retry(err, views, "talk", newTalk(p, s))
	}
	return p.See(s.Path)
}
