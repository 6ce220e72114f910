package cli

import "willing/casebook"

type offerCmd struct {
	Person       string       `arg:"" help:"An id, or its first six letters."`
	Role         string       `placeholder:"ID" help:"The role; the programme's first if left out."`
	Interpreting interpreting `embed:""`
}

// Run records the question, asked by a scout and a mentor together (--as and --with).
func (c *offerCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	if err := j.desk().Offer(j.ctx, by, id, casebook.Offer{Role: c.Role, Interpreter: c.Interpreting.read()}); err != nil {
		return err
	}
	return j.done(by, id, "the question is asked; both answers are open")
}
