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
	by = by.own(record, own).doing("update", nil, record, goOn)
	action, answer := access.LeaveAlone, "no"
	if goOn {
		action, answer = access.Ask, "yes"
	}
	return d.act(ctx, by, by.trying(action, record), func(t *turn) error {
		s, err := t.answerable(record, answer)
		if err != nil {
			return err
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), unnamed: !by.acts(record), refs: s.Relies(casebook.UpdateAnswered, ""),
			events: []casebook.Event{{Type: casebook.UpdateAnswered, Body: &casebook.Update{Continue: goOn}}}})
	})
}
