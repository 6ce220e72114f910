package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Interview records an interview on a structured instrument of the programme.
func (d *Desk) Interview(ctx context.Context, by Acting, record casebook.ID, f casebook.Form) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.InterviewHeld, Body: &f})
}
