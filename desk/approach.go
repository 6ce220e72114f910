package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Approach records the first conversation or a further attempt. It checks first, by itself; where
// anything stands against the person, nothing is recorded but the check, and the team reads the one
// neutral sentence.
func (d *Desk) Approach(ctx context.Context, by Acting, record casebook.ID, a casebook.Approach) (Checked, error) {
	checked, err := d.Check(ctx, by.stepping("check"), record)
	if err != nil {
		return checked, err
	}
	if !checked.Clear {
		return checked, hold([]casebook.Lack{{Gate: "G01", Key: "check.blocked", Say: casebook.NeutralRefusal}})
	}
	return checked, d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.ApproachMade, Body: &a})
}

// record is the shape that most use cases share: one event about one person, relying on what counts now.
func (d *Desk) record(ctx context.Context, by Acting, action access.Action, record casebook.ID, events ...casebook.Event) error {
	by = by.doing("record", nil, record, typesOf(events), bodiesOf(events))
	return d.act(ctx, by, by.trying(action, record), func(t *turn) error {
		s, err := t.person(record, action)
		if err != nil {
			return err
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), events: events, refs: s.Relies(events[0].Type, t.d.firstRole())})
	})
}

func typesOf(events []casebook.Event) []string {
	var out []string
	for _, e := range events {
		out = append(out, e.Type)
	}
	return out
}

func bodiesOf(events []casebook.Event) []any {
	var out []any
	for _, e := range events {
		out = append(out, e.Body)
	}
	return out
}
