//go:build !js

package desk

import (
	"context"
	"slices"

	"willing/casebook"
)

// Enter writes into the register what the log knows and the register does not: refusals, requests for
// erasure, erasures, imported lists. A house that lost its register begins a new one so; what only the old
// one knew (the markers of people erased) is gone. anew says that the register is such a new one. It
// returns how many entries were missing.
func (d *Desk) Enter(ctx context.Context, anew bool) (missing int, err error) {
	err = d.act(ctx, Acting{}, "", func(t *turn) error {
		all, last, err := t.d.Register.Since("")
		if err != nil {
			return err
		}
		if anew {
			if err := t.noteHead(last); err != nil {
				return err
			}
		}
		w := readEntries(all)
		for id, batch := range t.d.house.Batches() {
			if batch.Withdrawn || len(w.batches[id]) > 0 {
				continue
			}
			entries, err := t.batchMarkers(id)
			if err != nil {
				return err
			}
			if missing += len(entries); len(entries) > 0 {
				if err := t.register(entries...); err != nil {
					return err
				}
			}
		}
		n, err := t.enterPeople(w)
		missing += n
		return err
	})
	return missing, err
}

func (t *turn) batchMarkers(batch casebook.ID) ([]Entry, error) {
	commits, err := t.d.recordCommits(t.w, batch)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, c := range commits {
		for _, e := range c.Events {
			if b, ok := e.Body.(*casebook.Batch); ok {
				for _, m := range b.Markers {
					out = append(out, Entry{Kind: EntryBatch, ID: batch, Marker: m})
				}
			}
		}
	}
	return out, nil
}

func (t *turn) enterPeople(w *wording) (missing int, err error) {
	var people []Row
	err = eachRow(t.w, func(row *Row) error {
		if row.owes(w) {
			people = append(people, Row{Person: row.Person})
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, p := range people {
		s, err := t.d.state(t.w, p.Person, t.now)
		if err != nil {
			return missing, err
		}
		entries, err := t.owed(s, w)
		if err != nil {
			return missing, err
		}
		missing += len(entries)
		if err := t.register(entries...); err != nil {
			return missing, err
		}
	}
	return missing, nil
}

// owes reports whether the register lacks something of a person that it should keep.
func (row *Row) owes(w *wording) bool {
	return slices.ContainsFunc(row.Records, func(id casebook.ID) bool {
		if row.Stage == casebook.StageErased {
			return !w.erased[id] && row.Wake == 0 // otherwise part of it waits: see leftover
		}
		return row.Refused && !w.refused[id] || row.Hidden && !w.hidden[id]
	})
}

func (t *turn) owed(s *casebook.State, w *wording) ([]Entry, error) {
	var out []Entry
	var err error
	for _, id := range s.Records {
		if s.Erasure.Done {
			if !w.erased[id] {
				out = append(out, Entry{Kind: EntryErased, ID: id})
			}
			continue
		}
		if s.Refused && !w.refused[id] {
			out = append(out, Entry{Kind: EntryRefusal, ID: id})
		}
		if s.Erasure.Asked && !s.Erasure.Denied && !w.hidden[id] {
			out = append(out, Entry{Kind: EntryErasure, ID: id})
		}
	}
	if len(out) > 0 && !s.Erasure.Done {
		out[0].Marker, err = t.marker(s.Facts, s.Territory, out[0].Kind)
	}
	return out, err
}
