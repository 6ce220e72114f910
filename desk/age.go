package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Age records a birth date as stated, or as a document proves it (G08).
func (d *Desk) Age(ctx context.Context, by Acting, record casebook.ID, a casebook.Age) error {
	eventType := casebook.AgeStated
	if a.Document != "" {
		eventType = casebook.AgeProven
	}
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: eventType, Body: &a})
}
