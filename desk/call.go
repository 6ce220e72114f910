//go:build !js

package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Call records the outside call before a yes takes effect (G28).
func (d *Desk) Call(ctx context.Context, by Acting, record casebook.ID, c casebook.Call) error {
	return d.CallWith(ctx, by, record, c, "")
}

// CallWith is [Desk.Call] with what the person told the caller for safeguarding alone: it is kept in the same
// commit, and nobody else reads it (G13).
func (d *Desk) CallWith(ctx context.Context, by Acting, record casebook.ID, c casebook.Call, note string) error {
	return d.act(ctx, by.doing("call", nil, record, c, note), access.CallOutside, func(t *turn) error {
		s, err := t.called(record)
		if err != nil {
			return err
		}
		events := []casebook.Event{{Type: casebook.CallMade, Body: &c}}
		if note != "" {
			events = append(events, casebook.Event{Type: casebook.RemarkVolunteered, Body: &casebook.Remark{Text: note, Safeguarding: true}})
		}
		_, err = t.append(entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.CallMade, ""), events: events})
		return err
	})
}

// called is whom a call is about: for whoever sees little, somebody in the territories of their own teams.
func (t *turn) called(record casebook.ID) (*casebook.State, error) {
	if t.seesLittle() {
		return t.person(record, access.CallOutside)
	}
	return t.d.state(t.w, record, t.now)
}
