package cli

import "willing/casebook"

type guardianCmd struct {
	Person   string `arg:"" help:"An id, or its first six letters."`
	Answer   string `arg:"" enum:"agrees,refuses" help:"agrees or refuses; given apart from the minor."`
	Name     string `placeholder:"NAME" help:"Whose answer it is."`
	Majority string `placeholder:"DATE" help:"The day on which a no lapses."`
}

// Run records a guardian's own answer.
func (c *guardianCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	g := casebook.Guardian{Agrees: c.Answer == "agrees", Name: c.Name}
	if g.Majority, err = date("--majority", c.Majority); err != nil {
		return err
	}
	if err := j.desk().Guardian(j.ctx, by, id, g); err != nil {
		return err
	}
	return j.done(by, id, "guardian's answer recorded")
}
