package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// DeclareTie says that two people are close: kin, partners, friends.
func (d *Desk) DeclareTie(ctx context.Context, by Acting, tie casebook.Tie) error {
	return d.act(ctx, by.doing("tie", nil, tie), access.DeclareTies, func(t *turn) error {
		_, err := t.append(entry{events: []casebook.Event{{Type: casebook.TieDeclared, Body: &tie}}})
		return err
	})
}
