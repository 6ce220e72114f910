package cli

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
)

type personCmd struct {
	List    personListCmd    `cmd:"" help:"List people."`
	Show    personShowCmd    `cmd:"" help:"Show where a person stands and what is missing for each next step."`
	History personHistoryCmd `cmd:"" help:"Everything that was recorded about a person, and what counts."`
	Correct personCorrectCmd `cmd:"" help:"Add to or correct what names and reaches a person."`
	Move    personMoveCmd    `cmd:"" help:"Put a person into a territory."`
}

type personListCmd struct {
	Text      string `arg:"" optional:"" help:"Words of a name or place."`
	Territory string `placeholder:"ID" help:"Only this territory."`
	Stage     string `placeholder:"STAGE" help:"Only this stage, as 'person show' names it, or by its short name: noted, approached, told … (a wrong one lists them)."`
	Needs     string `enum:",review,worry,call,erase,young,told-again,conflict,irregular,pending,delete" default:"" placeholder:"WHAT" help:"Only what needs somebody: review, worry, call, erase, young, told-again, conflict, irregular, pending or delete."`
	Limit     int    `default:"50" help:"People a page (50)."`
	After     string `placeholder:"MARK" help:"Go on after the page before, by the mark at its end."`
}

// listed is a page of people as --json prints it.
type listed struct {
	People []listedPerson `json:"people"`
	Next   string         `json:"next,omitempty"` // for --after
}

type listedPerson struct {
	Person    casebook.ID    `json:"person"`
	Name      string         `json:"name"`
	Place     string         `json:"place,omitempty"`
	Stage     casebook.Stage `json:"stage"`
	Since     time.Time      `json:"since"`
	Territory string         `json:"territory"`
	Alone     bool           `json:"alone"`
	Delete    *time.Time     `json:"delete,omitempty"` // of --needs delete: when the file is deleted
}

// Run lists people, newest last.
func (c *personListCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	after, err := base64.RawURLEncoding.DecodeString(c.After)
	if err != nil || c.Limit < 1 || c.Limit > 10_000 {
		return fail(usage, "--after takes the mark at the end of a page, --limit 1 to 10,000")
	}
	if len(after) == 0 {
		after = nil
	}
	stage, err := stageOf(c.Stage)
	if err != nil {
		return err
	}
	found, err := j.desk().List(j.ctx, by, desk.Query{
		Text: c.Text, Territory: c.Territory, Stage: stage, List: c.Needs, After: after, Limit: c.Limit,
	})
	if err != nil {
		return err
	}
	if len(found.Rows) == 0 && c.Territory != "" {
		if err := j.territory(c.Territory); err != nil {
			return err
		}
	}
	out := listed{People: []listedPerson{}, Next: base64.RawURLEncoding.EncodeToString(found.Next)}
	for _, r := range found.Rows {
		one := listedPerson{r.Person, r.Name, r.Place, r.Stage, time.UnixMilli(r.Since).UTC(), r.Territory, r.Alone, nil}
		if c.Needs == desk.ListDelete && r.Delete != 0 {
			day := time.UnixMilli(r.Delete).UTC()
			one.Delete = &day
		}
		out.People = append(out.People, one)
	}
	return j.show(out, func(p *page) {
		if len(out.People) == 0 {
			p.line("nobody")
		}
		for _, r := range out.People {
			line := fmt.Sprintf("%s\t%s\t%s\t%s\t%s", r.Person, inWords(stageWords, r.Stage), r.Territory, r.Name, r.Place)
			if r.Delete != nil {
				line += "\tdeleted after " + r.Delete.Format(time.DateOnly)
			}
			p.line("%s", line)
		}
		if out.Next != "" {
			p.line("more: --after %s", out.Next)
		}
	})
}

type personShowCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// Run shows where a person stands.
func (c *personShowCmd) Run(j *job) error {
	by, id, person, err := j.showing(c.Person)
	if err != nil {
		return err
	}
	others, err := j.namesOf(by, person.Matches)
	if err != nil {
		return err
	}
	return j.show(person, func(p *page) {
		p.line("person\t%s", id)
		p.facts(factsAbout(person))
		for _, c := range person.Contacts {
			p.line("reach by\t%s\t%s", c.Value, contactWords[c.From])
		}
		for _, c := range person.Conflicts {
			for _, v := range c.Values {
				p.line("%s, written twice\t%s\tby %s, %s UTC", c.Field, v.Value, v.By, when(v.At))
			}
		}
		showWay(p, id, person, others)
	})
}

type personHistoryCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// happened is one line of a history.
type happened struct {
	At       time.Time         `json:"at"`
	Type     string            `json:"type"`
	By       string            `json:"by"`
	Standing casebook.Standing `json:"standing"`
	Lacks    []casebook.Lack   `json:"lacks,omitempty"`
	Content  any               `json:"content,omitempty"`
	Ref      casebook.Ref      `json:"ref"`
}

// Run prints everything recorded about a person, oldest first.
func (c *personHistoryCmd) Run(j *job) error {
	_, _, person, err := j.showing(c.Person)
	if err != nil {
		return err
	}
	out := []happened{}
	j.desk().House(func(h *casebook.House) {
		for _, f := range person.Facts {
			out = append(out, happened{f.Commit.At.UTC(), f.Type, desk.NameOf(h, f.Commit), f.Standing, f.Lacks, f.Body, f.Ref})
		}
	})
	return j.show(out, func(p *page) {
		p.line("when (UTC)\tby\twhat\t")
		for _, h := range out {
			p.line("%s\t%s\t%s\t%s", when(h.At), h.By, was(h.Type), inWords(standingWords, h.Standing))
			for _, l := range h.Lacks {
				p.line("\t\t  %s%s", l.Say, gate(l))
			}
		}
	})
}

type personCorrectCmd struct {
	Person      string `arg:"" help:"An id, or its first six letters."`
	Particulars whoIs  `embed:""`
	Territory   string `hidden:"" help:"A move is a record of its own: see 'willing person move'."`
}

// Run adds to or corrects a person's particulars; nothing before is lost.
func (c *personCorrectCmd) Run(j *job) error {
	if c.Territory != "" {
		return fail(usage, "a correction leaves a person in their territory; to move them: willing person move %s --territory %s", c.Person, c.Territory)
	}
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	p, err := c.Particulars.read()
	if err != nil {
		return err
	}
	if err := j.desk().Correct(j.ctx, by, id, p, nil); err != nil {
		return err
	}
	return j.done(by, id, "corrected")
}

type personMoveCmd struct {
	Person    string `arg:"" help:"An id, or its first six letters."`
	Territory string `required:"" placeholder:"ID" help:"A territory of the programme."`
}

// Run puts a person into a territory; whoever stands in none is headquarters' alone to place.
func (c *personMoveCmd) Run(j *job) error {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	if err := j.territory(c.Territory); err != nil {
		return err
	}
	if err := j.desk().Move(j.ctx, by, id, c.Territory); err != nil {
		return err
	}
	return j.done(by, id, "now in "+c.Territory)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
