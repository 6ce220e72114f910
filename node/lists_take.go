package node

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/journal"
	"willing/web/office"
)

// Begin takes a list in, while the node runs.
func (l *lists) Begin(by desk.Acting, id string, how office.Reading) error {
	job, err := l.job(id)
	if err != nil {
		return err
	}
	file, err := l.open(job, how)
	if err != nil {
		return err
	}
	if halfNamed(file.Layout) {
		return &desk.Error{Kind: desk.BadInput, Say: "no column is taken for the family name, and some columns are not read: say what they hold"}
	}
	started := false
	l.change(job, func(s *office.ListState) {
		if started = s.Stage != office.ListRunning && l.run.Err() == nil; started {
			s.Stage, s.Fault, s.Result, s.How, s.At = office.ListRunning, "", office.ListResult{}, how, l.now()
			s.Done, s.Total = 0, int64(file.Layout.LastRow)
			l.busy.Add(1)
		}
	})
	if started {
		go func() {
			defer l.busy.Done()
			l.finish(job, l.take(job, file, by, how))
		}()
	}
	return nil
}

func (l *lists) finish(job *listJob, err error) {
	l.change(job, func(s *office.ListState) {
		s.Stage, s.At = office.ListDone, l.now()
		if err != nil {
			s.Stage, s.Fault = office.ListFailed, "the list could not be read to its end"
			var known *desk.Error
			if errors.As(err, &known) {
				s.Fault = known.Say
			}
		}
	})
}

// halfNamed reports whether a list would come in with given names only while columns of it are not read: a
// row comes in once, and nobody would see the family names again.
func halfNamed(l intake.Layout) bool {
	if l.Column(intake.GivenName) < 0 || len(unread(l)) == 0 {
		return false
	}
	return l.Column(intake.FamilyName) < 0 && l.Column(intake.FullName) < 0 && l.Column(intake.FamilyCommaGiven) < 0
}

// unread lists the letters of the columns that have a heading and are not read.
func unread(l intake.Layout) []string {
	var out []string
	for _, c := range l.Unmapped() {
		if c.Heading != "" {
			out = append(out, c.Letter)
		}
	}
	return out
}

// taking is one list on its way in.
type taking struct {
	*lists
	job     *listJob
	by      desk.Acting
	reader  *LeadReader
	rejects *intake.Rejects
	file    *os.File
	people  []casebook.Particulars // of a list of refusals
}

func (l *lists) take(job *listJob, file *intake.File, by desk.Acting, how office.Reading) error {
	t := &taking{lists: l, job: job, by: by}
	if err := t.begin(file, how); err != nil {
		return err
	}
	err := t.rows(file)
	if err == nil && job.Refusals {
		err = t.refuse(how)
	}
	return errors.Join(badList(err), t.rejects.Flush(), t.file.Close())
}

func (t *taking) begin(file *intake.File, how office.Reading) error {
	batch, err := journal.NewID(t.rand)
	if err != nil {
		return err
	}
	t.reader = &LeadReader{Batch: casebook.ID(batch), Source: how.Source, Territory: how.Territory, Country: file.Layout.Country, Columns: file.Layout.Columns}
	if t.reader.Source == "" {
		t.reader.Source = t.job.Name
	}
	t.desk.House(func(h *casebook.House) {
		if now := h.Programme(h.Pos); now != nil {
			copied := *now
			t.reader.Programme = &copied
		}
	})
	if t.file, err = os.OpenFile(t.job.path+".rejects", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
		return err
	}
	t.rejects, err = intake.NewRejects(t.file, file)
	return err
}

func (t *taking) rows(file *intake.File) error {
	var waiting []intake.Row
	for row, err := range file.Rows() {
		if err != nil {
			return err
		}
		switch {
		case row.Skipped != "":
			t.change(t.job, func(s *office.ListState) { s.Result.Skipped++ })
			continue
		case len(row.Rejected) > 0:
			err = t.reject(row)
		case t.job.Refusals:
			err = t.recognise(row)
		default:
			waiting = append(waiting, row)
		}
		t.change(t.job, func(s *office.ListState) { s.Result.Rows++ })
		if err == nil && len(waiting) == RowsAtOnce {
			err, waiting = t.feed(waiting), nil
		}
		if err != nil {
			return err
		}
	}
	return t.feed(waiting)
}

func (t *taking) feed(rows []intake.Row) error {
	taken, err := TakeIn(t.run, t.desk, t.by, t.reader, rows)
	t.change(t.job, func(s *office.ListState) {
		for i, o := range taken.Outcomes {
			count(&s.Result, o, taken.Leads[i].Lead.Territory == "")
		}
	})
	for _, row := range taken.Rejected {
		err = errors.Join(err, t.reject(row))
	}
	return err
}

func count(r *office.ListResult, o desk.RowOutcome, nowhere bool) {
	switch o.Became {
	case desk.BecameLead:
		r.Leads++
	case desk.BecameHeldBack:
		r.Held = append(r.Held, office.HeldRow{Row: o.Row, Tag: hex.EncodeToString(o.Tag)})
	case desk.BecameSetAside:
		r.Seen++
	case desk.BecameRepeated:
		r.Repeated++
	}
	if nowhere && (o.Became == desk.BecameLead || o.Became == desk.BecameSetAside) {
		r.Nowhere++
	}
}

// mostRejected bounds how many rejected rows a page names; the file holds all of them.
const mostRejected = 200

func (t *taking) reject(row intake.Row) error {
	t.change(t.job, func(s *office.ListState) {
		if len(s.Result.Rejected) < mostRejected {
			s.Result.Rejected = append(s.Result.Rejected, office.RejectedRow{Row: row.Number, Column: row.Rejected[0].Column, Reason: why(row)})
		}
	})
	return t.rejects.Write(row)
}

func why(row intake.Row) string {
	reasons := make([]string, len(row.Rejected))
	for i, p := range row.Rejected {
		reasons[i] = p.Text
		if p.Remedy != "" {
			reasons[i] += "; " + p.Remedy
		}
	}
	return strings.Join(reasons, "; ")
}

// recognise keeps whom a list of refusals names, if they can be recognised again.
func (t *taking) recognise(row intake.Row) error {
	p := Refused(row)
	if len(t.desk.Matcher.Keys(p)) == 0 {
		row.Rejected = []intake.Problem{{Row: row.Number, Text: "nothing to recognise this person by", Remedy: "add a phone, or a name with a birth date or a place"}}
		return t.reject(row)
	}
	t.people = append(t.people, p)
	return t.run.Err()
}

// refuse makes the markers of all who were recognised: a list of refusals is one batch.
func (t *taking) refuse(how office.Reading) error {
	whose := how.Source
	if whose == "" {
		whose = t.job.Name
	}
	batch, markers, err := t.desk.ImportRefusals(t.run, t.by, whose, t.people)
	if err == nil {
		t.change(t.job, func(s *office.ListState) { s.Result.Batch, s.Result.Markers = batch, markers })
	}
	return err
}

// A look reads so many rows, and asks of so many whether they were seen before.
const (
	lookRows   = 2000
	lookSeen   = 200
	lookSample = 8
)

// Look reads the beginning of a list as it would be taken in.
func (l *lists) Look(ctx context.Context, by desk.Acting, id string, how office.Reading) (*office.Look, error) {
	job, err := l.job(id)
	if err != nil {
		return nil, err
	}
	file, err := l.open(job, how)
	if err != nil {
		return nil, err
	}
	out := lookOf(file)
	for row, err := range file.Rows() {
		if err != nil {
			return nil, badList(err)
		}
		if out.Looked == lookRows {
			out.Whole = false
			break
		}
		out.Looked++
		if err := l.look(ctx, by, out, row, job.Refusals); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func lookOf(file *intake.File) *office.Look {
	l := file.Layout
	out := &office.Look{
		Format: l.Format, Encoding: l.Encoding, Separator: l.Separator, Sheet: l.Sheet, HeaderRow: l.HeaderRow, Dates: l.Dates.Order, DatesWhy: l.Dates.Reason,
		Country: l.Country, CountryWhy: l.CountryWhy, Notes: l.Notes, Unread: unread(l), Halfway: halfNamed(l), Whole: true,
	}
	for _, c := range l.Columns {
		out.Columns = append(out.Columns, office.ListColumn{Letter: c.Letter, Heading: c.Heading, Field: string(c.Field)})
	}
	for _, f := range intake.Fields() {
		out.Fields = append(out.Fields, string(f))
	}
	return out
}

// look says what a row would become, without writing anything.
func (l *lists) look(ctx context.Context, by desk.Acting, out *office.Look, row intake.Row, refusals bool) error {
	if row.Skipped != "" {
		out.Skipped++
		return nil
	}
	out.Rows++
	p := personOf(row)
	line := office.ListRow{Row: row.Number, Name: strings.TrimSpace(strings.Join([]string{p.Given, p.Family, p.Full}, " ")), Reach: strings.Join(append(p.Phones, p.Emails...), ", "), Where: p.Town}
	switch {
	case len(row.Rejected) > 0:
		out.Rejected++
		line.Became, line.Why = "rejected", why(row)
	case refusals || out.New+out.Known+out.Held >= lookSeen:
		line.Became = desk.BecameLead
	default:
		found, err := l.desk.LookUp(ctx, by, p)
		if err != nil {
			return err
		}
		line.Became = becomes(found)
		switch line.Became {
		case desk.BecameLead:
			out.New++
		case desk.BecameSetAside:
			out.Known++
		default:
			out.Held++
		}
	}
	if len(out.Sample) < lookSample {
		out.Sample = append(out.Sample, line)
	}
	return nil
}

func becomes(found []casebook.Match) string {
	switch {
	case len(found) == 0:
		return desk.BecameLead
	case found[0].Marker && found[0].Strength == "strong":
		return desk.BecameHeldBack
	}
	return desk.BecameSetAside
}
