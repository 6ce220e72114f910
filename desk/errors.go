package desk

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"willing/casebook"
)

// Kind is the closed list of ways in which a use case can fail. One table (package cli) turns it into
// exit codes, another (package api) into HTTP status.
type Kind string

// The kinds.
const (
	Unexpected Kind = "unexpected"
	Held       Kind = "held"        // a gate holds it: Lacks says what is missing
	BadInput   Kind = "bad-input"   // what was given cannot be read or is impossible
	NotFound   Kind = "not-found"   // no such person, text, member of staff …
	NotAllowed Kind = "not-allowed" // this person may not try that
	Broken     Kind = "broken"      // stored data is not what was written
	Locked     Kind = "locked"      // a restored house waits for a newer register
)

// Error is the one error type of the house: a closed kind, a safe message for people that names nobody,
// and a private cause.
type Error struct {
	Kind  Kind
	Say   string
	Key   string            // what the pages say in its place, in their language: wrong.KEY; "" where no page can show it
	Args  map[string]string // fill that sentence
	Lacks []casebook.Lack   // for Held
	Cause error
}

// Error gives the safe message.
func (e *Error) Error() string {
	if len(e.Lacks) == 0 {
		return e.Say
	}
	says := make([]string, len(e.Lacks))
	for i, l := range e.Lacks {
		says[i] = l.Say
		if l.Gate != "" {
			says[i] += " (" + l.Gate + ")"
		}
	}
	return strings.Join(says, "\n")
}

// Unwrap gives the private cause.
func (e *Error) Unwrap() error { return e.Cause }

// Gate returns the id of the first gate that holds the act, or "".
func (e *Error) Gate() string {
	for _, l := range e.Lacks {
		if l.Gate != "" {
			return l.Gate
		}
	}
	return ""
}

// KindOf returns the kind of any error.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Unexpected
}

func fail(kind Kind, say string, args ...any) error {
	return &Error{Kind: kind, Say: fmt.Sprintf(say, args...)}
}

func failFrom(kind Kind, cause error, say string, args ...any) error {
	return &Error{Kind: kind, Say: fmt.Sprintf(say, args...), Cause: cause}
}

// failOnPage is fail for what somebody on a page can run into: the key names its words in each language.
func failOnPage(key string, kind Kind, say string, args ...any) error {
	return &Error{Kind: kind, Key: key, Say: fmt.Sprintf(say, args...)}
}

// unwritable says that something cannot be put down as a record.
func unwritable(cause error) error {
	return &Error{Kind: BadInput, Key: "unwritable", Say: "this cannot be written down: a text is too long or not plain text", Cause: cause}
}

// hold turns lacks into an error, or nil if nothing is missing. What several events of a commit lack alike is said once.
func hold(all []casebook.Lack) error {
	var lacks []casebook.Lack
	for _, l := range all {
		if !slices.ContainsFunc(lacks, func(said casebook.Lack) bool { return said.Say == l.Say && said.Gate == l.Gate }) {
			lacks = append(lacks, l)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	for _, l := range lacks {
		if l.Gate != "" || l.Second {
			return &Error{Kind: Held, Lacks: lacks}
		}
	}
	return &Error{Kind: NotAllowed, Lacks: lacks}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
