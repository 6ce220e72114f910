package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Understand records which of the four points the mentor heard in the person's own words (G06).
func (d *Desk) Understand(ctx context.Context, by Acting, record casebook.ID, u casebook.Understanding) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.UnderstandingHeard, Body: &u})
}
