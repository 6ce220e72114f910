package team

import (
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// point is one of the four points of G06.
type point struct {
	ID, Ask, Counts string
	Heard           bool // in an earlier talk about the same text
	Ticked          bool // on the form, not noted yet
}

type pointsPage struct {
	*subject
	Tongue  string // in which the person was told, and is asked
	Points  []point
	Speaks  interpreting
	Told    bool
	Missing []point // not heard, after what was just noted: explain again
	Noted   bool    // something is heard by now
	Mentor  bool    // one who may tick is here
}

func newPointsPage(p *web.Page, s *subject) *pointsPage {
	page := &pointsPage{subject: s, Tongue: p.Lang, Speaks: s.interpreter(), Mentor: wears(p, mentorFirst(p).Who, casebook.Mentor)}
	switch after := "after=" + s.Path + "/points"; {
	case page.Mentor:
		s.Go = onward{Key: "button.go-on", Form: "points"}
	case p.Visitor.Unlocked.IsZero():
		s.Go = onward{Key: "team.ask.unlock", Path: "/unlock?" + after}
	default:
		s.Go = onward{Key: "team.ask.unlock.pair", Path: "/unlock?pair=1&" + after}
	}
	told, b := last[casebook.Delivered](s, casebook.DisclosureDelivered)
	if page.Told = told != nil; page.Told {
		page.Tongue = b.Language
	}
	heard := s.heardOf(told)
	for _, id := range casebook.Points {
		ask := p.Folder().Points[page.Tongue][id].Ask
		if ask == "" {
			page.Tongue, ask = p.Lang, p.T("team.point."+id)
		}
		page.Points = append(page.Points, point{ID: id, Ask: ask, Counts: p.Folder().Points[p.Lang][id].Heard, Heard: slices.Contains(heard, id)})
	}
	return page
}

// heardOf lists the points that were heard about a telling, in one or several talks.
func (s *subject) heardOf(told *casebook.Fact) (out []string) {
	for _, f := range s.Facts {
		b, ok := f.Body.(*casebook.Understanding)
		if ok && told != nil && f.Standing == casebook.Counts && slices.Contains(f.Commit.Refs, told.Ref) {
			out = append(out, b.Heard...)
		}
	}
	return out
}

func pointsForm(p *web.Page, s *subject) error { return p.OK(views, "points", newPointsPage(p, s)) }

// points notes what the mentor heard. A missed point is our failure: the page says which to explain again.
func points(p *web.Page, s *subject) error {
	page := newPointsPage(p, s)
	page.Speaks = readInterpreter(p)
	var heard []string
	for i, pt := range page.Points {
		if slices.Contains(p.Values("heard"), pt.ID) {
			heard, page.Points[i].Ticked = append(heard, pt.ID), true
		} else if !pt.Heard {
			page.Missing = append(page.Missing, pt)
		}
	}
	if len(heard) > 0 {
		in := casebook.Understanding{Heard: heard, Interpreter: page.Speaks.fact()}
		if err := p.Desk.Understand(p.R.Context(), mentorFirst(p), s.ID, in); err != nil {
			page.Missing = nil // nothing was noted
			return p.Retry(err, views, "points", page)
		}
	}
	for i := range page.Points {
		pt := &page.Points[i]
		pt.Heard = pt.Heard || pt.Ticked
		page.Noted = page.Noted || pt.Heard
	}
	if len(page.Missing) > 0 {
		return p.OK(views, "points", page)
	}
	return p.See(s.Path)
}

// mentorFirst is the pair with the mentor acting: it is the mentor who listens (G06).
func mentorFirst(p *web.Page) desk.Acting {
	v := p.Visitor
	if v.Pair == nil || wears(p, v.Who, casebook.Mentor) || !wears(p, v.Pair.Who, casebook.Mentor) {
		return v.Both()
	}
	by := *v.Pair
	by.With = []desk.Acting{v.Acting}
	return by
}
