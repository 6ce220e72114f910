//go:build !js

package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Reopen lets a person come back: with the key of their receipt (own), or by their own approach before
// two people outside every team involved (by and by.With). It names every refusal there is (G11).
func (d *Desk) Reopen(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	by = by.own(record, own).doing("reopen", nil, record)
	how := "own-approach"
	if by.acts(record) {
		how = "receipt"
	}
	return d.act(ctx, by, by.trying(access.Reopen, record), func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		err = t.write(s, entry{subject: record, refs: s.Relies(casebook.PersonReopened, ""),
			events: []casebook.Event{{Type: casebook.PersonReopened, Body: &casebook.Reopening{How: how}}}})
		if err != nil {
			return err
		}
		if s, err = t.d.state(t.w, record, t.now); err != nil || !s.Refused {
			return err
		}
		return hold([]casebook.Lack{{Gate: "G11", Key: "reopen.stands", Say: "Another refusal still stands, which this receipt does not take back: the person comes to two people outside every team involved."}})
	})
}
