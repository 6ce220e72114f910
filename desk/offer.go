package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Offer asks the question. It needs the pair: who acts, and by.With.
func (d *Desk) Offer(ctx context.Context, by Acting, record casebook.ID, o casebook.Offer) error {
	return d.act(ctx, by.doing("offer", nil, record, o), access.Ask, func(t *turn) error {
		s, err := t.person(record, access.Ask)
		if err != nil {
			return err
		}
		if o.Role == "" {
			o.Role = t.d.firstRole()
		}
		o.Meeting = t.meeting(record)
		_, err = t.append(entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.OfferMade, o.Role),
			events: []casebook.Event{{Type: casebook.OfferMade, Body: &o}}})
		return err
	})
}
