package cli

import "willing/casebook"

type selectCmd struct {
	Person   string `arg:"" help:"An id, or its first six letters."`
	Decision string `arg:"" enum:"taken,not-taken" help:"taken or not-taken."`
	Reason   string `placeholder:"TEXT" help:"Why; the person may ask."`
}

// Run records a named person's decision (G18).
func (c *selectCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	if err := j.desk().Select(j.ctx, by, id, casebook.Selection{Taken: c.Decision == "taken", Reason: c.Reason}); err != nil {
		return err
	}
	return j.done(by, id, "the decision is recorded, with your name")
}
