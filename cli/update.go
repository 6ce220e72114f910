package cli

type updateCmd struct {
	Person      string `arg:"" help:"An id, or its first six letters."`
	Answer      string `arg:"" enum:"go-on,leave" help:"go-on or leave."`
	LinkKeyfile string `placeholder:"FILE" help:"The key of the person's own link; otherwise the pair witnesses (--as and --with)."`
}

// Run records the answer to a text told again (G16).
func (c *updateCmd) Run(j *job) error {
	own, by, id, err := j.ownOrActingOn(c.Person, ownKey{LinkKeyfile: c.LinkKeyfile})
	if err != nil {
		return err
	}
	if err := j.desk().Update(j.ctx, by, id, c.Answer == "go-on", own); err != nil {
		return err
	}
	return j.done(by, id, "the answer to the new text is recorded")
}
