package cli

import (
	"errors"
	"io/fs"
	"os"

	"willing/desk"
	"willing/node"
)

type exportCmd struct {
	Person exportPersonCmd `cmd:"" help:"A zip with the person's file, readable and as JSON, and the exact texts they were shown."`
}

type exportPersonCmd struct {
	Person   string `arg:"" help:"An id, or its first six letters."`
	Language string `placeholder:"CODE" help:"The language of its headings (the person's own, if the pages speak it; otherwise English)."`
	To       string `required:"" placeholder:"FILE" help:"The zip to be written; it must not exist."`
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
	lang := c.Language
	if lang == "" {
		lang = e.Particulars.Language
	}
	err = node.WriteOwnFile(file, lang, e)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the file could not be written: free the disk", Cause: errors.Join(err, os.Remove(file.Name()))}
	}
	return j.show(map[string]any{"person": e.Person, "file": file.Name(), "events": len(e.Events), "texts": len(e.Texts)}, func(p *page) {
		p.line("written: hand it to the person, and keep no copy")
	})
}
