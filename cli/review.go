package cli

import (
	"encoding/hex"
	"time"

	"willing/casebook"
	"willing/desk"
)

type reviewCmd struct {
	Person  string `arg:"" optional:"" help:"An id, its first six letters, or 'list'."`
	Verdict string `arg:"" optional:"" enum:",same,different,unsure" default:"" help:"same, different or unsure."`
	Reason  string `placeholder:"TEXT" help:"Why."`
	Row     string `placeholder:"TAG" help:"Let this held-back row in when its file is fed in again."`
}

// openReview is one person about whom somebody must decide.
type openReview struct {
	Person  casebook.ID          `json:"person"`
	Due     time.Time            `json:"due"`
	Matches []casebook.OpenMatch `json:"matches"`
}

// Run decides, releases, or lists what waits for a decision.
func (c *reviewCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	switch {
	case c.Row != "":
		return c.release(j, by)
	case c.Person == "" || c.Person == "list":
		return c.list(j, by)
	case c.Verdict == "":
		return fail(usage, "say what you found: same, different or unsure, with --reason")
	}
	id, err := j.desk().Find(j.ctx, c.Person)
	if err != nil {
		return err
	}
	if err := j.desk().Review(j.ctx, by, id, casebook.Ref{}, casebook.Judgement{Verdict: c.Verdict, Reason: c.Reason}); err != nil {
		return err
	}
	return j.done(by, id, "decided: "+c.Verdict)
}

func (c *reviewCmd) release(j *job, by desk.Acting) error {
	tag, err := hex.DecodeString(c.Row)
	if err != nil || len(tag) == 0 {
		return fail(desk.BadInput, "--row takes the tag of a held-back row, as the import printed it")
	}
	if err := j.desk().ReleaseRow(j.ctx, by, tag, c.Reason); err != nil {
		return err
	}
	return j.show(map[string]string{"released": c.Row}, func(p *page) { p.line("released: feed its file in again") })
}

func (c *reviewCmd) list(j *job, by desk.Acting) error {
	found, err := j.desk().List(j.ctx, by, desk.Query{List: "review", Limit: 1000})
	if err != nil {
		return err
	}
	out := []openReview{}
	for _, row := range found.Rows {
		person, err := j.desk().Show(j.ctx, by, row.Person)
		if err != nil {
			return err
		}
		out = append(out, openReview{row.Person, time.UnixMilli(row.Review).UTC(), person.Matches})
	}
	return j.show(out, func(p *page) {
		for _, r := range out {
			for _, m := range r.Matches {
				other := "somebody who said no"
				if !m.Marker {
					other = m.Other.String()
				}
				p.line("%s\t%s\tperhaps %s\tby %s", r.Person, m.Strength, other, r.Due.Format(time.DateOnly))
			}
		}
		p.line("%s to decide", count(len(out), "person", "people"))
	})
}
