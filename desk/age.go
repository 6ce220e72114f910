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
