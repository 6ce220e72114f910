package cli

import (
	"encoding/hex"
	"maps"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
)

type reviewCmd struct {
	Person  string `arg:"" optional:"" help:"An id, its first six letters, or 'list'. Without a verdict it is shown beside whom it may be."`
	Verdict string `arg:"" optional:"" enum:",same,different,unsure" default:"" help:"same, different or unsure."`
	Reason  string `placeholder:"TEXT" help:"Why."`
	Row     string `placeholder:"TAG" help:"Let this held-back row in when its file is fed in again."`
}

// judge reads who acts, if they may decide what needs a look.
func (j *job) judge() (desk.Acting, error) {
	by, err := j.acting()
	if err == nil && !j.desk().May(by, access.Judge, "") {
		err = desk.MayNot(access.Judge)
	}
	return by, err
}

// openReview is one person about whom somebody must decide.
type openReview struct {
	Person  casebook.ID          `json:"person"`
	Name    string               `json:"name"`
	Due     time.Time            `json:"due"`
	Matches []casebook.OpenMatch `json:"matches"`
}

// Run decides, releases, shows a person beside whom they may be, or lists what waits for a decision.
func (c *reviewCmd) Run(j *job) error {
	by, err := j.judge()
	if err != nil {
		return err
	}
	switch {
	case c.Row != "":
		return c.release(j, by)
	case c.Person == "" || c.Person == "list":
		return c.list(j, by)
	}
	id, err := j.desk().Find(j.ctx, by, c.Person)
	if err != nil {
		return err
	}
	if c.Verdict == "" {
		return c.compare(j, by, id)
	}
	if err := j.desk().Review(j.ctx, by, id, casebook.Ref{}, casebook.Judgement{Verdict: c.Verdict, Reason: c.Reason}); err != nil {
		return err
	}
	return j.done(by, id, verdictWords[c.Verdict])
}

var verdictWords = map[string]string{
	"same":      "decided: the same person; from now on both ids lead to one record",
	"different": "decided: somebody else",
	"unsure":    "decided: nobody can tell; no approach until somebody can",
}

// compare shows a person beside everybody they may be, so that somebody can decide.
func (c *reviewCmd) compare(j *job, by desk.Acting, id casebook.ID) error {
	person, err := j.desk().Compare(j.ctx, by, id)
	if err != nil {
		return err
	}
	all := []*desk.Person{person}
	markers := 0
	for _, m := range person.ToDecide() {
		if m.Marker {
			markers++
			continue
		}
		other, err := j.desk().Compare(j.ctx, by, m.Other)
		if err != nil {
			return err
		}
		all = append(all, other)
	}
	if len(person.ToDecide()) == 0 {
		return fail(desk.NotFound, "there is nothing to decide about this person: see `willing review list`")
	}
	return j.show(all, func(p *page) {
		for i, one := range all {
			if i == 0 {
				p.line("is\t%s", one.Records[0])
			} else {
				p.line("")
				p.line("the same as\t%s", one.Records[0])
			}
			p.facts(factsAbout(one))
		}
		if markers > 0 {
			p.line("")
			p.line("the same as\tsomebody who once said no, or was erased: nothing readable is kept of them")
		}
		p.line("")
		p.line("decide\t%s", about("willing review PERSON same|different|unsure --reason TEXT", id))
	})
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
	out, names := []openReview{}, map[casebook.ID]string{}
	for _, row := range found.Rows {
		person, err := j.desk().Mention(j.ctx, by, row.Person)
		if err != nil {
			return err
		}
		more, err := j.namesOf(by, person.Matches)
		if err != nil {
			return err
		}
		maps.Copy(names, more)
		out = append(out, openReview{row.Person, row.Name, time.UnixMilli(row.Review).UTC(), person.Matches})
	}
	return j.show(out, func(p *page) {
		for _, r := range out {
			p.line("%s %s, to be decided by %s", r.Person, r.Name, r.Due.Format(time.DateOnly))
			for _, m := range r.Matches {
				p.line("  perhaps %s", matched(m, names))
			}
		}
		p.line("%s to decide", count(len(out), "person", "people"))
		if len(out) > 0 {
			p.line("look at one: willing review PERSON")
		}
	})
}

// namesOf reads the names of those whom a person may be.
func (j *job) namesOf(by desk.Acting, matches []casebook.OpenMatch) (map[casebook.ID]string, error) {
	names := map[casebook.ID]string{}
	for _, m := range matches {
		if m.Marker {
			continue
		}
		other, err := j.desk().Mention(j.ctx, by, m.Other)
		if err != nil && desk.KindOf(err) != desk.NotFound {
			return nil, err
		}
		if err == nil {
			names[m.Other] = nameOf(other.Particulars)
		}
	}
	return names, nil
}
