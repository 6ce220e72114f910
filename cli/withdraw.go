package cli

type withdrawCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
	Own    ownKey `embed:""`
}

// Run records that a person leaves. It needs no reason and no key (G17).
func (c *withdrawCmd) Run(j *job) error {
	own, by, id, err := j.ownOrActingOn(c.Person, c.Own)
	if err != nil {
		return err
	}
	if err := j.desk().Withdraw(j.ctx, by, id, own); err != nil {
		return err
	}
	return j.done(by, id, "left, at once and for every team")
}
