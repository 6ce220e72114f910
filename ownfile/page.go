package ownfile

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

//go:embed file.html
var fileHTML string

// page is what file.html shows.
type page struct {
	Words
	*desk.Exported
	Lede, Rights string
	Facts        [][2]string
	Events       []line
	Texts        []text
	Looks        []line
	Carried      string // the names of those who carry the file on a device
}

type line struct{ At, What, By, Counts, Content string }

type text struct{ Name, Text string }

// writePage writes the readable part: one page without script, styles or anything from elsewhere.
func writePage(w io.Writer, words Words, e *desk.Exported) error {
	t, err := template.New("file").Parse(fileHTML)
	if err != nil {
		return err
	}
	p := page{Words: words, Exported: e, Facts: factsOf(words, e), Rights: words.Say("file.rights", "Organisation", e.Organisation)}
	p.Lede = words.Say("file.lede", "Organisation", e.Organisation, "Programme", e.Programme, "At", words.Moment(e.At.UTC()))
	for _, ev := range e.Events {
		content, err := Content(ev.Content)
		if err != nil {
			return err
		}
		p.Events = append(p.Events, line{words.Moment(ev.At.UTC()), words.named("event", ev.Type), intake.Visible(ev.By), words.standing(ev), intake.Visible(content)})
	}
	for _, t := range e.Texts {
		p.Texts = append(p.Texts, text{t.Title, t.Markdown()})
	}
	for _, l := range e.Looks {
		p.Looks = append(p.Looks, line{At: words.Day(l.Day.UTC()), What: words.Say("person.looked." + l.What), By: intake.Visible(l.Who)})
	}
	p.Carried = intake.Visible(strings.Join(e.Carriers, ", "))
	return t.Execute(w, p)
}

func factsOf(words Words, e *desk.Exported) [][2]string {
	who := e.Particulars
	var out [][2]string
	facts := [][2]string{{"id", e.Person.String()}, {"name", nameOf(who)}, {"latin", who.Latin}}
	for _, b := range e.Births {
		facts = append(facts, [2]string{"born", words.birth(b)})
	}
	for _, f := range append(facts, [][2]string{
		{"phones", strings.Join(who.Phones, ", ")}, {"emails", strings.Join(who.Emails, ", ")}, {"town", who.Town}, {"country", who.Country},
		{"language", who.Language}, {"skills", who.Skills}, {"remarks", who.Remarks}, {"territory", e.Territory},
		{"stands", words.Say("file.since", "stage", words.named("stage", string(e.Stage)), "day", words.Day(e.Since.UTC()))}, {"kept", keptUntil(words, e)},
	}...) {
		if f[1] != "" {
			out = append(out, [2]string{words.Say("file." + f[0]), intake.Visible(f[1])})
		}
	}
	return out
}

// birth writes a birth date, what it rests on, and whether it decides how old they are (G08).
func (w Words) birth(b casebook.Birth) string {
	said := b.Born.String() + ": " + w.Say("law.birth."+b.Rests)
	if b.Decides {
		return said + ". " + w.Say("law.birth.decides")
	}
	return said + ". " + w.Say("law.birth.not") + " " + w.lack(b.Why)
}

// standing says how an event counts, and why not where the file says that.
func (w Words) standing(e desk.ExportedEvent) string {
	said := w.named("standing", string(e.Standing))
	if e.Why != nil {
		said += ". " + w.lack(e.Why)
	}
	return said
}

// lack says a sentence of the law.
func (w Words) lack(l *casebook.Lack) string {
	key := "law." + l.Key
	if said := w.Say(key); said != key {
		return said
	}
	return l.Say
}

func keptUntil(words Words, e *desk.Exported) string {
	if e.Deletion == nil {
		return ""
	}
	return words.Day(e.Deletion.Due.UTC())
}
