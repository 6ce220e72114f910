package cli

import (
	"context"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

type eraseCmd struct {
	Act    string `arg:"" optional:"" enum:",ask,confirm,deny" default:"" help:"ask, confirm or deny."`
	Person string `arg:"" optional:"" help:"An id, or its first six letters."`
	Tidy   bool   `help:"Execute what is due: erasures, and deletions of files kept long enough."`
	Own    ownKey `embed:""`
}

type erasing func(*desk.Desk, context.Context, desk.Acting, casebook.ID, journal.Signer) error

// Run asks for an erasure, stands behind one, denies one, or executes what is due (G25, G27).
func (c *eraseCmd) Run(j *job) error {
	if c.Tidy {
		return c.tidy(j)
	}
	use, what := c.use()
	if use == nil || c.Person == "" {
		return fail(usage, "say what and whom: willing erase ask|confirm|deny PERSON, or --tidy")
	}
	own, by, id, err := j.ownOrActingOn(c.Person, c.Own)
	if err != nil {
		return err
	}
	if err := use(j.desk(), j.ctx, by, id, own); err != nil {
		return err
	}
	out := erased{outcome: j.outcomeOf(by, id, what)}
	if by.Signer != nil {
		if person, err := j.desk().Mention(j.ctx, by, id); err == nil {
			out.Erasure = &person.Erasure
		}
	}
	return j.show(out, func(p *page) {
		out.outcome.print(p)
		if e := out.Erasure; e != nil && e.Asked && !e.Denied && !e.Done {
			p.line("erasure: %s", dueErasure(*e))
		}
	})
}

// erased is what --json prints: how far the erasure has come.
type erased struct {
	outcome
	Erasure *casebook.ErasureState `json:"erasure,omitempty"`
}

func (c *eraseCmd) use() (use erasing, what string) {
	switch c.Act {
	case "ask":
		return (*desk.Desk).AskErasure, "hidden at once"
	case "confirm":
		return (*desk.Desk).ConfirmErasure, "you stand behind the erasure"
	case "deny":
		return (*desk.Desk).DenyErasure, "denied: shown again"
	}
	return nil, ""
}

func (c *eraseCmd) tidy(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	erased, err := j.desk().Tidy(j.ctx)
	if err != nil {
		return err
	}
	deleted, err := j.desk().DeleteKept(j.ctx, by)
	if err != nil {
		return err
	}
	return j.show(map[string]int{"erased": erased, "deleted": deleted}, func(p *page) {
		p.line("%s erased, %s deleted because they were kept long enough", count(erased, "person", "people"), count(deleted, "file", "files"))
	})
}
