package lists

import (
	"context"
	"errors"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// A look reads so many rows, and asks of so many whether they were seen before. Whoever looks waits for it: 100,000 rows of CSV
// are read in six seconds, and a question costs a quarter of a millisecond to a whole one.
var (
	lookRows = 100_000
	lookSeen = 5_000
)

const (
	lookSample = 8
	lookCell   = 60 // letters of a cell that are shown
)

// Look reads a list as it would be taken in, to its end unless it is very long.
func (l *Lists) Look(ctx context.Context, by desk.Acting, id string, how Reading) (*Look, error) {
	j, err := l.job(id)
	if err != nil {
		return nil, err
	}
	file, towns, err := l.open(j, how)
	if err != nil {
		return nil, err
	}
	out := lookOf(file)
	v := &view{Lists: l, out: out, refusals: j.Refusals, foresight: Foresight{Desk: l.Desk, By: by, Reader: l.readerOf(j, how, file, towns)}}
	for row, err := range file.Rows() {
		if err != nil {
			return nil, badList(err)
		}
		if out.Looked == lookRows {
			out.Whole = false
			break
		}
		out.Looked++
		if err := v.see(ctx, row); err != nil {
			return nil, err
		}
	}
	if !j.Refusals || !out.Whole {
		return out, nil
	}
	before, err := l.Desk.CameBefore(ctx, by, v.people)
	if before {
		out.Repeated, out.Changed, out.Changes = len(v.people), 0, nil
	}
	return out, err
}

func lookOf(file *intake.File) *Look {
	l := file.Layout
	out := &Look{
		Format: l.Format, Encoding: l.Encoding, Separator: l.Separator, Sheet: l.Sheet, HeaderRow: l.HeaderRow, Dates: l.Dates.Order, DatesWhy: noteOf(l.Dates.Reason),
		Country: l.Country, CountryWhy: noteOf(l.CountryWhy), Unread: unread(l), Halfway: halfNamed(l), Whole: true, Last: l.LastRow,
	}
	for _, n := range l.Notes {
		out.Notes = append(out.Notes, *noteOf(n))
	}
	for _, c := range l.Columns {
		out.Columns = append(out.Columns, Column{Letter: c.Letter, Heading: c.Heading, Field: string(c.Field)})
	}
	for _, f := range intake.Fields() {
		out.Fields = append(out.Fields, string(f))
	}
	return out
}

// noteOf is nil for no note.
func noteOf(n intake.Note) *Note {
	if n.Code == "" {
		return nil
	}
	return &Note{string(n.Code), n.About, n.Text}
}

// view is one look at a list.
type view struct {
	*Lists
	out       *Look
	refusals  bool
	people    []casebook.Particulars // whom a list of refusals names, as far as it was looked at
	foresight Foresight
}

// see says what a row would become, without writing anything.
func (v *view) see(ctx context.Context, row intake.Row) error {
	out := v.out
	if row.Skipped != "" {
		out.Skipped++
		return nil
	}
	out.Rows++
	if v.refusals {
		Recognise(v.Desk, &row)
	}
	if _, ok := v.foresight.Reader.found(row); ok && len(row.Rejected) == 0 {
		out.Placed++
	}
	p := personOf(row)
	line := Row{Row: row.Number, Name: strings.TrimSpace(strings.Join([]string{p.Given, p.Family, p.Full}, " ")), Reach: strings.Join(append(p.Phones, p.Emails...), ", "), Where: p.Town, Born: row.Person.Born.String()}
	if wrote := v.wrote(row, func(of intake.Column) bool { return of.Field == intake.Born }); wrote != line.Born {
		line.Wrote = wrote
	}
	switch {
	case len(row.Rejected) > 0:
		line.Became, line.Why = "rejected", why(row)
		rejected(row, &out.Rejected, &out.Bad)
	case v.refusals:
		line.Became, v.people = desk.BecameLead, append(v.people, p)
	case out.New+out.Known+out.Held >= lookSeen: // a row that came in before costs next to nothing
		out.Unasked++
	default:
		became, err := v.becomes(ctx, row)
		if err != nil {
			return err
		}
		line.Became = became
	}
	if line.Became == "" || comesIn(line.Became) {
		v.changes(row)
	}
	if len(out.Sample) < lookSample {
		out.Sample = append(out.Sample, line)
	}
	return nil
}

// changes names the values of a row that would not come in as they stand.
func (v *view) changes(row intake.Row) {
	named := len(v.out.Changes)
	changed(row, &v.out.Changed, &v.out.Changes)
	for i := range v.out.Changes[named:] {
		c := &v.out.Changes[named+i]
		c.Wrote = v.wrote(row, func(of intake.Column) bool { return of.Letter == c.Column })
	}
}

// comesIn reports whether a row comes in by what it became: of one that came in before, or is held back, nothing is kept.
func comesIn(became string) bool { return became == desk.BecameLead || became == desk.BecameSetAside }

// wrote is the first cell that stands in such a column, short enough to be looked at.
func (v *view) wrote(row intake.Row, such func(intake.Column) bool) string {
	i := slices.IndexFunc(v.foresight.Reader.Columns, such)
	if i < 0 || i >= len(row.Cells) {
		return ""
	}
	text := []rune(intake.Visible(strings.TrimSpace(intake.Plain(row.Cells[i]))))
	if len(text) > lookCell {
		return string(text[:lookCell]) + "…"
	}
	return string(text)
}

// becomes asks the house what it would make of a row, and counts it.
func (v *view) becomes(ctx context.Context, row intake.Row) (string, error) {
	o, nowhere, err := v.foresight.Of(ctx, row)
	if err != nil {
		return "", err
	}
	if nowhere {
		v.out.Nowhere++
	}
	if place := v.foresight.Reader.Assumed(row); place != "" && comesIn(o.Became) {
		v.out.Assumed, v.out.AssumedIn = v.out.Assumed+1, place
	}
	switch o.Became {
	case desk.BecameLead:
		v.out.New++
	case desk.BecameSetAside:
		v.out.Known++
	case desk.BecameRepeated:
		v.out.Repeated++
	default:
		v.out.Held++
	}
	return o.Became, nil
}

// open finds out how a file is read, in the way that somebody wants.
func (l *Lists) open(j *job, how Reading) (*intake.File, Towns, error) {
	o := intake.Options{Country: how.Country, DateOrder: how.DateOrder, Today: l.Now().UTC()}
	if j.Refusals {
		o.Kind = intake.Refusals
	}
	if len(how.Columns) > 0 {
		o.Mapping = strings.NewReader(mappingOf(how.Columns))
	}
	o.Progress = func(done, total int64) {
		l.change(j, func(s *State) { s.Done, s.Total = done, total })
	}
	towns, err := l.townsOf(j)
	if err != nil {
		return nil, nil, err
	}
	o.Gazetteer = towns
	file, err := intake.Open(j.path, o)
	if err != nil {
		return nil, nil, badList(err)
	}
	return file, towns, nil
}

// mappingOf writes columns as a mapping file. Fields that nobody knows are refused when it is read.
func mappingOf(columns map[string]string) string {
	var b strings.Builder
	b.WriteString("columns:\n")
	letters := make([]string, 0, len(columns))
	for letter := range columns {
		letters = append(letters, letter)
	}
	slices.Sort(letters)
	for _, letter := range letters {
		b.WriteString("  " + quoted(letter) + ": " + quoted(columns[letter]) + "\n")
	}
	return b.String()
}

// quoted leaves nothing of a text that YAML could read.
func quoted(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' {
			return r
		}
		return -1
	}, s) + `"`
}

// badList says what is wrong with a file; the words of package intake repeat nothing of what it holds.
func badList(err error) error {
	var file *intake.FileError
	if errors.As(err, &file) {
		return &desk.Error{Kind: desk.BadInput, Say: file.Error(), Cause: err}
	}
	return err
}

// MisreadOf says where and why a whole file cannot be read; nil when the error is of another kind.
func MisreadOf(err error) *Misread {
	var file *intake.FileError
	if !errors.As(err, &file) {
		return nil
	}
	return &Misread{string(file.Code), file.Row, file.Column}
}
