package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Assent records a minor's own agreement, given apart (G08).
func (d *Desk) Assent(ctx context.Context, by Acting, record casebook.ID) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.AssentGiven, Body: &casebook.Blank{}})
}
