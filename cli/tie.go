package cli

import (
	"willing/casebook"
	"willing/desk"
)

type tieCmd struct {
	A    string `arg:"" help:"A member of staff by name, or a person by id."`
	B    string `arg:"" help:"The other one."`
	Kind string `default:"close" placeholder:"WORD" help:"kin, partner, friend … (close)."`

	End    bool   `help:"Take back that they are close: two whom it does not concern sign, with --reason."`
	Reason string `placeholder:"TEXT" help:"Why it is taken back."`
}

// tied is what was declared, and the teams in which nobody could ask since then.
type tied struct {
	casebook.Tie
	CannotAsk []string `json:"cannot_ask,omitempty"`
}

// Run declares that two people are close: they count as one witness (G09), and neither makes the other
// an offer (G07). With --end it takes that back.
func (c *tieCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	tie := casebook.Tie{Kind: c.Kind}
	if tie.A, err = j.anybody(by, c.A); err != nil {
		return err
	}
	if tie.B, err = j.anybody(by, c.B); err != nil {
		return err
	}
	if c.End {
		end := casebook.TieEnd{A: tie.A, B: tie.B, Reason: c.Reason}
		if err := j.desk().EndTie(j.ctx, by, end); err != nil {
			return err
		}
		return j.show(end, func(p *page) { p.line("taken back: what was judged before stands") })
	}
	if err := j.desk().DeclareTie(j.ctx, by, tie); err != nil {
		return err
	}
	out := tied{Tie: tie}
	j.desk().House(func(h *casebook.House) { out.CannotAsk = h.LeftWithout(tie.A, tie.B) })
	return j.show(out, func(p *page) {
		p.line("declared: they count as one witness, and neither makes the other an offer")
		for _, name := range out.CannotAsk {
			p.line("%s: %s", name, noPair)
		}
	})
}

// anybody finds a member of staff by name, or a person by id.
func (j *job) anybody(by desk.Acting, text string) (casebook.ID, error) {
	if id, err := j.desk().Named(text); err == nil {
		return id, nil
	}
	id, err := j.desk().Find(j.ctx, by, text)
	if err != nil && (desk.KindOf(err) == desk.BadInput || desk.KindOf(err) == desk.NotFound) {
		return id, fail(desk.NotFound, "nobody of the staff has this name, and nobody this id: see `willing staff list` and `willing person list`")
	}
	return id, err
}
