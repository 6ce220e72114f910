package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Guardian records a guardian's own answer for a minor, given apart (G08).
func (d *Desk) Guardian(ctx context.Context, by Acting, record casebook.ID, g casebook.Guardian) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.GuardianAnswered, Body: &g})
}
