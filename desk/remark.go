//go:build !js

package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Remark keeps what a person volunteered about their answer; the team does not see it (G13).
func (d *Desk) Remark(ctx context.Context, by Acting, record casebook.ID, r casebook.Remark) error {
	by = by.doing("remark", nil, record, r)
	return d.act(ctx, by, by.trying(access.LeaveAlone, record), func(t *turn) error {
		s, err := t.remarked(record)
		if err != nil {
			return err
		}
		if s.Stage == casebook.StageErased { // of whom nothing is written any more: it stands by itself
			if record, err = t.d.newID(); err != nil {
				return err
			}
			s = casebook.Fold(t.d.house, nil, t.now)
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.RemarkVolunteered, t.d.firstRole()),
			events: []casebook.Event{{Type: casebook.RemarkVolunteered, Body: &r}}})
	})
}

// remarked is whom a remark is about. Whoever sees little may bring one about anybody.
func (t *turn) remarked(record casebook.ID) (*casebook.State, error) {
	if t.seesLittle() && !t.by.acts(record) {
		return t.leaving(record)
	}
	return t.person(record, access.LeaveAlone)
}
