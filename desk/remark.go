package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Remark keeps what a person volunteered about their answer; the team does not see it (G13).
func (d *Desk) Remark(ctx context.Context, by Acting, record casebook.ID, r casebook.Remark) error {
	return d.record(ctx, by, access.LeaveAlone, record, casebook.Event{Type: casebook.RemarkVolunteered, Body: &r})
}
