package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/lists"
	"willing/programme"
)

// prepare gathers the staff and has the texts approved.
func (p *play) prepare(ctx context.Context, _ string) error {
	if err := p.gather(ctx); err != nil {
		return err
	}
	for _, r := range []string{"crew", "shore"} {
		if err := p.desk.Approve(ctx, p.as("admin"), r, 1, true); desk.KindOf(err) != desk.Held {
			return fmt.Errorf("the author approved their own text: %w", err)
		}
		if err := p.desk.Approve(ctx, p.as("nadia"), r, 1, true); err != nil {
			return err
		}
	}
	p.tell("The author may not approve the texts; the coordinator reads them and does.")
	return nil
}

// sent are the files that partner offices sent, with the country of each.
var sent = []struct{ file, country, office string }{
	{"belgium.csv", "BE", "Ghent office"},
	{"france.xlsx", "FR", "Brest office"},
	{"spain.csv", "ES", "Vigo office"},
	{"italy.tsv", "IT", "Genoa office"},
	{"usa.csv", "US", "Portland office"},
	{"brazil.csv", "BR", "Belém office"},
	{"mediterranean.csv", "GR", "Mediterranean desk"},
	{"sightings.jsonl", "", "sightings"},
}

// takeIn imports the list of people who said no in former years, and then the leads.
func (p *play) takeIn(ctx context.Context, files string) error {
	p.day(1, "The offices send their lists. First the one that matters most: who said no before.")
	leads := filepath.Join(files, "sea-rescue", "leads")
	if err := p.refusals(ctx, filepath.Join(leads, "declined.csv")); err != nil {
		return err
	}
	for _, list := range sent {
		if err := p.list(ctx, filepath.Join(leads, list.file), list.country, list.office); err != nil {
			return fmt.Errorf("%s: %w", list.file, err)
		}
	}
	return p.review(ctx)
}

func (p *play) refusals(ctx context.Context, path string) error {
	f, err := intake.Open(path, intake.Options{Kind: intake.Refusals, Today: p.clock.Now()})
	if err != nil {
		return err
	}
	var people []casebook.Particulars
	for row, err := range f.Rows() {
		if err != nil {
			return err
		}
		if row.Skipped == "" && len(row.Rejected) == 0 {
			people = append(people, lists.Refused(row))
		}
	}
	_, markers, err := p.desk.ImportRefusals(ctx, p.as("nadia"), "all offices", people)
	p.tell("%d people said no in former years. Of each a marker is kept, nothing readable.", markers)
	return err
}

func (p *play) list(ctx context.Context, path, country, office string) error {
	f, err := intake.Open(path, intake.Options{Country: country, Today: p.clock.Now()})
	if err != nil {
		return err
	}
	var settings *casebook.Programme
	p.desk.House(func(h *casebook.House) { settings = h.Programme(h.Pos) })
	reader := &lists.LeadReader{Source: office, Country: country, Columns: f.Layout.Columns, Programme: settings}
	var rows []desk.LeadRow
	for row, err := range f.Rows() {
		if err != nil {
			return err
		}
		if row.Skipped == "" && len(row.Rejected) == 0 {
			rows = append(rows, reader.Read(row))
		}
	}
	outcomes, err := p.desk.ImportLeads(ctx, p.as("nadia"), rows)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, o := range outcomes {
		count[o.Became]++
	}
	p.result.HeldBack += count[desk.BecameHeldBack]
	p.result.SetAside += count[desk.BecameSetAside]
	p.tell("%-18s %3d people: %3d to meet, %2d held back, %3d set aside for somebody to look at.",
		filepath.Base(path), len(rows), count[desk.BecameLead], count[desk.BecameHeldBack], count[desk.BecameSetAside])
	return nil
}

// review lets the safeguarding lead decide what was set aside: the same person, or a namesake.
func (p *play) review(ctx context.Context) error {
	p.day(2, "Sam, who belongs to no team, looks at the %d who were set aside, each beside everybody they may be.", p.result.SetAside)
	d, err := p.decides(ctx)
	if err != nil {
		return err
	}
	p.tell("%d people, %d decisions: %d times it is the same person, seen by two offices; %d times somebody else in the same town or household;",
		d.people, d.same+d.different+d.namesakes, d.same, d.different)
	p.tell("%d namesakes of people who once said no are released, each with a reason.", d.namesakes)
	return nil
}

// decided is what came of looking at people who were set aside.
type decided struct{ people, same, different, namesakes int }

// decides looks at everybody who is set aside, until nobody is.
func (p *play) decides(ctx context.Context) (out decided, err error) {
	waiting, err := p.people(ctx, desk.Query{List: desk.ListReview})
	if err != nil {
		return out, err
	}
	for _, row := range waiting {
		person, err := p.desk.Show(ctx, p.as("sam"), row.Person)
		if err != nil {
			return out, err
		}
		out.people++
		for _, m := range person.Matches {
			judgement := casebook.Judgement{Verdict: "different", Reason: "the other details do not agree"}
			switch {
			case m.Strength == "strong" && !m.Marker:
				judgement = casebook.Judgement{Verdict: "same", Reason: "name, birth date or phone agree"}
				out.same++
			case m.Marker:
				out.namesakes++
				judgement.Reason = "a namesake of somebody who said no: the office confirms it"
			default:
				out.different++
			}
			if err := p.desk.Review(ctx, p.as("sam"), row.Person, m.Ref, judgement); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// people lists all pages of a query.
func (p *play) people(ctx context.Context, q desk.Query) ([]desk.Row, error) {
	var out []desk.Row
	for {
		page, err := p.desk.List(ctx, p.as("nadia"), q)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Rows...)
		if page.Next == nil {
			return out, nil
		}
		q.After = page.Next
	}
}

// correct publishes the corrected text: the insurer pays six months, not twelve. That matters, so
// everybody who relied on the old text is told again.
func (p *play) correct(ctx context.Context, files string) error {
	p.day(70, "The insurer has cut the cover for lost earnings from twelve months to six. The text was wrong.")
	corrected := filepath.Join(files, "sea-rescue", "corrections", "crew")
	proposal := casebook.Proposal{Role: "crew", Version: 2, Change: "Cover for lost earnings: six months, not twelve."}
	entries, err := os.ReadDir(corrected)
	if err != nil {
		return err
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(corrected, e.Name()))
		if err != nil {
			return err
		}
		text, faults := programme.ParseText(e.Name(), string(raw))
		if len(faults) > 0 {
			return fmt.Errorf("corrected text: %s", faults[0])
		}
		text.DisclosureText.Headings = text.Headings
		proposal.Texts = append(proposal.Texts, text.DisclosureText)
	}
	var settings casebook.Programme
	p.desk.House(func(h *casebook.House) { settings = *h.Programme(h.Pos) })
	if _, err := p.desk.Publish(ctx, p.as("nadia"), settings, []casebook.Proposal{proposal}); err != nil {
		return err
	}
	if err := p.desk.Approve(ctx, p.as("tom"), "crew", 2, true); err != nil {
		return err
	}
	return p.tellAgain(ctx)
}

// tellAgain visits everybody who relied on the old text.
func (p *play) tellAgain(ctx context.Context) error {
	owed, err := p.people(ctx, desk.Query{List: "told-again"})
	if err != nil {
		return err
	}
	goOn, leave := 0, 0
	for i, row := range owed {
		team := p.teamFor(row.Territory)
		if err := p.desk.Tell(ctx, p.as(team.mentor), row.Person, p.telling(row.Person, row.Territory)); err != nil {
			return err
		}
		goes := i != 11 // one of them had counted on the twelve months
		if err := p.desk.Update(ctx, p.as(team.scout, team.mentor), row.Person, goes, nil); err != nil {
			return err
		}
		if goes {
			goOn++
		} else {
			leave++
		}
	}
	p.tell("%d people who had said yes are told again: %d go on, %d leaves, as easily as they came.", len(owed), goOn, leave)
	return nil
}

// figures closes the story.
func (p *play) figures(ctx context.Context, _ string) error {
	p.day(83, "What it came to:")
	if _, err := p.desk.Tidy(ctx); err != nil {
		return err
	}
	all, err := p.desk.Figures(ctx, p.as("agnes"))
	if err != nil {
		return err
	}
	r := &p.result
	r.Territories = all
	for _, f := range all {
		if f.Territory != "" {
			p.tell("%-14s %3d known, %3d approached, yes %s, no %d, stopped %d, left %d, open %d", f.Territory, f.People, f.Approached, between(f.Yes), f.No, f.Stopped, f.Left, f.Open)
			continue
		}
		r.Approached, r.Yes, r.YesAtMost, r.No, r.Open = f.Approached, f.Yes.Low, f.Yes.High, f.No, f.Open
		r.AfterNo, r.Irregular, r.Erased = f.AfterNo, f.Irregular, f.Erased
	}
	if r.Commits, err = p.desk.Commits(ctx); err != nil {
		return err
	}
	p.tell("All together: %d approached; %s said yes; %d said no; %d stopped, %d left; %d still open.", r.Approached, between(all[0].Yes), r.No, all[0].Stopped, all[0].Left, r.Open)
	waiting, err := p.people(ctx, desk.Query{List: desk.ListReview})
	if err != nil || len(waiting) != r.Undecided {
		return errors.Join(err, fmt.Errorf("%d people are undecided, and the story tells of %d", len(waiting), r.Undecided))
	}
	p.tell("Contacts after a no: %d. Without effect and listed: %d. Erased: %d. Commits: %d.", r.AfterNo, r.Irregular, r.Erased, r.Commits)
	p.tell("Asia, Africa and Latin America remain, though South America is assigned: that part is an overlap.")
	return nil
}

func between(b casebook.Bound) string {
	if b.Low == b.High {
		return fmt.Sprint(b.Low)
	}
	return fmt.Sprintf("at least %d, at most %d", b.Low, b.High)
}
