package team

import (
	"cmp"
	"maps"
	"net/http"
	"strconv"

	"willing/casebook"
	"willing/desk"
	"willing/forms"
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

// Name is what the page calls the form: the programme's word for it in this language, else its own title.
func (s sheet) Name(p *web.Page) string {
	title := p.T("team.sheet." + s.Stage)
	if p.Lang == "en" && s.Form != nil {
		title = cmp.Or(s.Form.Title, title)
	}
	return p.Word("instruments."+s.ID, title)
}

// asking is a form as a page shows it.
type asking struct {
	*subject
	Sheet     sheet
	Title     string
	Tongue    string // in which the questions stand
	Questions []asked
}

// asked is one question with the answer so far.
type asked struct {
	forms.Question
	Label, Hint, Value string
	Choices            []choice
}

type choice struct{ Name, Label string }

func newAsking(p *web.Page, s *subject) (*asking, error) {
	for _, one := range formsFor(p, s) {
		if one.ID == p.R.PathValue("form") && one.Form != nil {
			s.Go = onward{Key: "button.save", Form: "form"}
			return &asking{subject: s, Sheet: one, Title: one.Name(p), Tongue: p.Lang}, nil
		}
	}
	return nil, &desk.Error{Kind: desk.NotFound, Say: "the programme has no interview or test of this name"}
}

// fill puts the questions in the language of the page, with answers.
func (a *asking) fill(lang string, answers map[string]string) {
	form := a.Sheet.Form
	for _, q := range form.Questions {
		one := asked{Question: q, Label: inTongue(form, q.Label, lang), Hint: inTongue(form, q.Hint, lang), Value: answers[q.Name]}
		for _, c := range q.Choices {
			one.Choices = append(one.Choices, choice{c.Name, inTongue(form, c.Label, lang)})
		}
		a.Questions = append(a.Questions, one)
	}
}

func inTongue(form *forms.Form, texts map[string]string, lang string) string {
	if text := texts[lang]; text != "" || len(form.Languages) == 0 {
		return cmp.Or(text, texts[forms.Unnamed])
	}
	return cmp.Or(texts["en"], texts[form.Languages[0]])
}

func formPage(p *web.Page, s *subject) error {
	a, err := newAsking(p, s)
	if err != nil {
		return err
	}
	a.fill(p.Lang, s.known(p, a.Sheet))
	return p.OK(views, "form", a)
}

// known is what the person said before, under the same name in this or another form or in another place, so
// that nothing is typed twice.
func (s *subject) known(p *web.Page, form sheet) map[string]string {
	out := map[string]string{}
	if languages := s.tongues(); len(languages) > 0 {
		out["language"] = languages[0]
	}
	if _, talk := last[casebook.Approach](s, casebook.ApproachMade); talk != nil {
		out["spoken_before"] = talk.SpokenBefore
	}
	if years, ok := s.Born().SurelyAged(p.Now()); ok {
		out["age"] = strconv.Itoa(years)
	}
	for _, f := range s.Facts {
		if b, ok := f.Body.(*casebook.Form); ok && f.Standing == casebook.Counts {
			maps.Copy(out, b.Answers)
		}
	}
	return out
}

// fillIn notes what was answered: an interview, or a test.
func fillIn(p *web.Page, s *subject) error {
	a, err := newAsking(p, s)
	if err != nil {
		return err
	}
	answers := map[string]string{}
	for _, q := range a.Sheet.Form.Questions {
		if v := p.Value("q-" + q.Name); v != "" && q.Type != forms.Note {
			if q.Type == forms.Integer || q.Type == forms.Decimal || q.Type == forms.Date {
				v = latin(v)
			}
			answers[q.Name] = v
		}
	}
	a.fill(p.Lang, answers)
	for _, problem := range a.Sheet.Form.Check(answers) {
		p.Problem("q-"+problem.Question, p.T("team.form."+wrongWith[problem.Kind]))
	}
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

// wrongWith maps what a form finds to a key.
var wrongWith = map[forms.Kind]string{
	forms.Missing: "missing", forms.NotInteger: "integer", forms.NotDecimal: "decimal", forms.NotDate: "date", forms.NotChoice: "choice",
	forms.NotAsked: "choice",
}
