//go:build !js

package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Select records a named person's decision whether somebody is taken (G18).
func (d *Desk) Select(ctx context.Context, by Acting, record casebook.ID, sel casebook.Selection) error {
	return d.record(ctx, by, access.Select, record, casebook.Event{Type: casebook.SelectionMade, Body: &sel})
}
