package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Age records a birth date as stated, or as a document proves it (G08). By it somebody may be one who said no.
func (d *Desk) Age(ctx context.Context, by Acting, record casebook.ID, a casebook.Age) error {
	eventType := casebook.AgeStated
	if a.Document != "" {
		eventType = casebook.AgeProven
	}
	return d.act(ctx, by.doing("age", nil, record, eventType, a), by.trying(access.Meet, record), func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if err != nil {
			return err
		}
		events := []casebook.Event{{Type: eventType, Body: &a}}
		if err := t.write(s, entry{subject: record, scope: scopeOf(s), events: events, refs: s.Relies(eventType, t.d.firstRole())}); err != nil {
			return err
		}
		return t.lookAgain([]casebook.ID{record})
	})
}

// CorrectAge sets the proofs of age that count right, each by name: somebody misread the document, or mistyped what it shows, and no
// other proof outweighs one that makes a child. Two outside every team involved hold the document again (by and by.With), G08.
func (d *Desk) CorrectAge(ctx context.Context, by Acting, record casebook.ID, a casebook.Age) error {
	return d.act(ctx, by.doing("correct-age", nil, record, a), by.trying(access.CorrectAge, record), func(t *turn) error {
		s, err := t.person(record, access.CorrectAge)
		if err != nil {
			return err
		}
		events := []casebook.Event{{Type: casebook.AgeCorrected, Body: &a}}
		if err := t.write(s, entry{subject: record, scope: scopeOf(s), events: events, refs: s.Relies(casebook.AgeCorrected, "")}); err != nil {
			return err
		}
		return t.lookAgain([]casebook.ID{record})
	})
}
