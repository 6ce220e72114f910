package ownfile

import (
	"archive/zip"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// Words is what the file says, in the language of whoever reads it.
type Words struct {
	Language, Dir string
	Say           func(key string, args ...any) string // the keys are those of the areas "file" and "law", and person.looked
	Day, Moment   func(time.Time) string
}

// named is what something of a closed kind is called: an event, how it counts, where somebody stands.
func (w Words) named(kind, what string) string {
	key := "file." + kind + "." + what
	if said := w.Say(key); said != key {
		return said
	}
	return w.Say("file.event.unknown")
}

// Write writes the zip: your-file.html for reading, your-file.json for programs, history.csv for
// a spreadsheet, each text as it was shown, and scans of what the person signed.
func Write(w io.Writer, words Words, e *desk.Exported) error {
	out := zip.NewWriter(w)
	parts := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"your-file.html", func(w io.Writer) error { return writePage(w, words, e) }},
		{"your-file.json", func(w io.Writer) error { return writeJSON(w, e) }},
		{"history.csv", func(w io.Writer) error { return writeHistory(w, words, e) }},
	}
	for _, t := range e.Texts {
		name := "texts/" + t.Role + "-" + strconv.Itoa(t.Version) + "-" + t.Language + ".md"
		parts = append(parts, struct {
			name  string
			write func(io.Writer) error
		}{name, func(w io.Writer) error { _, err := io.WriteString(w, t.Markdown()); return err }})
	}
	for i, s := range e.Scans {
		parts = append(parts, struct {
			name  string
			write func(io.Writer) error
		}{"papers/" + strconv.Itoa(i+1) + "-" + s.Name(), func(w io.Writer) error { _, err := w.Write(s.Content); return err }})
	}
	for _, part := range parts {
		w, err := out.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: e.At})
		if err != nil {
			return err
		}
		if err := part.write(w); err != nil {
			return err
		}
	}
	return out.Close()
}

// writeHistory writes a table that a spreadsheet program opens without computing anything in it.
func writeHistory(w io.Writer, words Words, e *desk.Exported) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{words.Say("file.when"), words.Say("file.what"), words.Say("file.by"), words.Say("file.counts"), words.Say("file.content")}); err != nil {
		return err
	}
	for _, ev := range e.Events {
		content, err := Content(ev.Content)
		if err != nil {
			return err
		}
		cells := []string{ev.At.Format(time.RFC3339), words.named("event", ev.Type), ev.By, words.standing(ev), content}
		for i := range cells {
			cells[i] = intake.Neutralise(intake.Visible(cells[i]))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

func nameOf(who casebook.Particulars) string {
	if who.Full != "" {
		return who.Full
	}
	return strings.TrimSpace(who.Given + " " + who.Family)
}
