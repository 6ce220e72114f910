package lists

import (
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/journal"
)

// Begin takes a list in from its first row on, in the way that somebody wants. It returns at once; [Lists.State]
// says how far it is.
func (l *Lists) Begin(by desk.Acting, id string, how Reading) error {
	j, err := l.job(id)
	if err != nil {
		return err
	}
	batch, err := journal.NewID(l.Rand)
	if err != nil {
		return err
	}
	return l.start(j, by, how, func() {
		j.Result, j.How, j.Wanted, j.place = Result{}, how, nil, place{Batch: casebook.ID(batch)}
	})
}

// Resume goes on with a list where it was broken off, in the way in which it was begun.
func (l *Lists) Resume(by desk.Acting, id string) error {
	j, err := l.job(id)
	if err != nil {
		return err
	}
	state, _ := l.State(id)
	if state.Stage != Stopped {
		return nil
	}
	return l.start(j, by, state.How, func() {
		if j.Refusals { // they are one deed, at the end
			j.Result, j.place.Row, j.place.Bytes = Result{}, 0, 0
		}
	})
}

// start lets a list come in, unless it does so already.
func (l *Lists) start(j *job, by desk.Acting, how Reading, set func()) error {
	file, towns, err := l.open(j, how)
	if err != nil {
		return err
	}
	if halfNamed(file.Layout) {
		return badList(&intake.FileError{Code: codeHalfNamed, Problem: "no column is taken for the family name, and some columns are not read", Remedy: "say what they hold"})
	}
	started := false
	l.change(j, func(s *State) {
		if started = s.Stage != Running && l.run.Err() == nil; started {
			set()
			s.Stage, s.Fault, s.Misread, s.At = Running, "", nil, l.Now().UTC()
			s.Done, s.Total = 0, int64(file.Layout.LastRow)
			l.busy.Add(1)
			err = j.save()
		}
	})
	if !started {
		return nil
	}
	if err != nil {
		l.busy.Done()
		l.change(j, func(s *State) { s.Stage = Stopped })
		return err
	}
	go func() {
		defer l.busy.Done()
		l.finish(j, l.take(j, file, towns, by))
	}()
	return nil
}

func (l *Lists) finish(j *job, err error) {
	l.change(j, func(s *State) {
		s.Stage, s.At = Done, l.Now().UTC()
		switch {
		case err != nil && l.run.Err() != nil:
			s.Stage = Stopped
		case err != nil:
			s.Stage, s.Fault = Failed, "the list could not be read to its end"
			var known *desk.Error
			if errors.As(err, &known) {
				s.Fault = known.Say
			}
			s.Misread = MisreadOf(err)
		}
		if s.Stage == Done || s.Stage == Failed {
			if err := j.save(); err != nil && s.Stage == Done { // it is in the log all the same: it goes on and finds nothing to do
				s.Stage = Stopped
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
	*Lists
	job     *job
	by      desk.Acting
	reader  *LeadReader
	rejects *intake.Rejects
	file    *os.File
	people  []casebook.Particulars // of a list of refusals
}

// take does the work. What the log was given once it is given under the same key again: a list that goes on
// writes nothing twice, and counts what became of the rows that were on their way.
func (l *Lists) take(j *job, file *intake.File, towns Towns, by desk.Acting) error {
	t := &taking{Lists: l, job: j, by: by}
	t.by.Once = "list/" + j.ID + "/" + j.Batch.String()
	if err := t.begin(file, towns); err != nil {
		return err
	}
	err := t.rows(file)
	if err == nil && j.Refusals {
		err = t.refuse()
	}
	return errors.Join(badList(err), t.rejects.Flush(), t.file.Close())
}

func (t *taking) begin(file *intake.File, towns Towns) (err error) {
	t.reader = t.readerOf(t.job, t.job.How, file, towns)
	t.reader.Batch = t.job.Batch
	if t.file, err = os.OpenFile(t.job.rejects(), os.O_WRONLY|os.O_CREATE, 0o600); err != nil {
		return err
	}
	if err := errors.Join(t.file.Truncate(t.job.Bytes), seek(t.file, t.job.Bytes)); err != nil {
		return errors.Join(err, t.file.Close())
	}
	if t.job.Bytes > 0 {
		t.rejects = intake.MoreRejects(t.file, file)
		return nil
	}
	t.rejects, err = intake.NewRejects(t.file, file)
	return err
}

// readerOf turns the rows of a list as somebody wants it to be read into what the desk takes in.
func (l *Lists) readerOf(j *job, how Reading, file *intake.File, towns Towns) *LeadReader {
	r := &LeadReader{Source: how.Source, Territory: how.Territory, Country: file.Layout.Country, Columns: file.Layout.Columns, Towns: towns}
	if r.Source == "" {
		r.Source = j.Name
	}
	l.Desk.House(func(h *casebook.House) {
		if now := h.Programme(h.Pos); now != nil {
			copied := *now
			r.Programme = &copied
		}
	})
	return r
}

func seek(file *os.File, to int64) error {
	_, err := file.Seek(to, io.SeekStart)
	return err
}

func (t *taking) rows(file *intake.File) error {
	var waiting []intake.Row
	last := t.job.Row
	for row, err := range file.Rows() {
		if err != nil {
			return err
		}
		if row.Number <= t.job.Row {
			continue // dealt with before it was broken off
		}
		last = row.Number
		switch {
		case row.Skipped != "":
			t.change(t.job, func(s *State) { s.Result.Skipped++ })
			continue
		case len(row.Rejected) > 0:
			err = t.reject(row)
		case t.job.Refusals:
			err = t.recognise(&row)
		default:
			waiting = append(waiting, row)
		}
		t.change(t.job, func(s *State) {
			if s.Result.Rows++; t.job.Refusals {
				changed(row, &s.Result.Changed, &s.Result.Changes)
			}
		})
		if err == nil && len(waiting) == RowsAtOnce {
			err, waiting = t.feed(waiting, last), nil
		}
		if err != nil {
			return err
		}
	}
	return t.feed(waiting, last)
}

// feed takes rows in, and notes how far the list is.
func (t *taking) feed(rows []intake.Row, last int) error {
	taken, err := TakeIn(t.run, t.Desk, t.by, t.reader, rows)
	t.change(t.job, func(s *State) {
		for i, o := range taken.Outcomes {
			count(&s.Result, o, taken.Leads[i].Lead.Territory == "")
			if !comesIn(o.Became) {
				continue
			}
			row := rows[slices.IndexFunc(rows, func(r intake.Row) bool { return r.Number == o.Row })]
			changed(row, &s.Result.Changed, &s.Result.Changes)
			if place := t.reader.Assumed(row); place != "" {
				s.Result.Assumed, s.Result.AssumedIn = s.Result.Assumed+1, place
			}
		}
	})
	for _, row := range taken.Rejected {
		err = errors.Join(err, t.reject(row))
	}
	if err != nil || t.job.Refusals {
		return err
	}
	return t.reached(last)
}

// reached notes that every row until here is dealt with.
func (t *taking) reached(row int) error {
	if err := errors.Join(t.rejects.Flush(), t.file.Sync()); err != nil {
		return err
	}
	bytes, err := t.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	t.change(t.job, func(*State) {
		t.job.Row, t.job.Bytes = row, bytes
		err = t.job.save()
	})
	return err
}

func count(r *Result, o desk.RowOutcome, nowhere bool) {
	switch o.Became {
	case desk.BecameLead:
		r.Leads++
	case desk.BecameHeldBack:
		r.Held = append(r.Held, HeldRow{Row: o.Row, Tag: hex.EncodeToString(o.Tag)})
	case desk.BecameSetAside:
		r.Seen++
	case desk.BecameRepeated:
		r.Repeated++
	}
	if nowhere && comesIn(o.Became) {
		r.Nowhere++
	}
}

// mostRejected bounds how many rejected rows are named; the file holds all of them.
const mostRejected = 200

func (t *taking) reject(row intake.Row) error {
	t.change(t.job, func(s *State) { rejected(row, &s.Result.Bad, &s.Result.Rejected) })
	return t.rejects.Write(row)
}

func why(row intake.Row) []Why {
	out := make([]Why, len(row.Rejected))
	for i, p := range row.Rejected {
		out[i] = whyOf(p)
	}
	return out
}

func whyOf(p intake.Problem) Why {
	out := Why{Code: string(p.Code), Say: p.Text}
	if p.Remedy != "" {
		out.Say += "; " + p.Remedy
	}
	return out
}

// rejected counts a row that is not taken in, and names it.
func rejected(row intake.Row, count *int, named *[]RejectedRow) {
	if *count++; len(*named) < mostRejected {
		*named = append(*named, RejectedRow{Row: row.Number, Column: row.Rejected[0].Column, Why: why(row)})
	}
}

// mostChanges bounds how many changed values are named; all are counted.
const mostChanges = 200

// changed counts and names the values of a row that are not taken in as they stand. A rejected row is not taken in at all.
func changed(row intake.Row, count *int, named *[]Change) {
	if len(row.Rejected) > 0 {
		return
	}
	for _, p := range row.Notes {
		if *count++; len(*named) < mostChanges {
			*named = append(*named, Change{Row: p.Row, Column: p.Column, Why: whyOf(p)})
		}
	}
}

// codeHalfNamed is the reason for which a list with given names alone is not read.
const codeHalfNamed intake.Code = "file-half-named"

// recognise keeps whom a list of refusals names, if they can be recognised again.
func (t *taking) recognise(row *intake.Row) error {
	p := Recognise(t.Desk, row)
	if len(row.Rejected) > 0 {
		return t.reject(*row)
	}
	t.people = append(t.people, p)
	return t.run.Err()
}

// refuse makes the markers of all who were recognised: a list of refusals is one batch.
func (t *taking) refuse() error {
	whose := t.job.How.Source
	if whose == "" {
		whose = t.job.Name
	}
	batch, markers, err := t.Desk.ImportRefusals(t.run, t.by, whose, t.people)
	if err == nil {
		t.change(t.job, func(s *State) {
			if s.Result.Batch, s.Result.Markers = batch, markers; markers == 0 {
				s.Result.Repeated, s.Result.Changed, s.Result.Changes = len(t.people), 0, nil
			}
		})
	}
	return err
}

// onceFor tells one piece of a list from the others.
func onceFor(once string, rows []intake.Row) string {
	if once == "" || len(rows) == 0 {
		return once
	}
	return once + "/" + strconv.Itoa(rows[0].Number) + "-" + strconv.Itoa(rows[len(rows)-1].Number)
}
