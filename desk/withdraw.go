//go:build !js

package desk

import (
	"context"

	"willing/casebook"
	"willing/journal"
)

// Withdraw records that a person leaves or drops their yes (G10, G17). With own, the key of their link
// or receipt, it is their own signed act; it needs none.
func (d *Desk) Withdraw(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	_, err := d.leaveAlone(ctx, by, record, own, casebook.WithdrawalMade)
	return err
}
