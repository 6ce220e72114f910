package ownfile

import (
	_ "embed"
	"html/template"
	"io"
	"strings"
	"time"

	"willing/desk"
)

//go:embed file.html
var fileHTML string

// page is what file.html shows.
type page struct {
	*desk.Exported
	Facts  [][2]string
	Events []line
	Texts  []text
}

type line struct{ At, What, By, Counts, Content string }

type text struct{ Name, Text string }

// writeExportPage writes the readable part: one page without script, styles or anything from elsewhere.
func writePage(w io.Writer, words Words, e *desk.Exported) error {
	t, err := template.New("file").Parse(fileHTML)
	if err != nil {
		return err
	}
	p := page{Exported: e, Facts: factsOf(words, e)}
	for _, ev := range e.Events {
		content, err := Content(ev.Content)
		if err != nil {
			return err
		}
		p.Events = append(p.Events, line{when(ev.At), words.Event(ev.Type), plain(ev.By), words.Standing(ev.Standing), plain(content)})
	}
	for _, t := range e.Texts {
		p.Texts = append(p.Texts, text{t.Title, markdown(t)})
	}
	return t.Execute(w, p)
}

func factsOf(words Words, e *desk.Exported) [][2]string {
	who := e.Particulars
	var out [][2]string
	for _, f := range [][2]string{
		{"Your number here", e.Person.String()}, {"Name", nameOf(who)}, {"In Latin letters", who.Latin}, {"Born", who.Born.String()},
		{"Phones", strings.Join(who.Phones, ", ")}, {"E-mail", strings.Join(who.Emails, ", ")}, {"Town", who.Town}, {"Country", who.Country},
		{"Language", who.Language}, {"Skills", who.Skills}, {"Remarks", who.Remarks}, {"Territory", e.Territory},
		{"Where you stand", words.Stage(e.Stage) + ", since " + e.Since.Format(time.DateOnly)}, {"Kept until", keptUntil(e)},
	} {
		if f[1] != "" {
			out = append(out, [2]string{f[0], plain(f[1])})
		}
	}
	return out
}

func keptUntil(e *desk.Exported) string {
	if e.Deletion == nil {
		return ""
	}
	return e.Deletion.Due.Format(time.DateOnly)
}
