package cli

import (
	"strings"

	"willing/access"
	"willing/casebook"
	"willing/desk"
)

type settleCmd struct {
	What string   `arg:"" optional:"" help:"A person by id, or its first six letters; a pair as both names with a comma. Left out: list the pairs that need a look."`
	Note string   `placeholder:"TEXT" help:"What came of it."`
	Fact []string `placeholder:"REF" help:"Only this event, as the history names it; otherwise all that need a look."`
}

// Run notes that somebody outside the team has looked, and what came of it (G18, G28).
func (c *settleCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	if !j.desk().May(by, access.Judge, "") {
		return desk.MayNot(access.Judge)
	}
	switch {
	case c.What == "":
		return c.list(j, by)
	case strings.Contains(c.What, ","):
		return c.pair(j, by)
	}
	id, err := j.desk().Find(j.ctx, by, c.What)
	if err != nil {
		return err
	}
	refs := make([]casebook.Ref, len(c.Fact))
	for i, text := range c.Fact {
		if err := refs[i].UnmarshalText([]byte(text)); err != nil {
			return fail(desk.BadInput, "--fact: this names no event: see `willing person history`")
		}
	}
	if err := j.desk().Settle(j.ctx, by, id, refs, c.Note); err != nil {
		return err
	}
	return j.done(by, id, "looked at, and noted; it stays in the log")
}

// list shows the pairs against whom two outside calls spoke within a month.
func (c *settleCmd) list(j *job, by desk.Acting) error {
	pairs, err := j.desk().PairWorries(j.ctx, by)
	if err != nil {
		return err
	}
	return j.show(append([]desk.PairWorry{}, pairs...), func(p *page) {
		for _, w := range pairs {
			p.line("%s\t%s", strings.Join(w.Names, ","), count(len(w.Calls), "call", "calls"))
			for _, call := range w.Calls {
				p.line("  %s UTC\t%s", when(call.At), call.Person)
			}
		}
		if len(pairs) == 0 {
			p.line("no pair needs a look")
		}
	})
}

func (c *settleCmd) pair(j *job, by desk.Acting) error {
	pairs, err := j.desk().PairWorries(j.ctx, by)
	if err != nil {
		return err
	}
	for _, w := range pairs {
		if strings.Join(w.Names, ",") == c.What {
			if err := j.desk().SettlePair(j.ctx, by, w.Pair, c.Note); err != nil {
				return err
			}
			return j.show(w, func(p *page) { p.line("looked at, and noted; the worries themselves stand") })
		}
	}
	return fail(desk.NotFound, "no pair of these names needs a look: see `willing settle`")
}
