package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// EnrolKey binds a public key to a member of staff. It takes two people (by and by.With).
func (d *Desk) EnrolKey(ctx context.Context, by Acting, id casebook.ID, k casebook.EnrolledKey) error {
	return d.act(ctx, by.doing("enrol", nil, id, k), access.EnrolKeys, func(t *turn) error {
		if _, ok := t.d.house.StaffAt(id, t.d.house.Pos); !ok {
			return fail(NotFound, "nobody of this name works here: see `willing staff list`")
		}
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.KeyEnrolled, Body: &k}}})
		return err
	})
}

// RevokeKey ends a key, at once.
func (d *Desk) RevokeKey(ctx context.Context, by Acting, id casebook.ID, k casebook.EnrolledKey) error {
	return d.act(ctx, by.doing("revoke", nil, id, k), access.RevokeKeys, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.KeyRevoked, Body: &k}},
			notes: []Entry{{Kind: EntryRevoked, ID: id, Key: k.Key}}})
		return err
	})
}
