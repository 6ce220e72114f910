package meet

import (
	"context"

	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// SyncWith exchanges with another device of the house, without headquarters, until neither has anything new for the
// other. What each may hold, each decides by its own copy of what headquarters granted.
//
// Whoever says on such a line that they are headquarters is refused before anything is said: what headquarters lacks goes
// out with the first request, and only its own address proves that it is there.
func (n *Node) SyncWith(ctx context.Context, device journal.Device, line Line) (out Synced, err error) {
	if device == n.desk.Home {
		return out, &desk.Error{Kind: desk.NotAllowed, Say: "whoever answers there says that they are headquarters, and that is met at its own address alone: nothing was exchanged; tell headquarters"}
	}
	before, err := n.own(ctx)
	if err != nil {
		return out, err
	}
	m, err := n.exchanges(ctx, device, line, &out)
	if m == nil || err != nil {
		return out, lineError(err)
	}
	out.Sent = sentOf(before, m.first, m.state.Peer.Heard)
	out.Purged, err = n.purgeApart(ctx)
	return out, err
}

// own is how far this node has every lane.
func (n *Node) own(ctx context.Context) (out exchange.Vector, err error) {
	err = n.desk.Store.View(ctx, func(r journal.Reader) error {
		for h, err := range journal.Heads(r) {
			if err != nil {
				return err
			}
			out = append(out, exchange.Mark{Lane: h.Lane, Seq: h.Seq})
		}
		return nil
	})
	return out.Sorted(), err
}

// sentOf counts what somebody has after an exchange, had not before, and was here.
func sentOf(here, before, after exchange.Vector) (sent int) {
	had, mine := map[journal.Lane]uint64{}, map[journal.Lane]uint64{}
	for _, m := range before {
		had[m.Lane] = m.Seq
	}
	for _, m := range here {
		mine[m.Lane] = m.Seq
	}
	for _, m := range after {
		if got := min(m.Seq, mine[m.Lane]); got > had[m.Lane] {
			sent += int(got - had[m.Lane])
		}
	}
	return sent
}

// after does what an answered request leaves to do: headquarters notes the visit; a device takes up its own lanes anew if
// it was restored, and gives up what it may hold no longer by what it has just learned.
func (n *Node) after(ctx context.Context, m *meeting, asked exchange.Head) error {
	if n.desk.AtHome() {
		return n.noteVisit(ctx, asked, m.state.Peer.Heard, m.state.Given, m.problem)
	}
	if m.got.Own > 0 {
		if _, err := n.newEpoch(ctx); err != nil {
			return err
		}
	}
	if m.got.Added+m.got.Forks == 0 {
		return nil
	}
	_, err := n.purgeApart(ctx)
	return err
}

// purgeApart gives up what may be held here no longer, away from headquarters: what that one has, it said when they met
// last.
func (n *Node) purgeApart(ctx context.Context) (int, error) {
	return n.purge(ctx, n.keep.Peers()[n.desk.Home.String()].Heard, false, true)
}
