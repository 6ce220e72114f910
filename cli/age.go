package cli

import (
	"willing/casebook"
	"willing/desk"
)

type ageCmd struct {
	Person   string `arg:"" help:"An id, or its first six letters."`
	Born     string `arg:"" help:"2001-05-09, 2001-05, 2001 or 'about 2001'. Doubt makes people younger."`
	Document string `placeholder:"KIND" help:"The kind of document that proves it (passport); never its number."`
	Correct  bool   `help:"The document was misread before, or mistyped: set the proofs of age right that count now. Two people outside the team sign at headquarters, one of them from safeguarding (--as and --with)."`
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
	if c.Correct {
		if err := j.desk().CorrectAge(j.ctx, by, id, casebook.Age{Born: born, Document: c.Document}); err != nil {
			return err
		}
		return j.done(by, id, "the proof of age is set right")
	}
	if err := j.desk().Age(j.ctx, by, id, casebook.Age{Born: born, Document: c.Document}); err != nil {
		return err
	}
	return j.done(by, id, "age recorded")
}
