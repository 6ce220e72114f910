package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Permit records a separate answer to a separate question (G15).
func (d *Desk) Permit(ctx context.Context, by Acting, record casebook.ID, p casebook.Permission) error {
	by = by.doing("permit", nil, record, p)
	return d.act(ctx, by, by.trying(access.Meet, record), func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if err != nil {
			return err
		}
		if p.Meeting.IsZero() {
			p.Meeting = t.meeting(record)
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.PermissionGiven, ""),
			events: []casebook.Event{{Type: casebook.PermissionGiven, Body: &p}}})
	})
}
