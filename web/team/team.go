package team

import (
	"embed"
	"net/http"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

//go:embed templates/*.html
var files embed.FS

var views = web.NewViews(files)

// Routes are the team's pages.
func Routes(*web.Site) []web.Route {
	return []web.Route{
		{Pattern: "GET /team", Action: access.Meet, Handle: today},
		{Pattern: "GET /team/evening", Action: access.Meet, Handle: evening},
		{Pattern: "GET /team/check", Action: access.Meet, Handle: checkForm},
		{Pattern: "POST /team/check", Action: access.Meet, Handle: check},
		{Pattern: "POST /team/note", Action: access.NoteLead, Handle: note},
		{Pattern: "GET /team/p/{id}", Action: access.Meet, Handle: about(person)},
		{Pattern: "GET /team/p/{id}/talk", Action: access.Meet, Handle: about(talkForm)},
		{Pattern: "POST /team/p/{id}/talk", Action: access.Meet, Handle: about(talk)},
		{Pattern: "GET /team/p/{id}/age", Action: access.Meet, Handle: about(ageForm)},
		{Pattern: "POST /team/p/{id}/age", Action: access.Meet, Handle: about(age)},
		{Pattern: "GET /team/p/{id}/tell", Action: access.Meet, Handle: about(telling)},
		{Pattern: "GET /team/p/{id}/tell/{part}", Action: access.Meet, Handle: about(telling)},
		{Pattern: "GET /team/p/{id}/hand-over", Action: access.Meet, Handle: about(handOverForm)},
		{Pattern: "POST /team/p/{id}/hand-over", Action: access.Meet, Handle: about(handOver)},
		{Pattern: "GET /team/p/{id}/points", Action: access.Meet, Handle: about(pointsForm)},
		{Pattern: "POST /team/p/{id}/points", Action: access.Meet, Handle: about(points)},
		{Pattern: "POST /team/p/{id}/stop", Action: access.LeaveAlone, Handle: stop},
		{Pattern: "GET /team/p/{id}/stopped", Action: access.LeaveAlone, Handle: stopped},
		{Pattern: "POST /team/p/{id}/stopped", Action: access.LeaveAlone, Handle: undo},
	}
}

// subject is the person that a page is about.
type subject struct {
	*desk.Person
	ID   casebook.ID
	Path string // of the person's page
	Go   onward // what 'Go on' does; nothing if its key is empty
}

// onward is what 'Go on' does: it leads to a path, or sends the form of the page.
type onward struct{ Key, Path, Form string }

// about loads the person of the path. Of somebody who must not be approached the team reads the one neutral
// sentence, whatever the cause (G01).
func about(handle func(*web.Page, *subject) error) func(*web.Page) error {
	return func(p *web.Page) error {
		s, err := find(p)
		if err != nil {
			return err
		}
		if s.closed() {
			return neutral(p, http.StatusOK)
		}
		return handle(p, s)
	}
}

func find(p *web.Page) (*subject, error) {
	id, err := p.Person()
	if err != nil {
		return nil, err
	}
	found, err := p.Desk.Show(p.R.Context(), p.By(), id)
	if err != nil {
		return nil, err
	}
	return &subject{Person: found, ID: id, Path: pathOf(id)}, nil
}

func pathOf(id casebook.ID) string { return "/team/p/" + id.String() }

// closed reports whether nobody may approach the person.
func (s *subject) closed() bool {
	return s.Alone || s.Stage == casebook.StageHidden || s.Stage == casebook.StageErased || s.Stage == casebook.StageNotTaken
}

// neutral is all that a team reads of somebody who must not be approached.
func neutral(p *web.Page, status int) error { return p.Show(status, views, "neutral", nil) }

// Name is what the person is called.
func (s *subject) Name() string { return nameOf(s.Particulars) }

func nameOf(p casebook.Particulars) string {
	switch {
	case p.Full != "":
		return p.Full
	case p.Given != "" && p.Family != "":
		return p.Given + " " + p.Family
	}
	for _, name := range []string{p.Given, p.Family, p.Latin} {
		if name != "" {
			return name
		}
	}
	return "?"
}

// last is the newest fact of a type that counts, and its content.
func last[T any](s *subject, eventType string) (*casebook.Fact, *T) {
	for i := len(s.Facts) - 1; i >= 0; i-- {
		f := s.Facts[i]
		if body, ok := f.Body.(*T); ok && f.Type == eventType && f.Standing == casebook.Counts {
			return f, body
		}
	}
	return nil, nil
}

// wears reports whether somebody of the staff wears a hat now.
func wears(p *web.Page, who casebook.ID, hat string) (yes bool) {
	p.Desk.House(func(h *casebook.House) { yes = h.Wears(who, h.Pos, hat) })
	return yes
}
