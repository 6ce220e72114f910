package cli

import (
	"time"

	"willing/casebook"
)

type linkCmd struct {
	List   linkListCmd   `cmd:"" help:"List a person's private links."`
	Revoke linkRevokeCmd `cmd:"" help:"End every private link of a person, at once."`
}

type linkListCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// Run lists a person's private links, oldest first; never a key.
func (c *linkListCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	person, err := j.desk().Show(j.ctx, by, id)
	if err != nil {
		return err
	}
	links := append([]casebook.IssuedLink{}, person.Links()...)
	return j.show(links, func(p *page) {
		for _, l := range links {
			p.line("given %s UTC\t%s", when(l.Issued), stateOf(l, j.desk().Now()))
		}
	})
}

func stateOf(l casebook.IssuedLink, now time.Time) string {
	switch {
	case l.Revoked:
		return "revoked"
	case !l.Open(now):
		return "over"
	}
	return "serves until " + when(l.Expires) + " UTC"
}

type linkRevokeCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// Run ends every link of a person that is in force.
func (c *linkRevokeCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	person, err := j.desk().Show(j.ctx, by, id)
	if err != nil {
		return err
	}
	for _, l := range person.Links() {
		if !l.Open(j.desk().Now()) {
			continue
		}
		if err := j.desk().RevokeLink(j.ctx, by, id, l.Ref); err != nil {
			return err
		}
	}
	return j.done(by, id, "no private link serves any more")
}
