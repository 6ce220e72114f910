//go:build !js

package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// FormTeam forms a team, or changes the one with this id. A zero id makes a new one; it is returned.
func (d *Desk) FormTeam(ctx context.Context, by Acting, id casebook.ID, team casebook.Team) (casebook.ID, error) {
	by = by.doing("team", &id, id, team)
	if id.IsZero() {
		var err error
		if id, err = d.newID(); err != nil {
			return id, err
		}
	}
	err := d.act(ctx, by, access.ManageTeams, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.TeamFormed, Body: &team}}})
		return err
	})
	return id, err
}
