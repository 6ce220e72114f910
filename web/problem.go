package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/locale"
)

// Problem is one thing wrong with a form: which field, and what to do about it.
type Problem struct {
	Field string // its name; "" for the form as a whole
	Say   string
	Gate  string // the gate that holds it, if one does
	Of    string // the question that it is about, where the field is one of a form: the summary names it
}

// problems maps each kind of error to a status and to the beginning of its keys. Package api has the
// status from here too, so that pages and programs hear the same.
var problems = map[desk.Kind]struct {
	status int
	key    string
}{
	desk.Held:       {http.StatusConflict, "problem.held"},
	desk.BadInput:   {http.StatusUnprocessableEntity, "problem.bad-input"},
	desk.NotFound:   {http.StatusNotFound, "problem.not-found"},
	desk.NotAllowed: {http.StatusForbidden, "problem.not-allowed"},
	desk.Locked:     {http.StatusServiceUnavailable, "problem.locked"},
	desk.Unexpected: {http.StatusInternalServerError, "problem.unexpected"},
	desk.Broken:     {http.StatusInternalServerError, "problem.unexpected"},
}

// Status is the HTTP status of an error.
func Status(err error) int {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	}
	if journal.Full(err) {
		return http.StatusInsufficientStorage
	}
	return problems[desk.KindOf(err)].status
}

// RightsPath is the page that says who may try what, open to whoever has signed in.
const RightsPath = "/staff/rights"

// Rights is that page's path; "" where there is none, as on a phone, or for whoever has not signed in.
func (p *Page) Rights() string {
	if p.Visitor == nil || !p.rights || !p.Turned().IsZero() {
		return ""
	}
	return RightsPath
}

// Problem adds a problem with a field of the form, as a sentence that stands by itself.
func (p *Page) Problem(field, say string) {
	p.Problems = append(p.Problems, Problem{Field: field, Say: locale.Sentence(say)})
}

// Summary says a problem away from its field: of a question of a form it says which.
func (p *Page) Summary(x Problem) string {
	switch {
	case x.Of == "":
		return x.Say
	case strings.HasSuffix(x.Of, "?") || strings.HasSuffix(x.Of, "؟"):
		return x.Of + " " + x.Say
	}
	return x.Of + p.Colon() + x.Say
}

// Wrong lists the problems with one field.
func (p *Page) Wrong(field string) []Problem {
	var out []Problem
	for _, x := range p.Problems {
		if x.Field == field {
			out = append(out, x)
		}
	}
	return out
}

// Explain turns an error into problems in the language of the page: what a gate lacks, or what is wrong.
func (p *Page) Explain(err error) []Problem {
	var e *desk.Error
	if errors.As(err, &e) && len(e.Lacks) > 0 {
		out := make([]Problem, len(e.Lacks))
		for i, l := range e.Lacks {
			out[i] = Problem{Say: p.Lack(l), Gate: l.Gate}
			if l.Say == casebook.NeutralRefusal {
				out[i].Gate = "" // alike for every cause (G01)
			}
		}
		return out
	}
	if journal.Full(err) {
		return []Problem{{Say: p.T(p.full())}}
	}
	kind := desk.KindOf(err)
	switch {
	case e != nil && p.named(e):
		return []Problem{{Say: p.sentence("wrong."+e.Key, e.Args)}}
	case e != nil && kind == desk.BadInput && p.Lang == "en":
		return []Problem{{Say: locale.Sentence(e.Say)}}
	}
	return []Problem{{Say: p.T(problems[kind].key)}}
}

// named reports whether an error has words of its own in the language of the page.
func (p *Page) named(e *desk.Error) bool { return e.Key != "" && p.Words.Has(p.Lang, "wrong."+e.Key) }

// Lack says what is missing in the language of the page, as a sentence that stands by itself.
func (p *Page) Lack(l casebook.Lack) string {
	key := "law." + l.Key
	if !p.Words.Has(p.Lang, key) {
		return locale.Sentence(l.Say)
	}
	return p.sentence(key, l.Args)
}

// Fault says what keeps a text from being published, as a sentence that stands by itself.
func (p *Page) Fault(f casebook.DisclosureFault) string {
	return locale.Sentence(p.fault(f.Key, f.Count, f.Wanted))
}

func (p *Page) fault(key string, count, wanted int) string {
	return p.T("law.fault."+key, "count", count, "wanted", wanted)
}

// sentence says a key as a sentence that stands by itself.
func (p *Page) sentence(key string, values map[string]string) string {
	var args []any
	for name := range values {
		args = append(args, name, p.argument(name, values))
	}
	return locale.Sentence(p.T(key, args...))
}

// argument writes a value of a sentence as people say it: a moment by the clock of the house, a day in full, a language by its
// name, and in words what the law knows by ids: hats, the four points, the
// separate questions, the parts of a text and what is wrong with one.
func (p *Page) argument(name string, values map[string]string) string {
	value := values[name]
	switch name {
	case "time":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return p.Moment(at)
		}
	case "day":
		if at, err := time.Parse(time.DateOnly, value); err == nil {
			return locale.Day(p.Lang, at)
		}
	case "language":
		return p.Own(value)
	case "languages":
		return p.each(value, "comma", p.Own)
	case "points":
		return p.each(value, "semicolon", func(id string) string { return p.T("law.point." + id) })
	case "hats":
		return p.each(value, "comma", func(id string) string { return p.T("law.hat." + id) })
	case "questions":
		return p.each(value, "comma", func(id string) string { return p.T("person.permission." + id) })
	case "section":
		return p.T("law.part." + value)
	case "problem":
		count, err := strconv.Atoi(values["count"])
		wanted, wrong := strconv.Atoi(values["wanted"])
		if err == nil && wrong == nil {
			return p.fault(values["fault"], count, wanted)
		}
	}
	return value
}

// each says each of several ids by its name.
func (p *Page) each(ids, between string, name func(id string) string) string {
	words := strings.Split(ids, ", ")
	for i, id := range words {
		words[i] = name(id)
	}
	return strings.Join(words, p.T(between))
}

// Retry shows a form, again with what is wrong with it if anything is. An error that no other entry would mend becomes
// a page of its own.
func (p *Page) Retry(err error, views *Views, name string, data any) error {
	if err == nil && len(p.Problems) == 0 {
		return p.OK(views, name, data)
	}
	if err == nil {
		return p.Show(http.StatusUnprocessableEntity, views, name, data)
	}
	switch desk.KindOf(err) {
	case desk.Held, desk.BadInput, desk.NotAllowed:
	default:
		return err
	}
	p.Problems = append(p.Problems, p.Explain(err)...)
	return p.Show(Status(err), views, name, data)
}

// full is the key of what is said where there is no room left: on a device to whoever holds it, and at headquarters to its people and
// to everybody else, who stand at another machine than the one that is full.
func (p *Page) full() string {
	switch {
	case p.Line != nil || p.Head != "":
		return "problem.full"
	case p.Visitor != nil:
		return "problem.full.house"
	}
	return "problem.full.own"
}

// fail answers with a page that says what is wrong.
func (p *Page) fail(err error) {
	status, kind := Status(err), desk.KindOf(err)
	if p.Lang == "" {
		p.Lang = p.language()
	}
	if status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		p.Log.Error("a page failed", slog.String("route", p.R.Pattern), slog.String("kind", string(kind)), slog.Any("error", err))
	}
	key := problems[kind].key
	switch {
	case status == http.StatusInsufficientStorage:
		key = p.full()
	case status == http.StatusRequestEntityTooLarge:
		key = "problem.too-large"
	case errors.Is(err, errForeign):
		key = "problem.foreign"
	}
	p.Problems = nil
	var e *desk.Error
	if kind == desk.Held || errors.As(err, &e) && p.named(e) {
		p.Problems = p.Explain(err)
	}
	data := map[string]string{"Title": p.T(key + ".title"), "Say": "", "Back": cmp.Or(p.Back, "/")}
	if len(p.Problems) == 0 {
		data["Say"] = p.T(key)
	}
	if key == problems[desk.NotAllowed].key {
		data["Rights"] = p.Rights()
		if len(p.Problems) == 1 { // nothing on the page is to be mended
			data["Say"], p.Problems = p.Problems[0].Say, nil
		}
	}
	if err := p.Show(status, own, "problem", data); err != nil {
		p.Log.Error("a page failed", slog.Any("error", err))
	}
}
