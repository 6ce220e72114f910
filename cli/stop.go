package cli

type stopCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
	Undo   bool   `help:"It was a slip of the finger: within 60 seconds."`
}

// Run leaves a person alone at once. Nobody is asked why (G02).
func (c *stopCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	if c.Undo {
		if err := j.desk().UndoStop(j.ctx, by, id); err != nil {
			return err
		}
		return j.done(by, id, "the stop is undone; both stay in the history")
	}
	if err := j.desk().Stop(j.ctx, by, id); err != nil {
		return err
	}
	return j.done(by, id, "left alone, for every team")
}
