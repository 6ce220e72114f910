//go:build !js

package desk

import (
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Settle notes that somebody outside the team has looked at events of a person that have no effect, and what came
// of it: at those that refs names, or at all of them. They stay in the log, and wait for nobody any more.
func (d *Desk) Settle(ctx context.Context, by Acting, record casebook.ID, refs []casebook.Ref, note string) error {
	return d.act(ctx, by.doing("settle", nil, record, refTexts(refs), note), access.Judge, func(t *turn) error {
		s, err := t.person(record, access.Judge)
		if err != nil {
			return err
		}
		open := s.NeedLook()
		if len(refs) == 0 {
			for _, f := range open {
				refs = append(refs, f.Ref)
			}
		}
		for _, ref := range refs {
			if !slices.ContainsFunc(open, func(f *casebook.Fact) bool { return f.Ref == ref }) {
				return fail(NotFound, "nothing of this name needs a look here")
			}
		}
		if len(refs) == 0 {
			return fail(NotFound, "nothing needs a look here")
		}
		return t.settle(s, refs, note)
	})
}

// settle writes one commit for each record whose events are named.
func (t *turn) settle(s *casebook.State, refs []casebook.Ref, note string) error {
	of := map[casebook.ID][]casebook.Ref{}
	for _, ref := range refs {
		record := subjectOf(s, ref)
		of[record] = append(of[record], ref)
	}
	for _, record := range s.Records {
		if len(of[record]) == 0 {
			continue
		}
		_, err := t.append(entry{subject: record, scope: scopeOf(s), refs: of[record],
			events: []casebook.Event{{Type: casebook.LookSettled, Body: &casebook.Settling{Note: note}}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// PairWorry is a pair against whom two outside calls spoke within a month, at least one of which nobody has looked
// at yet (G28).
type PairWorry struct {
	Pair  []casebook.ID `json:"pair"`
	Names []string      `json:"names"`
	Calls []WrongCall   `json:"calls"` // oldest first
}

// WrongCall is an outside call in which somebody said that they were not told, or not free.
type WrongCall struct {
	Person  casebook.ID  `json:"person"`
	Ref     casebook.Ref `json:"ref"`
	At      time.Time    `json:"at"`
	Settled bool         `json:"settled,omitempty"`
}

// worryMonth is how close two wrong answers lie that a named person looks at (law.md, G28).
const worryMonth = 30 * 24 * time.Hour

// PairWorries lists the pairs that a named person looks at. It says how often, and not of how many: it is a
// question, not a rank (G26). Nobody sees one about themselves.
func (d *Desk) PairWorries(ctx context.Context, by Acting) ([]PairWorry, error) {
	var out []PairWorry
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.Judge, ""); err != nil {
			return err
		}
		all, err := d.wrongCalls(r)
		if err != nil {
			return err
		}
		for _, w := range all {
			if !slices.Contains(w.Pair, by.Who) && w.worries() {
				out = append(out, w)
			}
		}
		return nil
	})
	return out, err
}

// wrongCalls gathers the wrong answers by pair.
func (d *Desk) wrongCalls(r journal.Reader) ([]PairWorry, error) {
	var people []casebook.ID
	err := scanList(r, listWrong, nil, func(_ []byte, person casebook.ID) bool {
		people = append(people, person)
		return true
	})
	if err != nil {
		return nil, err
	}
	var out []PairWorry
	for _, person := range people {
		row, err := rowAt(r, person)
		if err != nil {
			return nil, err
		}
		for _, w := range row.Wrong {
			i := slices.IndexFunc(out, func(p PairWorry) bool { return slices.Equal(p.Pair, w.Pair) })
			if i < 0 {
				i = len(out)
				out = append(out, PairWorry{Pair: w.Pair})
				for _, id := range w.Pair {
					out[i].Names = append(out[i].Names, d.nameNow(id))
				}
			}
			out[i].Calls = append(out[i].Calls, WrongCall{person, w.Ref, w.At.UTC(), w.Settled})
		}
	}
	for i := range out {
		slices.SortFunc(out[i].Calls, func(a, b WrongCall) int { return a.At.Compare(b.At) })
	}
	return out, nil
}

// worries reports whether two of the calls lie within a month, and somebody has yet to look at one of those.
func (w PairWorry) worries() bool {
	for i := 1; i < len(w.Calls); i++ {
		a, b := w.Calls[i-1], w.Calls[i]
		if b.At.Sub(a.At) <= worryMonth && !(a.Settled && b.Settled) {
			return true
		}
	}
	return false
}

// SettlePair notes that somebody has looked at what the calls say of a pair, and what came of it. The worries
// themselves stand: no yes gains by it.
func (d *Desk) SettlePair(ctx context.Context, by Acting, pair []casebook.ID, note string) error {
	return d.act(ctx, by.doing("settle pair", nil, pair, note), access.Judge, func(t *turn) error {
		all, err := t.d.wrongCalls(t.w)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(w PairWorry) bool {
			return slices.Equal(w.Pair, pair) && w.worries() && !slices.Contains(w.Pair, by.Who)
		})
		if i < 0 {
			return fail(NotFound, "nothing needs a look here")
		}
		of := map[casebook.ID][]casebook.Ref{}
		var people []casebook.ID
		for _, c := range all[i].Calls {
			if c.Settled {
				continue
			}
			if len(of[c.Person]) == 0 {
				people = append(people, c.Person)
			}
			of[c.Person] = append(of[c.Person], c.Ref)
		}
		for _, person := range people {
			s, err := t.d.state(t.w, person, t.now)
			if err != nil {
				return err
			}
			if err := t.settle(s, of[person], note); err != nil {
				return err
			}
		}
		return nil
	})
}
