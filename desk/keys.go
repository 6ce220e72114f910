//go:build !js

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

// BackKey says yes to a key that a colleague offered: the first yes waits in the log, the second enrols the key. Each signs
// with their own key.
func (d *Desk) BackKey(ctx context.Context, by Acting, id casebook.ID, k casebook.EnrolledKey) (enrolled bool, err error) {
	err = d.act(ctx, by.doing("back key", &enrolled, id, k), access.RevokeKeys, func(t *turn) error {
		eventType := casebook.KeyEnrolled
		if enrolled = t.d.house.Backed(by.Who, id, k); !enrolled {
			if t.d.house.Backs(by.Who, id, k) {
				return nil // it waits for another
			}
			if err := t.d.allow(by, access.EnrolKeys, ""); err != nil {
				return err // a safeguarding lead can only be the second
			}
			eventType = casebook.KeyBacked
		}
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: eventType, Body: &k}}})
		return err
	})
	return enrolled && err == nil, err
}

// RevokeKey ends a key, at once.
func (d *Desk) RevokeKey(ctx context.Context, by Acting, id casebook.ID, k casebook.EnrolledKey) error {
	return d.act(ctx, by.doing("revoke", nil, id, k), access.RevokeKeys, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.KeyRevoked, Body: &k}},
			notes: []Entry{{Kind: EntryRevoked, ID: id, Key: k.Key}}})
		return err
	})
}
