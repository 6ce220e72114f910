package team

import (
	"maps"
	"net/http"
	"strconv"

	"willing/casebook"
	"willing/desk"
	"willing/programme"
	"willing/web"
)

// sheet is an interview or a test of the programme, as the person's page lists it.
type sheet struct {
	programme.Instrument
	Path string
	Held bool
	Open bool // its questions may be asked now (G03)

	ForDoctor bool // health or background: the team cannot read it again
}

// formsFor lists the programme's interviews and tests with what became of them.
func formsFor(p *web.Page, s *subject) []sheet {
	var out []sheet
	for _, in := range p.Folder().Instruments {
		one := sheet{Instrument: in, Path: s.Path + "/form/" + in.ID, Open: in.Stage != casebook.AfterYes || s.Yes != nil, ForDoctor: in.Stage == casebook.AfterYes}
		for _, f := range s.Facts {
			if b, ok := f.Body.(*casebook.Form); ok && b.Instrument == in.ID && f.Standing == casebook.Counts {
				one.Held = true
			}
		}
		out = append(out, one)
	}
	return out
}

// asking is a form as a page shows it.
type asking struct {
	*subject
	Sheet     sheet
	Title     string
	Questions []web.Question
}

func newAsking(p *web.Page, s *subject) (*asking, error) {
	for _, one := range formsFor(p, s) {
		if one.ID == p.R.PathValue("form") && one.Form != nil {
			s.Go = onward{Key: "button.save", Form: "form"}
			return &asking{subject: s, Sheet: one, Title: p.InstrumentName(one.Instrument)}, nil
		}
	}
	return nil, &desk.Error{Kind: desk.NotFound, Say: "the programme has no interview or test of this name"}
}

// formPage asks the questions of an interview or a test. What is for the doctor is the person's own to answer: the phone
// is turned round first (G03).
func formPage(p *web.Page, s *subject) error {
	a, err := newAsking(p, s)
	if err != nil {
		return err
	}
	if a.Sheet.ForDoctor {
		return handForm(p, a, http.StatusOK)
	}
	a.Questions = p.Questions(a.Sheet.Form, s.known(p, a.Sheet))
	return p.OK(views, "form", a)
}

// handForm tells the team how the person comes to answer by themselves.
func handForm(p *web.Page, a *asking, status int) error {
	a.Go = onward{Key: "team.turn.button", Form: "turn"}
	switch who := p.Visitor; {
	case who.Unlocked.IsZero(): // whoever hands it over signs that they did
		a.Go = onward{Key: "team.ask.unlock", Path: "/unlock?after=" + a.Sheet.Path}
	case !vouches(who): // and the other half of the pair with them: one alone could be the person
		a.Go = onward{Key: "team.ask.unlock.pair", Path: "/unlock?pair=1&after=" + a.Sheet.Path}
	}
	return p.Show(status, views, "hand_form", a)
}

// vouches reports whether whoever is here can say that a form for the doctor was filled in by the person (G03).
func vouches(who *web.Visitor) bool {
	return !who.Unlocked.IsZero() && (who.Pair != nil || casebook.Viewer{Hats: who.Hats}.NeedsHealth())
}

// known is what the person said before, under the same name in this or another form or in another place, so
// that nothing is typed twice. What a list says of them nobody has heard: it stands nowhere as if they had said it.
func (s *subject) known(p *web.Page, form sheet) map[string]string {
	out := map[string]string{}
	if _, told := last[casebook.Delivered](s, casebook.DisclosureDelivered); told != nil {
		out["language"] = told.Language
	}
	if _, talk := last[casebook.Approach](s, casebook.ApproachMade); talk != nil {
		out["spoken_before"] = talk.SpokenBefore
	}
	if years, ok := s.heard().SurelyAged(p.Now()); ok {
		out["age"] = strconv.Itoa(years)
	}
	for _, f := range s.Facts {
		if b, ok := f.Body.(*casebook.Form); ok && f.Standing == casebook.Counts {
			maps.Copy(out, b.Answers)
		}
	}
	return out
}

// fillIn notes what was answered: an interview, or a test. Of a form for the doctor it gives the phone into the person's
// hands instead.
func fillIn(p *web.Page, s *subject) error {
	a, err := newAsking(p, s)
	if err != nil {
		return err
	}
	if a.Sheet.ForDoctor {
		if !vouches(p.Visitor) || !a.Sheet.Open {
			return handForm(p, a, http.StatusConflict)
		}
		p.TurnRound(s.ID)
		return p.See(web.TurnedPath(s.ID) + "/form/" + a.Sheet.ID + "?in=" + tongueOf(p, s))
	}
	answers := p.Answered(a.Sheet.Form, p.Value)
	a.Questions = p.Questions(a.Sheet.Form, answers)
	if len(p.Problems) > 0 {
		return p.Show(http.StatusUnprocessableEntity, views, "form", a)
	}
	note := p.Desk.Interview
	if a.Sheet.Stage == "assess" {
		note = p.Desk.Assess
	}
	if err := note(p.R.Context(), p.Visitor.Both(), s.ID, casebook.Form{Instrument: a.Sheet.ID, Answers: answers}); err != nil {
		return p.Retry(err, views, "form", a)
	}
	return p.See(s.Path)
}

// filling is a form that the person answers themselves, on the phone turned round.
type filling struct {
	*turnedPage
	Sheet     sheet
	Title     string
	Questions []web.Question
}

func newFilling(p *web.Page, t *turnedPage) (*filling, error) {
	a, err := newAsking(p, t.subject)
	if err == nil && !(a.Sheet.ForDoctor && a.Sheet.Open) {
		err = &desk.Error{Kind: desk.NotFound, Say: "there is nothing here to fill in"}
	}
	if err != nil {
		return nil, err
	}
	return &filling{turnedPage: t, Sheet: a.Sheet, Title: a.Title}, nil
}

// filled shows the questions, without what was ever said to them: somebody else may hold the phone.
func filled(p *web.Page, t *turnedPage) error {
	page, err := newFilling(p, t)
	if err != nil {
		return err
	}
	page.Questions = p.Questions(page.Sheet.Form, nil)
	return p.OK(views, "fill", page)
}

// unfill takes back what the person answered before, unread.
func unfill(p *web.Page, t *turnedPage, page *filling) error {
	if err := p.Desk.TakeBack(p.R.Context(), p.Visitor.Both(), t.ID, page.Sheet.ID); err != nil {
		page.Questions = p.Questions(page.Sheet.Form, nil)
		return p.Retry(err, views, "fill", page)
	}
	return p.See(t.Path + "/done?in=" + p.Lang)
}

// fill keeps what the person answered, or takes back what they answered before.
func fill(p *web.Page, t *turnedPage) error {
	page, err := newFilling(p, t)
	if err != nil {
		return err
	}
	if p.Value("back") != "" {
		return unfill(p, t, page)
	}
	answers := p.Answered(page.Sheet.Form, p.Value)
	page.Questions = p.Questions(page.Sheet.Form, answers)
	if len(p.Problems) > 0 {
		return p.Show(http.StatusUnprocessableEntity, views, "fill", page)
	}
	if err := p.Desk.FillIn(p.R.Context(), p.Visitor.Both(), t.ID, casebook.Form{Instrument: page.Sheet.ID, Answers: answers}); err != nil {
		return p.Retry(err, views, "fill", page)
	}
	return p.See(t.Path + "/done?in=" + p.Lang)
}
