package cli

import (
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/journal"
	"willing/lists"
)

type importLeadsCmd struct {
	Files     []string `arg:"" name:"file" help:"CSV, TSV, XLSX or JSON Lines; the flags hold for each."`
	Reading   reading  `embed:""`
	Territory string   `placeholder:"ID" help:"The territory of every row; otherwise it follows the country."`
	Source    string   `placeholder:"TEXT" help:"Who noticed, where a row does not say (the file's name)."`
	Towns     string   `placeholder:"FILE" help:"A list of towns with country and coordinates, for sightings."`
}

// looks: a look at a file needs no house.
func (c *importLeadsCmd) looks() bool { return c.Reading.DryRun }

// leadsResult says of every row what became of it: rows = leads + held_back + seen_before + rejected +
// repeated. Rows are numbered as a spreadsheet program numbers them.
type leadsResult struct {
	File       string        `json:"file"`
	DryRun     bool          `json:"dry_run"`
	Foreseen   bool          `json:"foreseen,omitempty"` // the house was asked what would become of the rows; without, a look tells what can be read
	Rows       int           `json:"rows"`               // rows about people
	Leads      int           `json:"leads"`              // new leads
	HeldBack   []int         `json:"held_back"`
	SeenBefore []seenBefore  `json:"seen_before"`
	Rejected   []rejectedRow `json:"rejected"`
	Skipped    []int         `json:"skipped"`  // empty rows, headings again, totals
	Repeated   []int         `json:"repeated"` // this very row came in before
	Held       []heldRow     `json:"held"`     // the same as held_back, with what releases each
	Notes      []rowNote     `json:"notes"`    // values that were changed, moved or dropped in rows that stand
	Nowhere    []int         `json:"nowhere"`  // taken in, but in no territory of the programme
	Assumed    []int         `json:"assumed"`  // taken in, in the territory of the list's phones, since they name no country
	AssumedIn  string        `json:"assumed_in,omitempty"`
	Rejects    string        `json:"rejects,omitempty"`
	Layout     layout        `json:"layout"`
}

type seenBefore struct {
	Row      int          `json:"row"`
	Of       *casebook.ID `json:"of"` // the other record; null for a possible no
	Strength string       `json:"strength"`
	Person   casebook.ID  `json:"person,omitzero"` // the record that waits for a decision; none in a dry run
}

type heldRow struct {
	Row int    `json:"row"`
	Tag string `json:"tag"`
}

type rowNote struct {
	Row    int         `json:"row"`
	Column string      `json:"column"`
	Code   intake.Code `json:"code"`
	Say    string      `json:"say"`
}

// maxNotes bounds how many notes are kept of one file.
const maxNotes = 10_000

// addNotes notes what was changed or dropped in a row that stands.
func addNotes(notes []rowNote, row intake.Row) []rowNote {
	for _, n := range row.Notes {
		if len(notes) < maxNotes {
			notes = append(notes, rowNote{n.Row, n.Column, n.Code, n.Text})
		}
	}
	return notes
}

// Run takes lists in, one after the other. Of several none is begun before all of them can be read.
func (c *importLeadsCmd) Run(j *job) (err error) {
	if len(c.Files) == 1 {
		i, err := c.takeIn(j, c.Files[0])
		if err != nil {
			return err
		}
		return j.show(i.out, i.print)
	}
	if c.Reading.Rejects != "" {
		return fail(usage, "--rejects names one file; the rejected rows of several lists go beside each")
	}
	for _, path := range c.Files {
		if _, err := c.open(j, path); err != nil {
			return inFile{err, filepath.Base(path)}
		}
	}
	all := []leadsResult{}
	for _, path := range c.Files {
		i, err := c.takeIn(j, path)
		if err != nil {
			return inFile{err, filepath.Base(path)}
		}
		if !j.globals.JSON {
			if err := j.show(nil, func(p *page) { p.line("%s:", i.out.File); i.print(p) }); err != nil {
				return err
			}
		}
		all = append(all, i.out)
	}
	if !j.globals.JSON {
		return nil
	}
	return j.show(all, nil)
}

// open finds out how one list is read.
func (c *importLeadsCmd) open(j *job, path string) (*leadImport, error) {
	more := intake.Options{Progress: progressTo(j.std)}
	towns, err := c.towns(j)
	if err != nil {
		return nil, err
	}
	more.Gazetteer = towns
	file, err := c.Reading.open(j, path, intake.Leads, more)
	if err != nil {
		return nil, err
	}
	if !c.Reading.DryRun {
		if err := halfNamed(file.Layout); err != nil {
			return nil, err
		}
	}
	return &leadImport{j: j, file: file, read: &lists.LeadReader{Source: c.Source, Territory: c.Territory, Country: file.Layout.Country, Columns: file.Layout.Columns, Towns: towns}}, nil
}

// towns reads the list of towns, if one was given.
func (c *importLeadsCmd) towns(j *job) (lists.Towns, error) {
	if c.Towns == "" {
		return nil, nil
	}
	file, err := os.Open(j.path(c.Towns))
	if err != nil {
		return nil, fail(desk.BadInput, "--towns: the file cannot be read: check its name")
	}
	defer file.Close()
	towns, err := lists.ReadTowns(file)
	if err != nil {
		return nil, fail(desk.BadInput, "--towns: %s", lists.ErrTowns.Say)
	}
	return towns, nil
}

// announce says of which of several lists comes next how it is read.
func (c *importLeadsCmd) announce(j *job, path string) error {
	if len(c.Files) == 1 || j.globals.JSON {
		return nil
	}
	_, err := io.WriteString(j.std.Err, intake.Visible(filepath.Base(path)+"\n"))
	return err
}

// takeIn takes one list in.
func (c *importLeadsCmd) takeIn(j *job, path string) (*leadImport, error) {
	i, err := c.open(j, path)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(c.announce(j, path), j.showLayout(i.file.Layout)); err != nil {
		return nil, err
	}
	i.out = leadsResult{
		File: filepath.Base(path), DryRun: c.Reading.DryRun, HeldBack: []int{}, SeenBefore: []seenBefore{}, Skipped: []int{}, Repeated: []int{},
		Held: []heldRow{}, Nowhere: []int{}, Assumed: []int{}, Notes: []rowNote{}, Layout: layoutOf(i.file.Layout),
	}
	i.rejects = rejectsOf(i.file, j.path(path), j.path(c.Reading.Rejects), c.Reading.DryRun)
	if i.read.Source == "" {
		i.read.Source = i.out.File
	}
	if j.node != nil {
		if err := c.prepare(i); err != nil {
			return nil, err
		}
	}
	return i, i.run()
}

// prepare reads from the house what a dry run does without.
func (c *importLeadsCmd) prepare(i *leadImport) (err error) {
	if i.by, err = i.j.acting(); err != nil {
		return err
	}
	if c.Territory != "" {
		if err := i.j.territory(c.Territory); err != nil {
			return err
		}
	}
	i.j.desk().House(func(h *casebook.House) { i.read.Programme = h.Programme(h.Pos) })
	batch, err := journal.NewID(i.j.std.Rand)
	i.read.Batch = casebook.ID(batch)
	if c.Reading.DryRun {
		i.out.Foreseen, i.foresight = true, &lists.Foresight{Desk: i.j.desk(), By: i.by, Reader: i.read}
	}
	return err
}

// leadImport is one file on its way in.
type leadImport struct {
	j       *job
	by      desk.Acting
	file    *intake.File
	read    *lists.LeadReader
	rejects *rejects
	out     leadsResult
	waiting []intake.Row

	foresight *lists.Foresight // of a dry run that asks the house
}

func (i *leadImport) run() error {
	if err := errors.Join(i.all(), i.rejects.close()); err != nil {
		return err
	}
	i.out.Rejected, i.out.Rejects = i.rejects.Listed, i.rejects.Path
	return nil
}

func (i *leadImport) all() error {
	for row, err := range i.file.Rows() {
		if err != nil {
			return err
		}
		if err := i.sort(row); err != nil {
			return err
		}
		if len(i.waiting) == lists.RowsAtOnce {
			if err := i.feed(); err != nil {
				return err
			}
		}
	}
	return i.feed()
}

// sort puts a row where it belongs before the house has seen it.
func (i *leadImport) sort(row intake.Row) error {
	if row.Skipped != "" {
		i.out.Skipped = append(i.out.Skipped, row.Number)
		return nil
	}
	i.out.Rows++
	if len(row.Rejected) > 0 {
		return i.rejects.add(row)
	}
	if i.j.node == nil {
		i.out.Notes = addNotes(i.out.Notes, row)
		return nil
	}
	if i.out.DryRun {
		return i.foresee(row)
	}
	i.waiting = append(i.waiting, row)
	return nil
}

// foresee asks the house what it would make of a row.
func (i *leadImport) foresee(row intake.Row) error {
	o, nowhere, err := i.foresight.Of(i.j.ctx, row)
	if err != nil {
		return err
	}
	i.count(o, row)
	if nowhere {
		i.out.Nowhere = append(i.out.Nowhere, o.Row)
	}
	return nil
}

// feed takes the waiting rows in, and puts those that the house refuses to the rejected ones.
func (i *leadImport) feed() error {
	if len(i.waiting) == 0 {
		return nil
	}
	rows := i.waiting
	i.waiting = nil
	taken, err := lists.TakeIn(i.j.ctx, i.j.desk(), i.by, i.read, rows)
	for n, o := range taken.Outcomes {
		i.count(o, rows[slices.IndexFunc(rows, func(r intake.Row) bool { return r.Number == o.Row })])
		if taken.Leads[n].Lead.Territory == "" && (o.Became == desk.BecameLead || o.Became == desk.BecameSetAside) {
			i.out.Nowhere = append(i.out.Nowhere, o.Row)
		}
	}
	for _, row := range taken.Rejected {
		err = errors.Join(err, i.rejects.add(row))
	}
	return err
}

func (i *leadImport) count(o desk.RowOutcome, row intake.Row) {
	if o.Became == desk.BecameLead || o.Became == desk.BecameSetAside {
		i.out.Notes = addNotes(i.out.Notes, row) // nothing is changed in a row that changes nothing
		if place := i.read.Assumed(row); place != "" {
			i.out.Assumed, i.out.AssumedIn = append(i.out.Assumed, o.Row), place
		}
	}
	switch o.Became {
	case desk.BecameLead:
		i.out.Leads++
	case desk.BecameHeldBack:
		i.out.HeldBack = append(i.out.HeldBack, o.Row)
		i.out.Held = append(i.out.Held, heldRow{o.Row, hex.EncodeToString(o.Tag)})
	case desk.BecameSetAside:
		seen := seenBefore{Row: o.Row, Strength: o.Strength, Person: o.Person}
		if len(o.Of) > 0 && !o.No {
			seen.Of = &o.Of[0]
		}
		i.out.SeenBefore = append(i.out.SeenBefore, seen)
	case desk.BecameRepeated:
		i.out.Repeated = append(i.out.Repeated, o.Row)
	}
}
