package node

import (
	"context"

	"willing/desk"
	"willing/register"
)

// SetClockRight begins a new lane with the machine's clock as it is now, where headquarters' own stamps had run ahead
// of it, and lets an administrator say so, with whoever else looked at it.
func (n *Node) SetClockRight(ctx context.Context, by desk.Acting) error {
	if n.Settings.Field != nil || n.Desk.Ahead().IsZero() {
		return &desk.Error{Kind: desk.NotFound, Say: "no stamp of headquarters is ahead of its clock"}
	}
	if err := n.Desk.AskClockRight(ctx, by); err != nil {
		return err
	}
	settings := n.Settings
	settings.Epoch++
	if err := n.Folder.writeSettings(settings); err != nil { // durable before anything is written in it
		return err
	}
	n.Settings = settings
	if err := n.Desk.BeginEpochAt(ctx, settings.Epoch); err != nil {
		return err
	}
	if err := n.register.Register.Append(register.Entry{Kind: entryRestored, ID: n.house().String(), At: n.now().Unix(), Epoch: settings.Epoch}); err != nil {
		return err
	}
	if err := n.Desk.BeginEpoch(ctx); err != nil {
		return err
	}
	if _, err := n.Desk.Agree(ctx, desk.Acting{}); err != nil {
		return err
	}
	return n.Desk.SetClockRight(ctx, by)
}
