package web

import (
	"cmp"

	"willing/forms"
	"willing/programme"
)

// Question is one question of a form as a page shows it, with the answer so far. The part "questions" draws them.
type Question struct {
	forms.Question
	Label, Hint, Value string
	Choices            []Choice
}

// Choice is one of the answers that a question offers.
type Choice struct{ Name, Label string }

// Questions puts a form into the language of the page, with answers.
func (p *Page) Questions(form *forms.Form, answers map[string]string) (out []Question) {
	for _, q := range form.Questions {
		one := Question{Question: q, Label: inTongue(form, q.Label, p.Lang), Hint: inTongue(form, q.Hint, p.Lang), Value: answers[q.Name]}
		for _, c := range q.Choices {
			one.Choices = append(one.Choices, Choice{c.Name, inTongue(form, c.Label, p.Lang)})
		}
		out = append(out, one)
	}
	return out
}

func inTongue(form *forms.Form, texts map[string]string, lang string) string {
	if text := texts[lang]; text != "" || len(form.Languages) == 0 {
		return cmp.Or(text, texts[forms.Unnamed])
	}
	return cmp.Or(texts["en"], texts[form.Languages[0]])
}

// label names a question of a form in the language of the page.
func (p *Page) label(form *forms.Form, name string) string {
	for _, q := range form.Questions {
		if q.Name == name {
			return inTongue(form, q.Label, p.Lang)
		}
	}
	return ""
}

// Answered reads what was answered to a form: given has the value of a field. What does not fit becomes a problem of
// the page, beside its question.
func (p *Page) Answered(form *forms.Form, given func(field string) string) map[string]string {
	answers := map[string]string{}
	for _, q := range form.Questions {
		v := given("q-" + q.Name)
		if v == "" || q.Type == forms.Note {
			continue
		}
		if q.Type == forms.Integer || q.Type == forms.Decimal || q.Type == forms.Date {
			v = Latin(v)
		}
		answers[q.Name] = v
	}
	for _, problem := range form.Check(answers) {
		p.Problem("q-"+problem.Question, p.T("form."+wrongWith[problem.Kind]))
		p.Problems[len(p.Problems)-1].Of = p.label(form, problem.Question)
	}
	return answers
}

// wrongWith maps what a form finds to a key.
var wrongWith = map[forms.Kind]string{
	forms.Missing: "missing", forms.NotInteger: "integer", forms.NotDecimal: "decimal", forms.NotDate: "date", forms.NotChoice: "choice",
	forms.NotAsked: "choice",
}

// Latin writes Arabic-Indic digits as the digits that programs read.
func Latin(s string) string {
	out := []rune(s)
	for i, r := range out {
		switch {
		case r >= '٠' && r <= '٩':
			out[i] = '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			out[i] = '0' + r - '۰'
		}
	}
	return string(out)
}

// InstrumentName is what pages call an interview or a test: the programme's word for it in the language of the page, else
// its own title.
func (p *Page) InstrumentName(in programme.Instrument) string {
	title := p.T("sheet." + in.Stage)
	if p.Lang == "en" && in.Form != nil {
		title = cmp.Or(in.Form.Title, title)
	}
	return p.Word("instruments."+in.ID, title)
}
