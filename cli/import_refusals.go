package cli

import (
	"errors"
	"path/filepath"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/lists"
)

type importRefusalsCmd struct {
	File     string  `arg:"" optional:"" help:"CSV, TSV, XLSX or JSON Lines."`
	Reading  reading `embed:""`
	Office   string  `placeholder:"NAME" help:"Whose list it is (the file's name)."`
	Withdraw string  `placeholder:"BATCH" help:"Take a wrongly imported list back: two people sign, with --reason."`
	Reason   string  `placeholder:"TEXT" help:"Why a list is taken back."`
}

// looks: a look at a file needs no house.
func (c *importRefusalsCmd) looks() bool { return c.Reading.DryRun && c.Withdraw == "" }

// refusalsResult says what became of a list of people who said no.
type refusalsResult struct {
	Batch    *casebook.ID  `json:"batch"` // for --withdraw; null in a dry run
	DryRun   bool          `json:"dry_run"`
	Foreseen bool          `json:"foreseen,omitempty"` // the house was asked what would become of it; without, a look tells what can be read
	Before   bool          `json:"came_before"`        // this very list is in force already: nothing was written
	Rows     int           `json:"rows"`
	Markers  int           `json:"markers"`
	Rejected []rejectedRow `json:"rejected"`
	Skipped  []int         `json:"skipped"`
	Notes    []rowNote     `json:"notes"` // values that were changed or dropped: a marker is made of less
	Rejects  string        `json:"rejects,omitempty"`
	Layout   layout        `json:"layout"`
}

// Run takes a list of refusals in, or takes one back.
func (c *importRefusalsCmd) Run(j *job) error {
	switch {
	case c.Withdraw != "" && c.File == "":
		return c.withdraw(j)
	case c.Withdraw != "" || c.File == "":
		return fail(usage, "give a file to take in, or --withdraw BATCH to take a list back")
	}
	file, err := c.Reading.open(j, c.File, intake.Refusals, intake.Options{Progress: progressTo(j.std)})
	if err != nil {
		return err
	}
	if err := j.showLayout(file.Layout); err != nil {
		return err
	}
	out := refusalsResult{DryRun: c.Reading.DryRun, Skipped: []int{}, Notes: []rowNote{}, Layout: layoutOf(file.Layout)}
	left := rejectsOf(file, j.path(c.File), j.path(c.Reading.Rejects), c.Reading.DryRun)
	if err := errors.Join(c.take(j, file, &out, left), left.close()); err != nil {
		return err
	}
	out.Rejected, out.Rejects = left.Listed, left.Path
	return j.show(out, func(p *page) { c.print(p, out, left) })
}

// people reads everybody in the list who can be recognised again. A list of refusals is one batch, and
// is held whole: whoever withdraws it withdraws all of it.
func (c *importRefusalsCmd) people(j *job, file *intake.File, out *refusalsResult, left *rejects) ([]casebook.Particulars, error) {
	var people []casebook.Particulars
	for row, err := range file.Rows() {
		if err != nil {
			return nil, err
		}
		if row.Skipped != "" {
			out.Skipped = append(out.Skipped, row.Number)
			continue
		}
		out.Rows++
		var p casebook.Particulars
		if j.node != nil {
			p = lists.Recognise(j.desk(), &row)
		}
		if len(row.Rejected) > 0 {
			if err := left.add(row); err != nil {
				return nil, err
			}
			continue
		}
		out.Notes = addNotes(out.Notes, row)
		people = append(people, p)
	}
	return people, nil
}

func (c *importRefusalsCmd) take(j *job, file *intake.File, out *refusalsResult, left *rejects) error {
	if j.node == nil {
		_, err := c.people(j, file, out, left)
		return err
	}
	by, err := j.acting()
	if err != nil {
		return err
	}
	people, err := c.people(j, file, out, left)
	if err != nil {
		return err
	}
	if c.Reading.DryRun {
		out.Foreseen = true
		if out.Before, err = j.desk().CameBefore(j.ctx, by, people); !out.Before {
			out.Markers = len(people)
		}
		return err
	}
	office := c.Office
	if office == "" {
		office = filepath.Base(c.File)
	}
	batch, markers, err := j.desk().ImportRefusals(j.ctx, by, office, people)
	if err != nil {
		return err
	}
	out.Batch, out.Markers, out.Before = &batch, markers, markers == 0
	return nil
}

func (c *importRefusalsCmd) print(p *page, out refusalsResult, left *rejects) {
	rejected, skipped := len(out.Rejected), count(len(out.Skipped), "row", "rows")
	if out.DryRun && !out.Foreseen {
		p.line("%s, %d can be read, %d rejected, %s skipped", count(out.Rows, "person", "people"), out.Rows-rejected, rejected, skipped)
	} else {
		p.line("%s, %s, %d rejected, %s skipped", count(out.Rows, "person", "people"), count(out.Markers, "marker", "markers"), rejected, skipped)
	}
	printNotes(p, out.Notes)
	switch {
	case out.Before && out.DryRun:
		p.line("this list came in before: nothing would be changed")
	case out.Before:
		p.line("this list came in before: nothing was changed")
	}
	if out.Batch != nil {
		p.line("nothing of them is kept but the markers; to take the list back: willing import refusals --withdraw %s", out.Batch)
	}
	left.print(p)
	if out.DryRun && !out.Foreseen {
		p.line("%s", askTheHouse)
	}
	if out.DryRun {
		p.line("nothing was written")
	}
}

func (c *importRefusalsCmd) withdraw(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	batch, err := casebook.ParseID(c.Withdraw)
	if err != nil {
		return fail(desk.BadInput, "--withdraw takes the id of a list, as its import printed it")
	}
	if c.Reason == "" {
		return fail(usage, "say why the list is taken back: --reason TEXT")
	}
	if err := j.desk().WithdrawRefusals(j.ctx, by, batch, c.Reason); err != nil {
		return err
	}
	return j.show(map[string]any{"batch": batch, "withdrawn": true}, func(p *page) { p.line("the list is taken back") })
}
