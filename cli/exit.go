package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/journal"
	"willing/programme"
)

// usage is a kind of error of this package alone: the command line itself is wrong.
const usage desk.Kind = "usage"

// exitCodes is the one table from kinds of errors to exit codes.
var exitCodes = map[desk.Kind]int{
	desk.Unexpected: 1, usage: 2, desk.Held: 3, desk.BadInput: 4, desk.NotFound: 5,
	desk.NotAllowed: 6, desk.Locked: 6, desk.Broken: 7,
}

// exitHelp stands under every command's help.
const exitHelp = `
Exit codes:
  0  done
  1  unexpected
  2  the command line is wrong
  3  held by a gate, whose id stands in the message, or for want of a second
     signature
  4  what was given cannot be read or is impossible
  5  not found
  6  not allowed, or the house is locked
  7  stored data is not what was written
`

// failure is an error as --json prints it.
type failure struct {
	Error failureText `json:"error"`
	Row   string      `json:"row,omitempty"` // names a held-back row for `review --row`
	// Faults are those of a programme folder.
	Faults []programme.Fault `json:"faults,omitempty"`
}

type failureText struct {
	Kind  desk.Kind       `json:"kind"`
	Say   string          `json:"say"`
	Gate  string          `json:"gate"`
	Lacks []casebook.Lack `json:"lacks"`
}

// told is an error whose story has been printed already; only its exit code is left.
type told struct{ kind desk.Kind }

func (told) Error() string { return "told already" }

// detailed adds what only --json can say well.
type detailed struct {
	error
	row    string
	faults []programme.Fault
}

func (d detailed) Unwrap() error { return d.error }

// inFile says which of several files an error is about.
type inFile struct {
	error
	file string
}

func (f inFile) Unwrap() error { return f.error }

// report prints an error and returns the exit code; 0 for none.
func report(std Stdio, asJSON bool, err error) int {
	if err == nil {
		return 0
	}
	var done told
	if errors.As(err, &done) {
		return exitCodes[done.kind]
	}
	f := describe(err)
	if asJSON {
		_ = writeJSON(std.Out, f)
	}
	fmt.Fprintf(std.Err, "willing: %s\n", intake.Visible(f.text()))
	return exitCodes[f.Error.Kind]
}

// text is the message for people: what is missing, and under it what to type.
func (f failure) text() string {
	if len(f.Error.Lacks) == 0 {
		return f.Error.Say
	}
	var lines []string
	for _, l := range f.Error.Lacks {
		lines = append(lines, l.Say+gate(l))
		if command := remedies[l.Key]; command != "" {
			lines = append(lines, "  "+command)
		}
	}
	return strings.Join(lines, "\n")
}

// describe turns any error into one that is safe to show. An error that is none of ours is not shown
// itself: nobody knows what it repeats.
func describe(err error) failure {
	f := failure{Error: failureText{Kind: desk.Unexpected, Lacks: []casebook.Lack{}}}
	var more detailed
	if errors.As(err, &more) {
		f.Row, f.Faults = more.row, more.faults
	}
	var own *desk.Error
	var file *intake.FileError
	switch {
	case errors.As(err, &own):
		f.Error.Kind, f.Error.Say, f.Error.Gate = own.Kind, own.Error(), own.Gate()
		f.Error.Lacks = append(f.Error.Lacks, own.Lacks...)
	case errors.As(err, &file):
		f.Error.Kind, f.Error.Say = desk.BadInput, file.Error()
	case errors.Is(err, errStopped):
		f.Error.Say = errStopped.Error()
	case journal.Full(err):
		f.Error.Say = desk.SayFull
	default:
		f.Error.Say = "something unexpected went wrong; nothing was changed unless a message above says so: run `willing verify`, and tell us which command it was"
	}
	if in := (inFile{}); errors.As(err, &in) {
		f.Error.Say = in.file + ": " + f.Error.Say
	}
	return f
}

var errStopped = errors.New("stopped; what was said to be done is done, and nothing is half done: run it again to go on")

func fail(kind desk.Kind, say string, args ...any) error {
	return &desk.Error{Kind: kind, Say: fmt.Sprintf(say, args...)}
}

func writeJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

// writeLine writes one value on one line, for a program that reads while we run on.
func writeLine(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return out.Encode(v)
}
