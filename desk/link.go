package desk

import (
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// linkLife is how long a private link serves (our decision).
const linkLife = 90 * 24 * time.Hour

// Link issues a private link to a person: the public half of the key that it carries.
func (d *Desk) Link(ctx context.Context, by Acting, record casebook.ID, key []byte, seenByStaff bool) error {
	by = by.doing("link", nil, record, key, seenByStaff)
	link := &casebook.Link{Key: key, Expires: d.Now().Add(linkLife).Unix(), SeenByStaff: seenByStaff}
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.LinkIssued, Body: link})
}

// ownActing is the person's own key, from their link or receipt.
func ownActing(record casebook.ID, key journal.Signer) Acting {
	return Acting{Who: record, Signer: key}
}
