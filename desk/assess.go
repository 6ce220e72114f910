package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Assess records a test on a structured instrument of the programme.
func (d *Desk) Assess(ctx context.Context, by Acting, record casebook.ID, f casebook.Form) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.TestTaken, Body: &f})
}
