package cli

import (
	"time"

	"willing/casebook"
	"willing/desk"
)

type logCmd struct {
	Person    string `placeholder:"PERSON" help:"Only what is about this person: an id, or its first six letters."`
	By        string `placeholder:"NAME" help:"Only what this member of staff did or witnessed."`
	Type      string `placeholder:"TYPE" help:"Only this kind of event: answer.given, or 'erasure.' for all of a kind."`
	Effect    string `enum:",refuse,hold,consent,reopen,erase,move,grant,revoke,relay" default:"" placeholder:"EFFECT" help:"Only what has this effect."`
	Gate      string `placeholder:"ID" help:"Only what this gate held: G11."`
	Standing  string `enum:",counts,pending,irregular,overruled,withheld" default:"" placeholder:"HOW" help:"Only what stands so: counts, pending, irregular, overruled or withheld."`
	Territory string `placeholder:"ID" help:"Only what is about people in this territory."`
	From      string `placeholder:"DATE" help:"Only what came from this day on."`
	Until     string `placeholder:"DATE" help:"Only what came up to this day."`
	After     uint64 `placeholder:"MARK" help:"Go on after the page before, by the mark at its end."`
	Limit     int    `default:"50" help:"Commits a page (50), 500 at most."`
}

// Run searches the log, newest first.
func (c *logCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	q, err := c.query(j, by)
	if err != nil {
		return err
	}
	found, err := j.desk().Log(j.ctx, by, q)
	if err != nil {
		return err
	}
	return j.show(found, func(p *page) {
		p.line("came (UTC)\tby\tsigned\tabout\twhat\t")
		for _, r := range found.Rows {
			for i, e := range r.Events {
				if i == 0 {
					p.line("%s\t%s\t%s\t%s\t%s\t%s", when(r.Arrived), r.Actor.Name, r.Actor.Grade, subject(r), was(e.Type), inWords(standingWords, e.Standing))
				} else {
					p.line("\t\t\t\t%s\t%s", was(e.Type), inWords(standingWords, e.Standing))
				}
				for _, l := range e.Lacks {
					p.line("\t\t\t\t  %s%s", l.Say, gate(l))
				}
			}
			for _, w := range r.Witnesses {
				p.line("\twith %s\t%s", w.Name, w.Grade)
			}
		}
		if found.Next != 0 {
			p.line("more: --after %d", found.Next)
		}
	})
}

func subject(r desk.LogRow) string {
	if r.Subject.IsZero() {
		return ""
	}
	return r.Subject.String()[:6]
}

// query reads the flags.
func (c *logCmd) query(j *job, by desk.Acting) (q desk.LogQuery, err error) {
	q = desk.LogQuery{Type: c.Type, Effect: casebook.Effect(c.Effect), Gate: c.Gate, Standing: casebook.Standing(c.Standing), Territory: c.Territory, After: c.After, Limit: c.Limit}
	if c.Limit < 1 || c.Limit > 500 {
		return q, fail(usage, "--limit is 1 to 500")
	}
	if c.Person != "" {
		if q.Person, err = j.desk().Find(j.ctx, by, c.Person); err != nil {
			return q, err
		}
	}
	if c.By != "" {
		if q.Actor, err = j.desk().Named(c.By); err != nil {
			return q, err
		}
	}
	if q.From, err = startOf("--from", c.From, 0); err != nil {
		return q, err
	}
	q.Until, err = startOf("--until", c.Until, 1)
	return q, err
}

// startOf is the first moment of a day, or of the day so many days after it, in UTC.
func startOf(flag, typed string, days int) (time.Time, error) {
	d, err := date(flag, typed)
	if err != nil || d.IsZero() {
		return time.Time{}, err
	}
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1)+days, 0, 0, 0, 0, time.UTC), nil
}
