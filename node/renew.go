package node

import (
	"context"
	"time"

	"willing/desk"
	"willing/journal"
)

// Renew gives a device as much time from now as a new one gets; see [desk.Desk.RenewDevice].
func (n *Node) Renew(ctx context.Context, by desk.Acting, device journal.Device) (until time.Time, err error) {
	return n.Desk.RenewDevice(ctx, by, device, n.now().Add(grantTime))
}
