package cli

import "willing/casebook"

type permitCmd struct {
	Person   string `arg:"" help:"An id, or its first six letters."`
	Question string `arg:"" enum:"number,training,placement,study" help:"number (may we keep your number?), training, placement or study."`
	Answer   string `arg:"" enum:"yes,no" help:"yes or no."`
}

// Run records a separate answer to a separate question (G15).
func (c *permitCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	if err := j.desk().Permit(j.ctx, by, id, casebook.Permission{Question: c.Question, Yes: c.Answer == "yes"}); err != nil {
		return err
	}
	return j.done(by, id, "recorded")
}
