package cli

import (
	"willing/casebook"
	"willing/desk"
)

type ageCmd struct {
	Person   string `arg:"" help:"An id, or its first six letters."`
	Born     string `arg:"" help:"2001-05-09, 2001-05, 2001 or 'about 2001'. Doubt makes people younger."`
	Document string `placeholder:"KIND" help:"The kind of document that proves it (passport); never its number."`
}

// Run records a birth date.
func (c *ageCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	born, err := date("BORN", c.Born)
	if err != nil {
		return err
	}
	if born.IsZero() {
		return fail(desk.BadInput, "give a year at least")
	}
	if err := j.desk().Age(j.ctx, by, id, casebook.Age{Born: born, Document: c.Document}); err != nil {
		return err
	}
	return j.done(by, id, "age recorded")
}
