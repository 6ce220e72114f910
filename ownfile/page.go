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
var exportHTML string

// exportedPage is what file.html shows.
type exportedPage struct {
	*desk.Exported
	Facts  [][2]string
	Events []exportedLine
	Texts  []exportedText
}

type exportedLine struct{ At, What, By, Counts, Content string }

type exportedText struct{ Name, Text string }

// writeExportPage writes the readable part: one page without script, styles or anything from elsewhere.
func writeExportPage(w io.Writer, e *desk.Exported) error {
	t, err := template.New("export").Parse(exportHTML)
	if err != nil {
		return err
	}
	p := exportedPage{Exported: e, Facts: factsOf(e)}
	for _, ev := range e.Events {
		content, err := contentOf(ev.Content)
		if err != nil {
			return err
		}
		p.Events = append(p.Events, exportedLine{when(ev.At), inWords(Happened, ev.Type), plain(ev.By), inWords(Standings, ev.Standing), plain(content)})
	}
	for _, text := range e.Texts {
		p.Texts = append(p.Texts, exportedText{text.Title, markdown(text)})
	}
	return t.Execute(w, p)
}

func factsOf(e *desk.Exported) [][2]string {
	who := e.Particulars
	var out [][2]string
	for _, f := range [][2]string{
		{"Your number here", e.Person.String()}, {"Name", nameOf(who)}, {"In Latin letters", who.Latin}, {"Born", who.Born.String()},
		{"Phones", strings.Join(who.Phones, ", ")}, {"E-mail", strings.Join(who.Emails, ", ")}, {"Town", who.Town}, {"Country", who.Country},
		{"Language", who.Language}, {"Skills", who.Skills}, {"Remarks", who.Remarks}, {"Territory", e.Territory},
		{"Where you stand", inWords(Stages, e.Stage) + ", since " + e.Since.Format(time.DateOnly)}, {"Kept until", keptUntil(e)},
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
