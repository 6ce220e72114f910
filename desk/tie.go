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

// EndTie takes back that two people are close; it takes two whom it does not concern, and a reason.
func (d *Desk) EndTie(ctx context.Context, by Acting, end casebook.TieEnd) error {
	return d.act(ctx, by.doing("end tie", nil, end), access.EndTies, func(t *turn) error {
		_, err := t.append(entry{events: []casebook.Event{{Type: casebook.TieEnded, Body: &end}}})
		return err
	})
}
