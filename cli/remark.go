package cli

import (
	"io"
	"strings"

	"willing/casebook"
	"willing/desk"
)

type remarkCmd struct {
	Person       string `arg:"" help:"An id, or its first six letters."`
	Text         string `arg:"" help:"What the person said; - reads it from the standard input."`
	Safeguarding bool   `help:"The person wants safeguarding to read it. Otherwise nobody here does."`
	Own          ownKey `embed:""`
}

// mostRemark bounds what is read from the standard input: a long letter.
const mostRemark = 64 << 10

// Run keeps what a person volunteered; the team does not see it, and nobody asks for it (G13).
func (c *remarkCmd) Run(j *job) error {
	own, by, id, err := j.ownOrActingOn(c.Person, c.Own)
	if err != nil {
		return err
	}
	if own != nil {
		by = desk.Own(id, own)
	}
	text := c.Text
	if text == "-" {
		raw, err := io.ReadAll(io.LimitReader(j.std.In, mostRemark+1))
		if err != nil || len(raw) > mostRemark {
			return fail(desk.BadInput, "the remark cannot be read, or is longer than 64 KB")
		}
		text = string(raw)
	}
	if text = strings.TrimSpace(text); text == "" {
		return fail(desk.BadInput, "there is nothing to keep")
	}
	if err := j.desk().Remark(j.ctx, by, id, casebook.Remark{Text: text, Safeguarding: c.Safeguarding}); err != nil {
		return err
	}
	return j.done(by, id, "kept; the team does not see it")
}
