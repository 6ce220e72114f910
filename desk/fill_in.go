package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// FillIn records a form that the person filled in themselves: with the key of their link, or on the team's device turned
// round, before whoever is signed in there (G03).
func (d *Desk) FillIn(ctx context.Context, by Acting, record casebook.ID, f casebook.Form) error {
	by = by.doing("fill-in", nil, record, f)
	return d.act(ctx, by, by.trying(access.Meet, record), func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if err != nil {
			return err
		}
		refs := s.Relies(casebook.InterviewHeld, t.d.firstRole())
		if t.by.acts(record) { // what the person corrects themselves takes the place of what they told before; by a link that we may hold it stands beside it
			refs = append(refs, formsOf(s, f.Instrument)...)
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), unnamed: !t.by.acts(record), refs: refs,
			events: []casebook.Event{{Type: casebook.InterviewHeld, Body: &f}}})
	})
}
