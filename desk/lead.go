package desk

import (
	"context"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// LeadRow is one row of a partner office's list, as package intake read it.
type LeadRow struct {
	Row         int
	Lead        casebook.Lead
	Particulars casebook.Particulars
	// Said is the row as it stands, heading and cell by turns. With it a row is known again however it was
	// read; without it only if it was read the same way.
	Said []string
}

// RowOutcome says what became of a row.
type RowOutcome struct {
	Row      int
	Became   string        // "lead", "held-back", "set-aside" or "repeated"
	Person   casebook.ID   // the record, for lead and set-aside
	Of       []casebook.ID // the records it may be the same as; empty for a possible no
	Strength string        // of the strongest match
	No       bool          // the strongest match is with somebody who said no
	Tag      []byte        // names a held-back row for [Desk.ReleaseRow]
}

// The outcomes of a row.
const (
	BecameLead     = "lead"
	BecameHeldBack = "held-back" // a strong key met a marker: nothing of the row is kept; of a team's, marks are
	BecameSetAside = "set-aside" // somebody already known, or a possible no: a named person looks
	BecameRepeated = "repeated"  // this very row came in before

	// BecameAsk is all that a team learns of a lead that is not simply somebody to meet (G01).
	BecameAsk = "ask-headquarters"
)

// ImportLeads takes in some rows of a list in one transaction: each becomes a lead, is held back, is set
// aside for a named person, or is known already. Callers feed a long file in chunks.
func (d *Desk) ImportLeads(ctx context.Context, by Acting, rows []LeadRow) ([]RowOutcome, error) {
	out := make([]RowOutcome, 0, len(rows))
	d.warm(rows)
	err := d.act(ctx, by.doing("import leads", &out, rows), access.ImportLeads, func(t *turn) error {
		for _, row := range rows {
			o, err := t.takeIn(row)
			if err != nil {
				return err
			}
			out = append(out, o)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// warm lets the matcher make the rows' keys on all processors before the one transaction begins, in which
// it is asked for them again.
func (d *Desk) warm(rows []LeadRow) {
	var wait sync.WaitGroup
	for some := range slices.Chunk(rows, max(1, (len(rows)+runtime.NumCPU()-1)/runtime.NumCPU())) {
		wait.Go(func() {
			for _, row := range some {
				d.Matcher.Keys(row.Particulars)
			}
		})
	}
	wait.Wait()
}

// Lead notes one sighting of somebody to meet.
func (d *Desk) Lead(ctx context.Context, by Acting, row LeadRow) (RowOutcome, error) {
	var out RowOutcome
	err := d.act(ctx, by.doing("lead", &out, row), access.NoteLead, func(t *turn) error {
		if err := t.d.allow(by, access.NoteLead, row.Lead.Territory); err != nil {
			return err
		}
		var err error
		if out, err = t.takeIn(row); err != nil {
			return err
		}
		if t.seesLittle() {
			return t.askOf(&out)
		}
		return nil
	})
	return out, err
}

// askOf leaves of an outcome what a team may know: somebody to meet, or the one sentence, whatever was met.
func (t *turn) askOf(out *RowOutcome) error {
	open := out.Became == BecameLead
	if out.Became == BecameRepeated {
		record, err := t.w.Get(bucketRows, out.Tag)
		if err != nil {
			return err
		}
		row, err := rowAt(t.w, casebook.ID(record))
		if err != nil {
			return err
		}
		open = row != nil && !row.closed() && t.d.allow(t.by, access.SeePeople, whereabouts(row.Territory)) == nil
	}
	if !open {
		*out = RowOutcome{Row: out.Row, Became: BecameAsk, Tag: out.Tag}
	}
	return nil
}

func (t *turn) takeIn(row LeadRow) (RowOutcome, error) {
	out, found, err := t.d.foresee(t.w, row)
	if err != nil || out.Became == BecameRepeated {
		return out, err
	}
	team := t.seesLittle()
	if out.Became == BecameHeldBack {
		if team {
			err = t.markHeldBack(row, out.Tag)
		}
		return out, err
	}
	if team {
		if found, err = t.d.meetsHeldBack(t.w, row.Particulars, found); err != nil {
			return out, err
		}
		out.becameOf(found)
	}
	return out, t.note(row, out.Tag, found, &out)
}

// becameOf says that somebody is set aside, if they met anybody.
func (out *RowOutcome) becameOf(found []casebook.Match) {
	if len(found) > 0 {
		out.Became, out.Strength, out.No = BecameSetAside, found[0].Strength, found[0].Marker
	}
}

// Foresee says what [Desk.ImportLeads] would make of a row now, without writing anything.
func (d *Desk) Foresee(ctx context.Context, by Acting, row LeadRow) (out RowOutcome, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.ImportLeads, ""); err != nil {
			return err
		}
		out, _, err = d.foresee(r, row)
		return err
	})
	return out, err
}

// foresee decides what a row becomes, and whom it met.
func (d *Desk) foresee(r journal.Reader, row LeadRow) (out RowOutcome, found []casebook.Match, err error) {
	tag := d.rowTag(row)
	out = RowOutcome{Row: row.Row, Became: BecameLead, Tag: tag}
	known, err := r.Get(bucketRows, tag)
	if err != nil {
		return out, nil, err
	}
	if known != nil {
		out.Became = BecameRepeated
		return out, nil, nil
	}
	if found, err = d.meets(r, d.Matcher.Keys(row.Particulars), nil); err != nil {
		return out, nil, err
	}
	if len(found) > 0 && found[0].Marker && found[0].Strength == "strong" && !d.house.Released(tag) {
		out.Became, out.Strength = BecameHeldBack, "strong"
		return out, nil, nil
	}
	if d.house.Released(tag) {
		found = withoutMarkers(found)
	}
	out.becameOf(found)
	return out, found, nil
}

func withoutMarkers(found []casebook.Match) []casebook.Match {
	var out []casebook.Match
	for _, m := range found {
		if !m.Marker {
			out = append(out, m)
		}
	}
	return out
}

// mostMatches bounds how many possible matches one row carries; the strongest come first.
const mostMatches = 5

// note writes the lead, its particulars and its possible matches in one commit.
func (t *turn) note(row LeadRow, tag []byte, found []casebook.Match, out *RowOutcome) error {
	record, err := t.d.newID()
	if err != nil {
		return err
	}
	fresh(t.w, record)
	out.Person = record
	row.Lead.Tag = tag
	events := []casebook.Event{{Type: casebook.LeadNoted, Body: &row.Lead}, {Type: casebook.ParticularsNoted, Body: &row.Particulars}}
	for i := range found[:min(len(found), mostMatches)] {
		events = append(events, casebook.Event{Type: casebook.MatchFound, Body: &found[i]})
		if !found[i].Marker {
			out.Of = append(out.Of, found[i].Other)
		}
	}
	if _, err := t.append(entry{subject: record, scope: territoryScope(row.Lead.Territory), events: events}); err != nil {
		return err
	}
	if err := t.w.Put(bucketRows, tag, record[:]); err != nil {
		return err
	}
	// The next row of this file must meet this one.
	return t.refreshNow(record)
}

// refreshNow refreshes a record before the end of the turn.
func (t *turn) refreshNow(record casebook.ID) error {
	t.touched.drop(record)
	return t.refresh(record)
}

// rowTag recognises a row that came in before, whatever file it stands in: a keyed one-way tag of what
// it says of a person, so that nothing readable stays behind.
func (d *Desk) rowTag(row LeadRow) []byte {
	if len(row.Said) > 0 {
		return d.Markers.Tag(append([]string{"said"}, row.Said...)...)
	}
	p, l := row.Particulars, row.Lead
	parts := []string{"row", p.Family, p.Given, p.Full, p.Latin, p.Born.String(), p.Town, p.Country, p.Remarks, l.SeenOn.String(), l.Place, l.Ground,
		strconv.FormatFloat(l.Lat, 'f', 1, 64), strconv.FormatFloat(l.Lon, 'f', 1, 64)}
	parts = append(append(parts, p.Phones...), p.Emails...)
	return d.Markers.Tag(parts...)
}
