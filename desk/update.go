package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Update records a person's answer to a text told again (G16): with the key of their link, or witnessed
// by the pair. Not going on is a leaving.
func (d *Desk) Update(ctx context.Context, by Acting, record casebook.ID, goOn bool, own journal.Signer) error {
	action := access.LeaveAlone
	if own != nil {
		action = ""
	}
	return d.act(ctx, by.doing("update", nil, record, goOn, publicOf(own)), action, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		e := entry{subject: record, scope: scopeOf(s), unnamed: own == nil, refs: s.Relies(casebook.UpdateAnswered, ""),
			events: []casebook.Event{{Type: casebook.UpdateAnswered, Body: &casebook.Update{Continue: goOn}}}}
		if own != nil {
			acting := ownActing(record, own)
			e.actor = &acting
		}
		_, err = t.append(e)
		return err
	})
}
