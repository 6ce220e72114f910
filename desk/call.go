package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Call records the outside call before a yes takes effect (G28).
func (d *Desk) Call(ctx context.Context, by Acting, record casebook.ID, c casebook.Call) error {
	return d.act(ctx, by.doing("call", nil, record, c), access.CallOutside, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		_, err = t.append(entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.CallMade, ""),
			events: []casebook.Event{{Type: casebook.CallMade, Body: &c}}})
		return err
	})
}
