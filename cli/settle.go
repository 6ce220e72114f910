package cli

import (
	"strings"

	"willing/casebook"
	"willing/desk"
)

type settleCmd struct {
	What string   `arg:"" optional:"" help:"A person by id, or its first six letters; a pair as both names with a comma; house for the organisation's own side. Left out: list the pairs, and what of the house needs a look."`
	Note string   `placeholder:"TEXT" help:"What came of it."`
	Fact []string `placeholder:"REF" help:"Only this event, as the history names it; otherwise all that need a look."`
}

// Run notes that somebody outside the team has looked, and what came of it (G18, G28).
func (c *settleCmd) Run(j *job) error {
	by, err := j.judge()
	if err != nil {
		return err
	}
	switch {
	case c.What == "":
		return c.list(j, by)
	case strings.Contains(c.What, ","):
		return c.pair(j, by)
	}
	refs := make([]casebook.Ref, len(c.Fact))
	for i, text := range c.Fact {
		if err := refs[i].UnmarshalText([]byte(text)); err != nil {
			return fail(desk.BadInput, "--fact: this names no event: see `willing person history`")
		}
	}
	if c.What == "house" {
		return c.house(j, by, refs)
	}
	id, err := j.desk().Find(j.ctx, by, c.What)
	if err != nil {
		return err
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
	house, err := j.desk().HouseLooks(j.ctx, by)
	if err != nil {
		return err
	}
	out := struct {
		Pairs []desk.PairWorry `json:"pairs"`
		House []desk.HouseLook `json:"house"`
	}{append([]desk.PairWorry{}, pairs...), house}
	return j.show(out, func(p *page) {
		for _, w := range pairs {
			p.line("%s\t%s", strings.Join(w.Names, ","), count(len(w.Calls), "call", "calls"))
			for _, call := range w.Calls {
				p.line("  %s UTC\t%s", when(call.At), call.Person)
			}
		}
		if len(pairs) == 0 {
			p.line("no pair needs a look")
		}
		for _, l := range house {
			p.line("%s UTC\t%s\t%s\t--fact %s", when(l.At), l.By, l.Type, l.Ref)
			for _, lack := range l.Lacks {
				p.line("  %s", lack.Say)
			}
		}
		if len(house) > 0 {
			p.line("settle it: willing settle house --note TEXT")
		}
	})
}

// house settles what breaks a rule on the organisation's own side.
func (c *settleCmd) house(j *job, by desk.Acting, refs []casebook.Ref) error {
	if err := j.desk().SettleHouse(j.ctx, by, refs, c.Note); err != nil {
		return err
	}
	return j.show(map[string]string{"settled": "house"}, func(p *page) { p.line("looked at, and noted; it stays in the log, without effect") })
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
