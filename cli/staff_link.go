package cli

import (
	"willing/account"
)

type staffLinkCmd struct {
	Name string `arg:"" help:"The member of staff."`
	URL  string `placeholder:"URL" help:"Where browsers find the house (where it is served, otherwise the address that was noted when it was founded, or since)."`
}

// Run makes a one-time link: for somebody new, for oneself, or, by two others, for somebody who lost their
// way in.
func (c *staffLinkCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	who, err := j.desk().Named(c.Name)
	if err != nil {
		return err
	}
	path, err := j.node.LetIn(j.ctx, by, who, account.LinkFor)
	if err != nil {
		return err
	}
	link := j.site(c.URL) + path
	return j.show(map[string]string{"link": link}, func(p *page) {
		p.line("%s", link)
		p.line("It works once, for a day. Hand it over to them alone.")
	})
}
