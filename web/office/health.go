package office

import (
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/programme"
	"willing/web"
)

func healthRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /people/{id}/health", Action: access.SeePeople, Handle: health}}
}

// healthPage is what somebody told for the doctor, for whoever prepares the examination.
type healthPage struct {
	ID, Name string
	Told     []toldForm
}

// toldForm is one form with what was answered to it.
type toldForm struct {
	Title, By string
	At        time.Time
	Earlier   bool
	Answers   []toldAnswer
}

type toldAnswer struct{ Question, Answer string }

// needsHealth reports whether the visitor reads what people tell for the doctor.
func needsHealth(p *web.Page) bool { return p.Visitor.Wears(casebook.Trainer, casebook.Coordinator) }

func health(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	told, err := p.Desk.Health(p.R.Context(), p.By(), id)
	if err != nil {
		return err
	}
	found, err := p.Desk.Glance(p.R.Context(), p.By(), id)
	if err != nil {
		return err
	}
	page := &healthPage{ID: found.Records[0].String(), Name: nameOf(p, found.Particulars)}
	for _, one := range told {
		page.Told = append(page.Told, toldFormOf(p, one))
	}
	return p.OK(views, "health", page)
}

// toldFormOf says a form in the words of the programme, question by question; also what was left out, which tells too.
func toldFormOf(p *web.Page, one desk.ForDoctor) toldForm {
	out := toldForm{Title: formName(p, one.Instrument), By: said(p, one.By), At: one.At, Earlier: one.Earlier}
	i := slices.IndexFunc(p.Folder().Instruments, func(in programme.Instrument) bool { return in.ID == one.Instrument })
	if i < 0 || p.Folder().Instruments[i].Form == nil {
		for name, answer := range one.Answers {
			out.Answers = append(out.Answers, toldAnswer{name, answer})
		}
		return out
	}
	for _, q := range p.Questions(p.Folder().Instruments[i].Form, one.Answers) {
		if q.Type == "note" {
			continue
		}
		answer := q.Value
		for _, c := range q.Choices {
			if c.Name == q.Value {
				answer = c.Label
			}
		}
		out.Answers = append(out.Answers, toldAnswer{q.Label, answer})
	}
	return out
}
