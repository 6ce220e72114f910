package cli

import "willing/casebook"

type gatesCmd struct{}

func (gatesCmd) alone() bool { return true }

// Run prints every gate of the law.
func (c *gatesCmd) Run(j *job) error {
	return j.show(casebook.Gates, func(p *page) {
		for _, g := range casebook.Gates {
			held := "held"
			if !g.Enforced {
				held = "later"
			}
			p.line("%s  %s (%s), %s", g.ID, g.Name, g.Level, held)
			for _, line := range wrapped(g.Rule, 74) {
				p.line("     %s", line)
			}
		}
	})
}
