package cli

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"time"

	"willing/desk"
	"willing/intake"
	"willing/programme"
)

type exportCmd struct {
	Person exportPersonCmd `cmd:"" help:"A zip with the person's file, readable and as JSON, and the exact texts they were shown."`
}

type exportPersonCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
	To     string `required:"" placeholder:"FILE" help:"The zip to be written; it must not exist."`
}

// Run writes a person's own file, for them.
func (c *exportPersonCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	e, err := j.desk().Export(j.ctx, by, id)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(j.path(c.To), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &desk.Error{Kind: desk.BadInput, Say: "--to: there is a file of this name: choose another", Cause: err}
	}
	if err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "--to: the file cannot be written there", Cause: err}
	}
	err = writeExport(file, e)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the file could not be written: free the disk", Cause: errors.Join(err, os.Remove(file.Name()))}
	}
	return j.show(map[string]any{"person": e.Person, "file": file.Name(), "events": len(e.Events), "texts": len(e.Texts)}, func(p *page) {
		p.line("written: hand it to the person, and keep no copy")
	})
}

// writeExport writes the zip: your-file.html for reading, your-file.json for programs, history.csv for
// a spreadsheet, and each text as it was shown.
func writeExport(w io.Writer, e *desk.Exported) error {
	out := zip.NewWriter(w)
	parts := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"your-file.html", func(w io.Writer) error { return writeExportPage(w, e) }},
		{"your-file.json", func(w io.Writer) error { return writeJSON(w, e) }},
		{"history.csv", func(w io.Writer) error { return writeHistory(w, e) }},
	}
	for _, t := range e.Texts {
		name := "texts/" + t.Role + "-" + strconv.Itoa(t.Version) + "-" + t.Language + ".md"
		parts = append(parts, struct {
			name  string
			write func(io.Writer) error
		}{name, func(w io.Writer) error { _, err := io.WriteString(w, markdown(t)); return err }})
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

// markdown is a text exactly as its file stands in the programme: its hash is the one on a receipt's
// text.
func markdown(t desk.ExportedText) string {
	text := programme.Text{DisclosureText: t.DisclosureText, Role: t.Role, Version: t.Version, Headings: t.Headings}
	return text.Markdown()
}

// writeHistory writes a table that a spreadsheet program opens without computing anything in it.
func writeHistory(w io.Writer, e *desk.Exported) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"at", "what", "by", "counts", "content"}); err != nil {
		return err
	}
	for _, ev := range e.Events {
		content, err := contentOf(ev.Content)
		if err != nil {
			return err
		}
		cells := []string{ev.At.Format(time.RFC3339), was(ev.Type), ev.By, inWords(standingWords, ev.Standing), content}
		for i := range cells {
			cells[i] = intake.Neutralise(plain(cells[i]))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
