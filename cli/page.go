package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"willing/intake"
)

// page is text for people. What stands in it came from files and forms, so every value is made plain.
type page struct {
	w   *tabwriter.Writer
	err error
}

// line prints one line; tabs part columns.
func (p *page) line(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = intake.Visible(s)
		} else if s, ok := a.(fmt.Stringer); ok {
			args[i] = intake.Visible(s.String())
		}
	}
	if _, err := fmt.Fprintf(p.w, format+"\n", args...); err != nil {
		p.err = err
	}
}

// show prints a result: as JSON, or as a page.
func (j *job) show(v any, text func(p *page)) error {
	if j.globals.JSON {
		return writeJSON(j.std.Out, v)
	}
	return printPage(j.std.Out, text)
}

func printPage(w io.Writer, text func(p *page)) error {
	var whole bytes.Buffer
	p := &page{w: tabwriter.NewWriter(&whole, 0, 8, 2, ' ', 0)}
	text(p)
	if err := errors.Join(p.err, p.w.Flush()); err != nil {
		return err
	}
	for line := range strings.Lines(whole.String()) {
		if _, err := io.WriteString(w, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// wrapped breaks a text into lines of at most so many letters, where its words allow it.
func wrapped(text string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			out, line = append(out, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(out, line)
}
