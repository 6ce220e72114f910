package desk

import (
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// WithdrawRefusals takes back a wrongly imported list of refusals; it takes two people (G01).
func (d *Desk) WithdrawRefusals(ctx context.Context, by Acting, batch casebook.ID, reason string) error {
	return d.act(ctx, by.doing("withdraw list", nil, batch, reason), access.WithdrawList, func(t *turn) error {
		if t.d.house.Batches()[batch] == nil {
			return fail(NotFound, "there is no list under this id: see what its import printed")
		}
		if _, err := t.append(entry{subject: batch, events: []casebook.Event{{Type: casebook.RefusalsWithdrawn, Body: &casebook.Batch{Reason: reason}}}}); err != nil {
			return err
		}
		return t.register(Entry{Kind: EntryWithdrawn, ID: batch})
	})
}

// ImportRefusals takes an office's old list of people who said no and keeps nothing of them but markers.
// It returns the batch's id, and how many markers were made; people without anything to recognise them
// by are counted out. This very list in force already: its batch is named, no marker is made, nothing is written.
func (d *Desk) ImportRefusals(ctx context.Context, by Acting, office string, people []casebook.Particulars) (batch casebook.ID, markers int, err error) {
	var out struct {
		Batch   casebook.ID
		Markers int
	}
	if out.Batch, err = d.newID(); err != nil {
		return batch, 0, err
	}
	err = d.act(ctx, by.doing("import refusals", &out, office, people), access.ImportRefusals, func(t *turn) error {
		tag, err := t.d.listTag(people)
		if err != nil {
			return err
		}
		if before := t.d.house.BatchOf(tag); before != nil {
			out.Batch = before.ID
			return nil
		}
		entries, err := t.batchEntries(out.Batch, people)
		if err != nil {
			return err
		}
		onTheWay, err := t.alike(people)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return failOnPage("unrecognisable", BadInput, "no row of this list can be recognised again: it needs a phone, or a name with a date, a year or a place")
		}
		out.Markers = len(entries)
		for some := range slices.Chunk(entries, batchAtOnce) {
			body := &casebook.Batch{Office: office, Tag: tag}
			for _, e := range some {
				body.Markers = append(body.Markers, e.Marker)
			}
			event := casebook.Event{Type: casebook.RefusalsImported, Body: body}
			if _, err := t.append(entry{subject: out.Batch, events: []casebook.Event{event}, notes: some}); err != nil {
				return err
			}
		}
		return t.lookAgain(onTheWay)
	})
	return out.Batch, out.Markers, err
}

// CameBefore reports whether this very list of refusals is in force already, so that [Desk.ImportRefusals] would write
// nothing.
func (d *Desk) CameBefore(ctx context.Context, by Acting, people []casebook.Particulars) (before bool, err error) {
	err = d.see(ctx, func(journal.Reader) error {
		if err := d.allow(by, access.ImportRefusals, ""); err != nil {
			return err
		}
		tag, err := d.listTag(people)
		before = d.house.BatchOf(tag) != nil
		return err
	})
	return before, err
}

// listTag recognises a list of refusals that came in before, whatever its office is called: a keyed one-way tag.
func (d *Desk) listTag(people []casebook.Particulars) ([]byte, error) {
	parts := []string{"refusals"}
	for _, p := range people {
		raw, err := journal.Marshal(p)
		if err != nil {
			return nil, unwritable(err)
		}
		parts = append(parts, string(raw))
	}
	return d.Markers.Tag(parts...), nil
}

// alike lists whoever is on record here and shares a key with somebody on a list.
func (t *turn) alike(people []casebook.Particulars) (out []casebook.ID, err error) {
	met := map[casebook.ID]bool{}
	for _, p := range people {
		found, err := t.d.sharing(t.w, t.d.Matcher.Keys(p), nil)
		if err != nil {
			return nil, err
		}
		for _, record := range found {
			if !met[record] {
				met[record], out = true, append(out, record)
			}
		}
	}
	return out, nil
}

// batchAtOnce bounds how many markers one commit carries: a few hundred bytes each, in a body of at most a
// megabyte.
const batchAtOnce = 200

// batchEntries makes the markers of everybody on a list who can be recognised again.
func (t *turn) batchEntries(batch casebook.ID, people []casebook.Particulars) ([]Entry, error) {
	var entries []Entry
	for _, p := range people {
		keys := t.d.Matcher.Keys(p)
		if len(keys) == 0 {
			continue
		}
		m, err := t.d.Markers.Make(keys, t.d.areas("", t.d.Matcher.Lands(p)), "imported", t.now.Year(), int(t.now.Month()))
		if err != nil {
			return nil, failFrom(Unexpected, err, "a marker could not be made")
		}
		entries = append(entries, Entry{Kind: EntryBatch, ID: batch, Marker: m})
	}
	return entries, nil
}
