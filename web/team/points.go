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
}

type pointsPage struct {
	*subject
	Tongue  string // in which the person was told, and is asked
	Points  []point
	Speaks  interpreting
	Told    bool
	Missing []point // not heard, after what was just noted: explain again
}

func newPointsPage(p *web.Page, s *subject) *pointsPage {
	s.Go = onward{Key: "button.go-on", Form: "points"}
	page := &pointsPage{subject: s, Tongue: p.Lang, Speaks: s.interpreter()}
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
		page.Points = append(page.Points, point{id, ask, p.Folder().Points[p.Lang][id].Heard, slices.Contains(heard, id)})
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
			heard, page.Points[i].Heard = append(heard, pt.ID), true
		} else if !pt.Heard {
			page.Missing = append(page.Missing, pt)
		}
	}
	if len(heard) > 0 {
		in := casebook.Understanding{Heard: heard, Interpreter: page.Speaks.fact()}
		if err := p.Desk.Understand(p.R.Context(), mentorFirst(p), s.ID, in); err != nil {
			return p.Retry(err, views, "points", page)
		}
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
