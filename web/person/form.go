package person

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/programme"
	"willing/web"
)

// What concerns somebody's health is theirs to write (G03): here, signed with the key of their link, or on the team's
// phone turned round. What they said before is shown by a link that nobody of ours has seen, to be corrected or taken back;
// by another it can be answered anew and taken back unread.

// sheet is a form that waits for the person, or that they filled in.
type sheet struct {
	programme.Instrument
	Held time.Time // when they last did; zero: not yet
}

// Sheets are the forms that are the person's own to fill in now.
func (o *own) Sheets() (out []sheet) {
	if o.Visit.Yes == nil || o.Refused || o.Changed != nil {
		return nil
	}
	for _, in := range o.Folder().Instruments {
		if in.Stage == casebook.AfterYes && in.Form != nil {
			out = append(out, sheet{in, o.Visit.Forms[in.ID]})
		}
	}
	return out
}

// sheetOf finds one of them; nil if there is none of this name.
func (o *own) sheetOf(id string) *sheet {
	for _, one := range o.Sheets() {
		if one.ID == id {
			return &one
		}
	}
	return nil
}

// formPage is a form with its questions.
type formPage struct {
	Sheet     *sheet
	Questions []web.Question
	Told      bool // what they said before is shown
	Hours     int  // after which what they take back is gone
}

func filling(o *own) error {
	one := o.sheetOf(o.R.PathValue("form"))
	if one == nil {
		return o.See(o.At(""))
	}
	told, err := o.Desk.OwnHealth(o.R.Context(), o.me())
	if err != nil {
		return err
	}
	page := formPage{Sheet: one, Hours: o.limits().ErasureHours}
	var answers map[string]string
	if i := slices.IndexFunc(told, func(d desk.ForDoctor) bool { return d.Instrument == one.ID }); i >= 0 {
		answers, page.Told = told[i].Answers, true
	}
	page.Questions = o.Questions(one.Form, answers)
	return o.show("form", page)
}

// unsigned says why a plain form is not enough: without the person's key, anybody who has the address could speak of their health.
func unsigned(o *own) error {
	one := o.sheetOf(o.R.PathValue("form"))
	if one == nil {
		return o.See(o.At(""))
	}
	page := formPage{Sheet: one, Questions: o.Questions(one.Form, o.Answered(one.Form, o.Value)), Hours: o.limits().ErasureHours}
	o.Problem("", o.T("person.form.noscript"))
	return o.Show(http.StatusConflict, views, "form", shown{o, page})
}

// errForm says that what was answered does not fit the questions: the page's problems say where.
var errForm = &desk.Error{Kind: desk.BadInput, Key: "answers", Say: "some answers do not fit their questions"}

// form reads what the script sends of a form.
func (in doing) form(o *own) (casebook.Form, error) {
	one := o.sheetOf(in.Form)
	if one == nil {
		return casebook.Form{}, &desk.Error{Kind: desk.NotFound, Say: "there is no such form to fill in"}
	}
	given := func(field string) string { return strings.TrimSpace(in.Answers[strings.TrimPrefix(field, "q-")]) }
	out := casebook.Form{Instrument: in.Form, Answers: o.Answered(one.Form, given)}
	if len(o.Problems) == 0 {
		return out, nil
	}
	return out, errForm
}

// misfits are the problems of a form that the script sent, in words.
func (o *own) misfits(err error) (says []string) {
	if errors.Is(err, errForm) {
		for _, problem := range o.Problems {
			says = append(says, o.Summary(problem)) // the script shows them above the form
		}
	}
	return says
}
