package cli

import (
	"fmt"

	"willing/access"
	"willing/desk"
	"willing/intake"
	"willing/node"
)

type verifyCmd struct {
	SetClock bool `help:"Headquarters' own clock ran ahead and is right now: with --with, begin a new lane, and let nothing that was stamped ahead count as later than now."`
	Repair   bool `help:"Make views anew where they differ, and enter in the register what it lacks."`
}

// inspects: a locked or damaged house is looked at too.
func (verifyCmd) inspects() {}

// Run checks the whole house and ends with 7 if anything in it is not what was written.
func (c *verifyCmd) Run(j *job) error {
	by, err := j.verifier()
	if err != nil {
		return err
	}
	if c.SetClock {
		if err := j.node.SetClockRight(j.ctx, by); err != nil {
			return err
		}
	}
	found, err := j.node.Verify(j.ctx, node.VerifyOptions{Repair: c.Repair})
	if err != nil {
		return err
	}
	if err := j.show(found, func(p *page) {
		p.line("%s, chains %s, signatures %s, views %s", count(found.Commits, "commit", "commits"),
			whole(found.ChainsOK), whole(found.SignaturesOK), whole(found.ViewsEqual))
		p.line("%d without effect, %d waiting", found.Irregular, found.Pending)
	}); err != nil {
		return err
	}
	for _, warning := range found.Warnings {
		fmt.Fprintf(j.std.Err, "willing: %s\n", intake.Visible(warning))
	}
	for _, fault := range found.Faults {
		fmt.Fprintf(j.std.Err, "willing: %s\n", intake.Visible(fault))
	}
	if !found.OK() {
		return told{desk.Broken}
	}
	return nil
}

func whole(ok bool) string {
	if ok {
		return "whole"
	}
	return "BROKEN"
}

// verifier reads who acts: at headquarters an administrator, on a device whoever opens its sealed data, who is told nothing of them.
func (j *job) verifier() (desk.Acting, error) {
	if j.node.Settings.Field != nil {
		return j.acting()
	}
	return j.maintainer()
}

// maintainer reads who acts, for what only an administrator may do.
func (j *job) maintainer() (desk.Acting, error) {
	by, err := j.acting()
	if err == nil && !j.desk().May(by, access.Maintain, "") {
		err = desk.MayNot(access.Maintain)
	}
	return by, err
}
