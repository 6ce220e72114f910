package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// Problem says what went wrong (RFC 9457). It names nobody, and repeats nothing of what was sent.
type Problem struct {
	Title   string    `json:"title" doc:"The status in words."`
	Status  int       `json:"status" doc:"The HTTP status."`
	Kind    string    `json:"kind,omitempty" enum:"held,bad-input,not-found,not-allowed,locked,unexpected,signed-out,pin-wanted,too-many" doc:"What sort of problem it is."`
	Detail  string    `json:"detail,omitempty" doc:"One sentence for people: what is wrong and what to do."`
	Gate    string    `json:"gate,omitempty" doc:"The first gate that holds the act, as GET /api/v1/gates lists them." example:"G06"`
	Missing []Missing `json:"missing,omitempty" doc:"All that is missing."`
	Errors  []Wrong   `json:"errors,omitempty" doc:"What is wrong with the request itself, and where."`
}

// Missing is one thing that is missing, and by which gate.
type Missing struct {
	Gate string `json:"gate,omitempty" doc:"The gate; empty where plain order asks for it." example:"G06"`
	Key  string `json:"key" doc:"A stable name of this sentence, for translation." example:"understood.missing"`
	Say  string `json:"say" doc:"What is missing and what to do, in English."`
	// Args are for a program that says the key in another language.
	Args map[string]string `json:"args,omitempty" doc:"The values that the sentence has in it, by name: hats, points and parts of a text by their ids, days as 2026-12-24."`
}

// Wrong is one thing wrong with the request itself.
type Wrong struct {
	Where string `json:"where,omitempty" doc:"Where in the request." example:"body.outcome"`
	Say   string `json:"say" doc:"What is wrong there."`
}

// Error gives the sentence for people.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

const sayUnexpected = "something went wrong in the program; nothing was written that you were not told of"

func init() {
	// huma makes its errors by this variable: all of them take our shape, and none repeats what was sent.
	huma.NewError = func(status int, say string, errs ...error) huma.StatusError {
		p := sorry(status, say)
		if status >= http.StatusInternalServerError {
			p.Detail = sayUnexpected
			return p
		}
		p.Kind = string(desk.BadInput)
		if status == http.StatusBadRequest {
			p.Detail = "the body is missing, or is no JSON"
			return p
		}
		for _, err := range errs {
			p.Errors = append(p.Errors, wrong(err))
		}
		return p
	}
}

func sorry(status int, say string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Detail: say}
}

// wrong takes over what huma says of one part of a request, without its value.
func wrong(err error) Wrong {
	var d huma.ErrorDetailer
	if errors.As(err, &d) {
		return Wrong{Where: plain(d.ErrorDetail().Location), Say: d.ErrorDetail().Message}
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return Wrong{Where: "body", Say: "it is too large"}
	}
	return Wrong{Where: "body", Say: "it cannot be read"}
}

// plain is a place in a request as far as it may be repeated: names of fields, not what somebody may have
// typed for one.
func plain(where string) string {
	ok := func(r rune) bool {
		return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-[]", r))
	}
	if len(where) > 100 || strings.ContainsFunc(where, func(r rune) bool { return !ok(r) }) {
		return strings.SplitN(where, ".", 2)[0]
	}
	return where
}

// problem turns an error of a use case into what the program gets.
func (a *API) problem(operation string, err error) error {
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError && p.Status != http.StatusServiceUnavailable {
		a.Log.Error("an operation failed", slog.String("operation", operation), slog.String("kind", string(desk.KindOf(err))), slog.Any("error", err))
	}
	return p
}

func problemOf(err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		return ready
	}
	if p := accountProblem(err); p != nil {
		return p
	}
	p := sorry(web.Status(err), "")
	kind := desk.KindOf(err)
	p.Kind = string(kind)
	var e *desk.Error
	switch {
	case p.Status == http.StatusInsufficientStorage:
		p.Kind, p.Detail = string(desk.Unexpected), desk.SayFull
	case p.Status >= http.StatusInternalServerError && kind != desk.Locked, !errors.As(err, &e):
		p.Kind, p.Detail = string(desk.Unexpected), sayUnexpected
	case len(e.Lacks) > 0:
		p.missing(e.Lacks)
	default:
		p.Detail = e.Say
	}
	return p
}

// accountProblem is for what package account says.
func accountProblem(err error) *Problem {
	for known, status := range map[error]int{
		account.ErrGone: http.StatusNotFound, account.ErrWrong: http.StatusUnprocessableEntity,
		account.ErrBad: http.StatusUnprocessableEntity, account.ErrWait: http.StatusTooManyRequests,
	} {
		if errors.Is(err, known) {
			p := sorry(status, err.Error())
			p.Kind = map[int]string{404: "not-found", 422: "bad-input", 429: "too-many"}[status]
			return p
		}
	}
	return nil
}

// missing says what is missing. Whatever stands against an approach, a program reads what the team reads: one
// sentence, alike for every cause (G01).
func (p *Problem) missing(lacks []casebook.Lack) {
	for _, l := range lacks {
		m := Missing{l.Gate, l.Key, l.Say, l.Args}
		if l.Say == casebook.NeutralRefusal {
			m.Gate, m.Key, m.Args = "G01", "check.blocked", nil
		}
		p.Missing = append(p.Missing, m)
		if p.Gate == "" {
			p.Gate = m.Gate
		}
	}
	p.Detail = p.Missing[0].Say
}

// write sends a problem that no operation could.
func write(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // whoever asked may have gone away
}

// bad says what is wrong with what was sent.
func bad(where, say string, args ...any) error {
	p := sorry(http.StatusUnprocessableEntity, fmt.Sprintf(say, args...))
	p.Kind, p.Errors = string(desk.BadInput), []Wrong{{Where: where, Say: p.Detail}}
	return p
}

// nobody is the answer for an id that is nobody's, or somebody's elsewhere: word for word that of the desk.
func nobody() error {
	return &desk.Error{Kind: desk.NotFound, Say: "there is nobody under this id"}
}

// inRow says in which row of a list it is.
func inRow(err error, row int) error {
	if p := problemOf(err); len(p.Errors) > 0 {
		p.Errors[0].Where = fmt.Sprintf("body[%d]", row)
		return p
	}
	return err
}
