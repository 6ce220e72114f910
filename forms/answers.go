package forms

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind says what is wrong with an answer. It is a key for translation, and English enough to read.
type Kind string

// What [Form.Check] can find.
const (
	Missing    Kind = "an answer is required"
	NotInteger Kind = "not a whole number"
	NotDecimal Kind = "not a number"
	NotDate    Kind = "not a date"
	NotChoice  Kind = "not one of the choices"
	NotAsked   Kind = "the form does not ask this"
)

// Problem is one answer that does not fit. It never repeats the answer.
type Problem struct {
	Question string // the question's name
	Kind     Kind
}

var decimalShape = regexp.MustCompile(`^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$`)

// Check says which answers, by question name, do not fit the form: in the order of the questions, then
// the names that the form does not ask, sorted. White space around an answer does not count, except
// that an answer of nothing else is none.
func (f *Form) Check(answers map[string]string) []Problem {
	var out []Problem
	asked := map[string]bool{}
	for _, q := range f.Questions {
		if q.Type == Note {
			continue
		}
		asked[q.Name] = true
		if kind := q.check(strings.TrimSpace(answers[q.Name])); kind != "" {
			out = append(out, Problem{q.Name, kind})
		}
	}
	var strange []string
	for name := range answers {
		if !asked[name] {
			strange = append(strange, name)
		}
	}
	slices.Sort(strange)
	for _, name := range strange {
		out = append(out, Problem{name, NotAsked})
	}
	return out
}

// check returns "" for an answer that fits.
func (q *Question) check(answer string) Kind {
	if answer == "" {
		if q.Required {
			return Missing
		}
		return ""
	}
	switch q.Type {
	case Integer:
		if _, err := strconv.ParseInt(answer, 10, 32); err != nil {
			return NotInteger
		}
	case Decimal:
		if !decimalShape.MatchString(answer) {
			return NotDecimal
		}
	case Date:
		if _, err := time.Parse(time.DateOnly, answer); err != nil {
			return NotDate
		}
	case SelectOne:
		if !slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Name == answer }) {
			return NotChoice
		}
	}
	return ""
}
