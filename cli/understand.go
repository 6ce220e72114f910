package cli

import (
	"strings"

	"willing/casebook"
)

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
	out := listened{outcome: j.outcomeOf(by, id, "what was heard is recorded"), Missing: []string{}}
	if shown, err := j.desk().Mention(j.ctx, by, id); err == nil {
		out.Missing = append(out.Missing, shown.Unheard()...)
	}
	return j.show(out, func(p *page) {
		if len(out.Missing) > 0 {
			p.line("not yet heard in the person's own words: %s; explain again, the failure is ours", strings.Join(out.Missing, ", "))
		}
		out.print(p)
	})
}

// listened is what --json prints: the outcome, and the points that are still to be heard.
type listened struct {
	outcome
	Missing []string `json:"missing"`
}
