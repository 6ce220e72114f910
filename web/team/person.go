package team

import (
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

type personPage struct {
	*subject
	Next   next
	Paused string // path at which telling goes on
	Line   []station
	Forms  []sheet
	Tied   bool // whoever looks is close to the person
	Minor  bool
	Told   *casebook.Delivered
	Scans  []*casebook.Fact

	NextMeeting time.Time
	Yes         string // how their yes stands: see [standing]; "" without one
}

// Waits reports whether the person is surely too young: nothing but time makes them old enough, so nothing is told, asked or tested
// until then (G08). A stop, an answer on paper and the document that sets a date right stay.
func (s *subject) Waits() bool { return s.Young != nil && !s.Young.Doubt }

// Day is the day that the next step speaks of.
func (page personPage) Day(p *web.Page) string {
	if page.Yes != "" {
		return p.Day(page.subject.Yes.Given)
	}
	return p.Beginning(page.NextMeeting)
}

// station is one stop on the person's way.
type station struct {
	Key   string // of its words: team.station.KEY
	State string // "" done, "half" under way, "open" to come
	Fact  *casebook.Fact
}

// person shows one person: the next step and what holds it, the way so far, and what else there is to do.
func person(p *web.Page, s *subject) error {
	page := personPage{subject: s, Next: propose(p, s), Forms: formsFor(p, s), Tied: tied(p, s), Paused: paused(p, s), Minor: minor(p, s), Scans: s.scans(),
		NextMeeting: desk.NextMeeting(p.Now())}
	if again, ok, err := toldAnew(p, s); err != nil {
		return err
	} else if ok {
		page.Next = again
	}
	_, page.Told = last[casebook.Delivered](s, casebook.DisclosureDelivered)
	if page.Next.Path != "" {
		s.Go = onward{Key: "button.go-on", Path: page.Next.Path}
	}
	if page.Next.Act == "tell" && page.Paused != "" {
		s.Go.Path = page.Paused
	}
	page.Line = s.line()
	if s.Yes != nil {
		page.Yes = s.Yes.Stands()
	}
	return p.OK(views, "person", page)
}

// line is the person's way: what happened, and what is still to come.
func (s *subject) line() []station {
	var out []station
	for _, stop := range []struct{ key, event string }{
		{"talk", casebook.ApproachMade}, {"form", casebook.InterviewHeld}, {"tell", casebook.DisclosureDelivered}, {"points", casebook.UnderstandingHeard},
		{"ask", casebook.OfferMade}, {"answer", casebook.AnswerGiven},
	} {
		one := station{Key: stop.key, State: "open"}
		for _, f := range s.Facts {
			if f.Type == stop.event && f.Standing == casebook.Counts && !s.IsForDoctor(f) && (stop.key != "talk" || one.Fact == nil && talked(f)) {
				one.State, one.Fact = "", f // the newest; of talks the first
			}
		}
		out = append(out, one)
	}
	if heard := &out[3]; heard.State == "" && len(s.Unheard()) > 0 {
		heard.State = "half"
	}
	if answer := &out[5]; answer.State == "" && s.Yes != nil && !s.Yes.Effective {
		answer.State = "half"
	}
	return out
}

// talked reports whether an approach met somebody.
func talked(f *casebook.Fact) bool {
	b, ok := f.Body.(*casebook.Approach)
	return ok && b.Outcome == "talked"
}

// FirstTalk is the first talk with the person that counts, or nil.
func (s *subject) FirstTalk() *casebook.Fact {
	for _, f := range s.Facts {
		if f.Standing == casebook.Counts && talked(f) {
			return f
		}
	}
	return nil
}

func tied(p *web.Page, s *subject) (yes bool) {
	p.Desk.House(func(h *casebook.House) {
		for _, record := range s.Records {
			yes = yes || h.Tied(p.Visitor.Who, record, h.Pos)
		}
	})
	return yes
}

// minor reports whether the person may be under 18, as far as a date is known.
func minor(p *web.Page, s *subject) bool {
	years, known := s.Born().SurelyAged(p.Now())
	return known && years < 18
}
