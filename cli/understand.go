package cli

import "willing/casebook"

type understandCmd struct {
	Person       string       `arg:"" help:"An id, or its first six letters."`
	Heard        []string     `required:"" placeholder:"POINT,POINT" help:"What was heard in the person's own words: voluntary, may-leave, risks, costs."`
	Interpreting interpreting `embed:""`
}

// Run records what the mentor heard (G06). It is no score: a point that is missing is explained again.
func (c *understandCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	u := casebook.Understanding{Heard: c.Heard, Interpreter: c.Interpreting.read()}
	if err := j.desk().Understand(j.ctx, by, id, u); err != nil {
		return err
	}
	return j.done(by, id, "what was heard is recorded")
}
