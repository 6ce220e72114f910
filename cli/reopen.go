package cli

type reopenCmd struct {
	Person  string `arg:"" help:"An id, or its first six letters."`
	Receipt string `placeholder:"FILE" help:"The person's receipt. Without it, two people outside every team involved sign (--as and --with)."`
}

// Run lets a person come back who comes by themselves (G11).
func (c *reopenCmd) Run(j *job) error {
	own, by, id, err := j.ownOrActingOn(c.Person, ownKey{Receipt: c.Receipt})
	if err != nil {
		return err
	}
	if err := j.desk().Reopen(j.ctx, by, id, own); err != nil {
		return err
	}
	return j.done(by, id, "welcome back; everything begins anew, with the telling")
}
