package team

import (
	"embed"
	"net/http"
	"slices"

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
	all := slices.Concat(dayRoutes(), personRoutes(), turnedRoutes())
	for i := range all {
		if all[i].Action != access.LeaveAlone { // the safe direction is never locked
			all[i].Handle = unlessOver(all[i].Handle)
		}
	}
	return slices.Concat(all, deviceRoutes(), besideRoutes())
}

func dayRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /team", Action: access.Meet, Handle: today},
		{Pattern: "GET /team/meet/{place}", Action: access.Meet, Handle: toMeet},
		{Pattern: "GET /team/evening", Action: access.Meet, Handle: evening},
		{Pattern: "GET /team/check", Action: access.Meet, Handle: checkForm},
		{Pattern: "POST /team/check", Action: access.Meet, Handle: check},
		{Pattern: "POST /team/note", Action: access.NoteLead, Handle: note},
		{Pattern: "GET /team/paper", Action: access.Meet, Handle: paper},
		{Pattern: "POST /team/paper", Action: access.Meet, Handle: pack},
	}
}

func personRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /team/p/{id}", Action: access.Meet, Handle: about(person)},
		{Pattern: "GET /team/p/{id}/talk", Action: access.Meet, Handle: about(talkForm)},
		{Pattern: "POST /team/p/{id}/talk", Action: access.Meet, Handle: about(talk)},
		{Pattern: "GET /team/p/{id}/age", Action: access.Meet, Handle: about(ageForm)},
		{Pattern: "POST /team/p/{id}/age", Action: access.Meet, Handle: about(age)},
		{Pattern: "GET /team/p/{id}/form/{form}", Action: access.Meet, Handle: about(unlessYoung(formPage))},
		{Pattern: "POST /team/p/{id}/form/{form}", Action: access.Meet, Handle: about(fillIn)},
		{Pattern: "GET /team/p/{id}/minor", Action: access.Meet, Handle: about(unlessYoung(minorForm))},
		{Pattern: "POST /team/p/{id}/minor/guardian", Form: "/team/p/{id}/minor", Action: access.Meet, Handle: about(guardian)},
		{Pattern: "POST /team/p/{id}/minor/assent", Form: "/team/p/{id}/minor", Action: access.Meet, Handle: about(assent)},
		{Pattern: "POST /team/p/{id}/tie", Form: "/team/p/{id}", Action: access.DeclareTies, Handle: about(tie)},
		{Pattern: "GET /team/p/{id}/paper", Action: access.Meet, Handle: about(typeForm)},
		{Pattern: "POST /team/p/{id}/paper", Action: access.LeaveAlone, Upload: true, Handle: typeIn},
		{Pattern: "POST /team/p/{id}/scan", Form: "/team/p/{id}/paper", Action: access.LeaveAlone, Upload: true, Handle: addScan},
		{Pattern: "GET /team/p/{id}/scans/{scan}", Action: access.SeePeople, Handle: about(openScan)},
		{Pattern: "GET /team/p/{id}/tell", Action: access.Meet, Handle: about(unlessYoung(telling))},
		{Pattern: "GET /team/p/{id}/tell/{part}", Action: access.Meet, Handle: about(unlessYoung(telling))},
		{Pattern: "GET /team/p/{id}/hand-over", Action: access.Meet, Handle: about(unlessYoung(handOverForm))},
		{Pattern: "POST /team/p/{id}/hand-over", Action: access.Meet, Handle: about(handOver)},
		{Pattern: "GET /team/p/{id}/points", Action: access.Meet, Handle: about(unlessYoung(pointsForm))},
		{Pattern: "POST /team/p/{id}/points", Action: access.Meet, Handle: about(points)},
		{Pattern: "GET /team/p/{id}/ask", Action: access.Meet, Handle: about(askForm)},
		{Pattern: "POST /team/p/{id}/ask", Action: access.Ask, Handle: about(ask)},
		{Pattern: "GET /team/p/{id}/turn", Action: access.Meet, Handle: about(turnForm)},
		{Pattern: "POST /team/p/{id}/turn", Action: access.Meet, Handle: about(turn)},
		{Pattern: "POST /team/p/{id}/stop", Action: access.LeaveAlone, Turned: true, Handle: stop},
		{Pattern: "GET /team/p/{id}/stopped", Action: access.LeaveAlone, Turned: true, Handle: stopped},
		{Pattern: "POST /team/p/{id}/stopped", Action: access.LeaveAlone, Turned: true, Handle: undo},
	}
}

// turnedRoutes are the person's pages on the team's phone. To answer no takes no right but that to leave
// somebody alone, which everybody has.
func turnedRoutes() []web.Route {
	var out []web.Route
	for _, r := range []struct {
		pattern string
		handle  func(*web.Page, *turnedPage) error
		unkept  bool // what is for the doctor is kept for nobody who signs in again
	}{
		{"GET /team/p/{id}/turned", yet(question), false},
		{"GET /team/p/{id}/turned/again", yet(again), false},
		{"GET /team/p/{id}/turned/receipt", yet(receipt), false},
		{"GET /team/p/{id}/turned/later", yet(later), false},
		{"GET /team/p/{id}/turned/text", yet(reading), false},
		{"GET /team/p/{id}/turned/form/{form}", yet(filled), false},
		{"POST /team/p/{id}/turned/form/{form}", yet(fill), true},
		{"POST /team/p/{id}/turned/answer", yet(answer), false},
		{"POST /team/p/{id}/turned/number", yet(numbered), false},
		{"GET /team/p/{id}/turned/changed", yet(changedText), false},
		{"POST /team/p/{id}/turned/changed", yet(goesOn), false},
		{"GET /team/p/{id}/turned/done", done, false},
		{"POST /team/p/{id}/turned/done", handBack, false},
	} {
		out = append(out, web.Route{Pattern: r.pattern, Action: access.LeaveAlone, Turned: true, Unkept: r.unkept, Handle: holding(r.handle)})
	}
	return append(out, web.Route{Pattern: "GET /team/p/{id}/back", Action: access.LeaveAlone, Turned: true, Handle: back})
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

// unlessYoung begins nothing with somebody who is surely too young: the person's page says why, and from when on. What was begun before
// their age was known is still taken.
func unlessYoung(handle func(*web.Page, *subject) error) func(*web.Page, *subject) error {
	return func(p *web.Page, s *subject) error {
		if s.Waits() {
			return p.See(s.Path)
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
