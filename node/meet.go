package node

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"os"

	"willing/desk"
	"willing/durable"
	"willing/exchange"
	"willing/exchange/meet"
)

// How a node meets others is package meet; here is what it needs of a folder.

// Line carries a request to another node and brings its answer back.
type Line = meet.Line

// Synced is what came of an exchange.
type Synced = meet.Synced

// Sync exchanges with headquarters until neither has anything new for the other.
func (n *Node) Sync(ctx context.Context, line Line) (Synced, error) {
	n.syncing.Lock() // what somebody asks for, and what the node does by itself, come one after the other
	defer n.syncing.Unlock()
	defer makeRoom()()
	out, err := n.meets.Sync(ctx, line)
	return out, cmp.Or(err, n.followProgramme(ctx))
}

// Answer reads a request and writes what is to be answered. Each frame is taken in as it comes: what came
// before a line broke stays.
func (n *Node) Answer(ctx context.Context, in io.Reader, out io.Writer) error {
	return n.meets.Answer(ctx, in, out)
}

// beside keeps, in files beside the database, what no copy of the database must bring back.
type beside struct{ n *Node }

// Peers implements [meet.Keeper].
func (b beside) Peers() map[string]exchange.Peer {
	raw, _ := os.ReadFile(b.n.Folder.peers()) // none is as good as a damaged one
	return exchange.ReadPeers(raw)
}

// KeepPeers implements [meet.Keeper].
func (b beside) KeepPeers(peers map[string]exchange.Peer) error {
	raw, err := json.Marshal(peers)
	if err != nil {
		return err
	}
	return durable.Replace(b.n.Folder.peers(), raw)
}

// Epoch implements [meet.Keeper].
func (b beside) Epoch() uint32 { return b.n.Settings.Epoch }

// BeginEpoch implements [meet.Keeper].
func (b beside) BeginEpoch(epoch uint32) error {
	settings := b.n.Settings
	settings.Epoch = epoch
	if err := b.n.Folder.writeSettings(settings); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "node.json could not be written; nothing was changed", Cause: err}
	}
	b.n.Settings = settings
	return nil
}
