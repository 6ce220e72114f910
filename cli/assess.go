package cli

import (
	"context"

	"willing/casebook"
	"willing/desk"
)

type assessCmd struct {
	Filled filled `embed:""`
}

// Run records a test.
func (c *assessCmd) Run(j *job) error {
	return recordForm(j, &c.Filled, "test recorded", (*desk.Desk).Assess)
}

type formUse func(*desk.Desk, context.Context, desk.Acting, casebook.ID, casebook.Form) error

func recordForm(j *job, c *filled, what string, use formUse) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	f, err := c.form(j)
	if err != nil {
		return err
	}
	if err := use(j.desk(), j.ctx, by, id, f); err != nil {
		return err
	}
	return j.done(by, id, what)
}
