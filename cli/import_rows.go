package cli

import (
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/node"
)

// rowReader turns the rows of one file into what the desk takes in.
type rowReader struct {
	batch     casebook.ID
	source    string // where a row names none
	territory string // for every row, if given
	country   string // the file's
	columns   []intake.Column
	programme *casebook.Programme
	towns     gazetteer
}

func (r *rowReader) read(row intake.Row) desk.LeadRow {
	country := r.country
	if r.towns != nil {
		place := row.Person.Town
		if place == "" {
			place = row.Seen.Place
		}
		if _, _, there, ok := r.towns(place); ok {
			country = there
		}
	}
	lead := node.LeadRow(row, r.programme, country, r.territory, r.source)
	lead.Lead.Batch, lead.Said = r.batch, r.said(row)
	return lead
}

// said is the row as it stands, heading and cell by turns, so that it is known again in whatever way it
// is read next time.
func (r *rowReader) said(row intake.Row) []string {
	var out []string
	for i, cell := range row.Cells {
		if text := strings.TrimSpace(intake.Plain(cell)); text != "" && i < len(r.columns) {
			out = append(out, r.columns[i].Heading, text)
		}
	}
	return out
}
