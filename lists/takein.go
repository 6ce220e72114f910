package lists

import (
	"cmp"
	"context"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// LeadReader turns the rows of one list into what the desk takes in.
type LeadReader struct {
	Batch     casebook.ID
	Source    string // where a row names none
	Territory string // for every row, if given
	Country   string // the file's
	Columns   []intake.Column
	Programme *casebook.Programme
	Towns     Towns // may be nil
}

// Read turns one row.
func (r *LeadReader) Read(row intake.Row) desk.LeadRow {
	country := r.Country
	if there, ok := r.found(row); ok {
		country = there
	}
	lead := LeadRow(row, r.Programme, country, r.Territory, r.Source)
	lead.Lead.Batch, lead.Said = r.Batch, r.said(row)
	return lead
}

// found is the country of a row's town, if the list of towns knows it.
func (r *LeadReader) found(row intake.Row) (country string, ok bool) {
	if r.Towns == nil {
		return "", false
	}
	_, _, country, ok = r.Towns(cmp.Or(row.Person.Town, row.Seen.Place))
	return country, ok
}

// Assumed is the territory in which a row would lie by nothing but the country of the list's phones: it names no country, and no
// list of towns says where its town is. It is "" where something else says where the person belongs.
func (r *LeadReader) Assumed(row intake.Row) string {
	if _, ok := r.found(row); ok || r.Territory != "" || row.Person.CountryCode != "" {
		return ""
	}
	return TerritoryOf(r.Programme, r.Country)
}

// said is the row as it stands, heading and cell by turns, so that it is known again in whatever way it
// is read next time.
func (r *LeadReader) said(row intake.Row) []string {
	var out []string
	for i, cell := range row.Cells {
		if text := strings.TrimSpace(intake.Plain(cell)); text != "" && i < len(r.Columns) {
			out = append(out, r.Columns[i].Heading, text)
		}
	}
	return out
}

// RowsAtOnce is how many rows of a list one transaction takes in.
const RowsAtOnce = 500

// Taken is what became of some rows.
type Taken struct {
	Outcomes []desk.RowOutcome
	Leads    []desk.LeadRow // beside Outcomes
	Rejected []intake.Row   // refused by the house for what they say, each with the reason
}

// codeRefused is the reason for which the house itself does not take a row in.
const codeRefused intake.Code = "refused"

// TakeIn takes rows in, in one transaction. If by has a key against doing it twice, these very rows come in once. Where the house refuses one for what it says, the rows go in one
// by one and that one is rejected: a bad row costs the others nothing.
func TakeIn(ctx context.Context, d *desk.Desk, by desk.Acting, reader *LeadReader, rows []intake.Row) (Taken, error) {
	var out Taken
	if len(rows) == 0 {
		return out, ctx.Err()
	}
	err := out.take(ctx, d, by, reader, rows)
	if !refusesRow(err) {
		return out, err
	}
	for _, row := range rows {
		err := out.take(ctx, d, by, reader, []intake.Row{row})
		if refusesRow(err) {
			row.Rejected = []intake.Problem{{Row: row.Number, Code: codeRefused, Text: err.Error(), Remedy: "put it right"}}
			out.Rejected, err = append(out.Rejected, row), nil
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

func (t *Taken) take(ctx context.Context, d *desk.Desk, by desk.Acting, reader *LeadReader, rows []intake.Row) error {
	leads := make([]desk.LeadRow, len(rows))
	for i, row := range rows {
		leads[i] = reader.Read(row)
	}
	by.Once = onceFor(by.Once, rows)
	outcomes, err := d.ImportLeads(ctx, by, leads)
	if err != nil {
		return err
	}
	t.Outcomes, t.Leads = append(t.Outcomes, outcomes...), append(t.Leads, leads...)
	return nil
}

func refusesRow(err error) bool {
	kind := desk.KindOf(err)
	return err != nil && (kind == desk.BadInput || kind == desk.Held)
}
