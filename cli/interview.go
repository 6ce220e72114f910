package cli

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/programme"
)

// filled are the flags of a filled-in form.
type filled struct {
	Person  string            `arg:"" help:"An id, or its first six letters."`
	Form    string            `arg:"" help:"The form's id in the programme."`
	Answer  map[string]string `short:"a" placeholder:"QUESTION=ANSWER" mapsep:"none" help:"One answer. Repeat for more."`
	Answers string            `placeholder:"FILE" help:"All answers as one JSON object; - for standard input."`
	Safety  bool              `help:"Needed early for somebody's safety."`
}

// form reads the answers and checks that they fit the form, without repeating any in an error.
func (c *filled) form(j *job) (casebook.Form, error) {
	f := casebook.Form{Instrument: c.Form, Answers: map[string]string{}, Safety: c.Safety}
	instrument, err := j.node.Form(c.Form)
	if err != nil {
		return f, err
	}
	if c.Answers != "" {
		if err := c.readAnswers(j, f.Answers); err != nil {
			return f, err
		}
	}
	maps.Copy(f.Answers, c.Answer)
	var wrong []string
	for _, p := range instrument.Form.Check(f.Answers) {
		wrong = append(wrong, p.Question+": "+string(p.Kind)+choicesOf(instrument, p.Question))
	}
	if len(wrong) > 0 {
		return f, fail(desk.BadInput, "the answers do not fit the form: %s", strings.Join(wrong, "; "))
	}
	return f, nil
}

// choicesOf names what fits a question that wants one of some words; "" for any other.
func choicesOf(i programme.Instrument, question string) string {
	var names []string
	for _, q := range i.Form.Questions {
		for _, c := range q.Choices {
			if q.Name == question {
				names = append(names, c.Name)
			}
		}
	}
	if names == nil {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}

const maxAnswers = 1 << 20 // bytes of a file of answers

func (c *filled) readAnswers(j *job, into map[string]string) error {
	in := j.std.In
	if c.Answers != "-" {
		file, err := os.Open(j.path(c.Answers))
		if err != nil {
			return &desk.Error{Kind: desk.BadInput, Say: "--answers: the file cannot be opened", Cause: err}
		}
		defer file.Close()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxAnswers+1))
	if err == nil && len(raw) > maxAnswers {
		err = errors.New("too long")
	}
	if err == nil {
		err = parseAnswers(raw, into)
	}
	if err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "--answers: not one JSON object of questions and answers, each a text", Cause: err}
	}
	return nil
}

// parseAnswers adds the answers of one JSON object.
func parseAnswers(raw []byte, into map[string]string) error {
	var answers map[string]*string
	if err := json.Unmarshal(raw, &answers); err != nil {
		return err
	}
	if answers == nil {
		return errors.New("null")
	}
	for question, answer := range answers {
		if answer == nil {
			return errors.New("an answer is null")
		}
		into[question] = *answer
	}
	return nil
}

type interviewCmd struct {
	Filled filled `embed:""`
}

// Run records an interview.
func (c *interviewCmd) Run(j *job) error {
	return recordForm(j, &c.Filled, "interview recorded", (*desk.Desk).Interview)
}
