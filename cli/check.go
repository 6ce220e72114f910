package cli

import (
	"willing/casebook"
	"willing/desk"
)

type checkCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// Run looks a person up. Whatever stands against an approach, the team reads one neutral sentence (G01).
func (c *checkCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	found, err := j.desk().Check(j.ctx, by, id)
	if err != nil {
		return err
	}
	if !found.Clear {
		return &desk.Error{Kind: desk.Held, Lacks: []casebook.Lack{{Gate: "G01", Key: "check.blocked", Say: found.Say}}}
	}
	return j.show(found, func(p *page) {
		p.line("clear; the list is %s old. Ask first: has one of us spoken to you before?", count(found.AgeDays, "day", "days"))
	})
}
