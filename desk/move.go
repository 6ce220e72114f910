//go:build !js

package desk

import (
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
)

// Move puts a person into a territory: from then on they are the business of the teams there. Somebody who
// stands in no territory is headquarters' alone to place.
func (d *Desk) Move(ctx context.Context, by Acting, record casebook.ID, territory string) error {
	return d.act(ctx, by.doing("move", nil, record, territory), access.Move, func(t *turn) error {
		s, err := t.person(record, access.Move)
		if err != nil {
			return err
		}
		p := t.d.house.Programme(t.d.house.Pos)
		if p == nil || !slices.ContainsFunc(p.Territories, func(to casebook.Territory) bool { return to.ID == territory }) {
			return failOnPage("no-territory", BadInput, "the programme has no territory of this name")
		}
		_, err = t.append(entry{subject: record, events: []casebook.Event{{Type: casebook.PersonMoved, Body: &casebook.Moved{Territory: territory}}},
			refs: s.Relies(casebook.PersonMoved, "")})
		return err
	})
}
