package cli

import "willing/casebook"

type approachCmd struct {
	Person       string `arg:"" help:"An id, or its first six letters."`
	Outcome      string `enum:"talked,not-there" default:"talked" placeholder:"WHAT" help:"talked or not-there (talked)."`
	SpokenBefore string `enum:"no,yes,not-asked" default:"not-asked" placeholder:"ANSWER" help:"Has one of us spoken to you before? no, yes or not-asked."`
	Cold         bool   `help:"The person did not ask for it."`
	Place        string `placeholder:"TEXT" help:"A town, never an address."`
	Note         string `placeholder:"TEXT"`
}

// Run checks first, then records the approach.
func (c *approachCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	a := casebook.Approach{Outcome: c.Outcome, SpokenBefore: c.SpokenBefore, Cold: c.Cold, Place: c.Place, Note: c.Note}
	if _, err := j.desk().Approach(j.ctx, by, id, a); err != nil {
		return err
	}
	if c.SpokenBefore == "yes" {
		return j.done(by, id, "approach recorded; somebody outside the team now looks whether this is a person already known")
	}
	return j.done(by, id, "approach recorded")
}
