package cli

import "willing/casebook"

type callCmd struct {
	Person   string `arg:"" help:"An id, or its first six letters."`
	Reached  bool   `help:"The person was reached."`
	Alone    bool   `help:"The person was alone."`
	ToldCost bool   `help:"They said that they had been told the cost."`
	FeltFree bool   `help:"They said that they felt free to say no."`
	Reach    string `placeholder:"CONTACT" help:"The number or address by which they were reached, as 'person show' lists it."`
	Contact  string `enum:"own,third,team" default:"own" help:"Whose contact was used: the person's own, a third party's, or one that the team entered (own)."`
}

// Run records the call of somebody outside the team (G28). Whoever is not reached is called again; the
// yes waits.
func (c *callCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	called := casebook.Call{Reached: c.Reached, Alone: c.Alone, ToldCost: c.ToldCost, FeltFree: c.FeltFree, Contact: c.Contact, Reach: c.Reach}
	if err := j.desk().Call(j.ctx, by, id, called); err != nil {
		return err
	}
	return j.done(by, id, "call recorded: "+heard(called))
}

// heard says what a call came to.
func heard(c casebook.Call) string {
	switch {
	case !c.Reached:
		return "not reached; somebody calls again"
	case !c.ToldCost || !c.FeltFree:
		return "not told the cost, or not free; a named person looks"
	case !c.Alone:
		return "not alone; somebody calls again"
	}
	return "alone, told the cost, and free"
}
