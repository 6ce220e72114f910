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
	how, action := "own-approach", access.Reopen
	if own != nil {
		how, action = "receipt", access.Action("")
	}
	return d.act(ctx, by.doing("reopen", nil, record, publicOf(own)), action, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		e := entry{subject: record, refs: s.Relies(casebook.PersonReopened, ""),
			events: []casebook.Event{{Type: casebook.PersonReopened, Body: &casebook.Reopening{How: how}}}}
		if own != nil {
			acting := ownActing(record, own)
			e.actor = &acting
		}
		if _, err = t.append(e); err != nil {
			return err
		}
		if s, err = t.d.state(t.w, record, t.now); err != nil || !s.Refused {
			return err
		}
		return hold([]casebook.Lack{{Gate: "G11", Key: "reopen.stands", Say: "Another refusal still stands, which this receipt does not take back: the person comes to two people outside every team involved."}})
	})
}
