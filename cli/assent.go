package cli

type assentCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// Run records a minor's own agreement, given apart from the guardian's.
func (c *assentCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	if err := j.desk().Assent(j.ctx, by, id); err != nil {
		return err
	}
	return j.done(by, id, "own agreement recorded")
}
