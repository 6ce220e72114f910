//go:build !js

package desk

import (
	"context"

	"willing/casebook"
)

// Lift lets a person take back, by their private link, a stop or their own 'not now' (G02). A no or a leaving
// stands: see [Desk.Reopen].
func (d *Desk) Lift(ctx context.Context, own Acting, record casebook.ID) error {
	if !own.acts(record) {
		return hold([]casebook.Lack{{Gate: "G02", Key: "lift.who", Say: "only the person lifts it, from their own side"}})
	}
	return d.act(ctx, own.doing("lift", nil, record), "", func(t *turn) error {
		s, err := t.person(record, "")
		if err != nil {
			return err
		}
		lifts := s.Liftable(t.now)
		if len(lifts) == 0 {
			return fail(NotFound, "there is nothing to take back")
		}
		return t.write(s, entry{subject: record, refs: lifts,
			events: []casebook.Event{{Type: casebook.PersonReopened, Body: &casebook.Reopening{How: "link"}}}})
	})
}
