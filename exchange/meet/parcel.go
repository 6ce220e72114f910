package meet

import (
	"context"
	"io"
	"time"

	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// Parcel makes a message for somebody who is not there: all that they lack as far as is known. It returns its
// signed head and frames for [exchange.Write]. What may be held is what the node knows of the other's grant;
// one that was turned away, or whose grant is over, gets nothing: an error of kind NotAllowed.
func (n *Node) Parcel(ctx context.Context, to journal.Device) (head exchange.Head, signed []byte, frames [][]byte, err error) {
	nonce, err := n.draw()
	if err != nil {
		return head, nil, nil, err
	}
	var parcel exchange.Send
	err = n.desk.Store.View(ctx, func(r journal.Reader) error {
		view := At(n.desk, r)
		grant, ok := view.House.Grant(to)
		if !ok || grant.Revoked || over(grant.Until, n.desk.Now()) {
			return &desk.Error{Kind: desk.NotAllowed, Say: "this device was turned away, or its grant is over: nothing is given to it"}
		}
		theirs, err := n.lastHeard(r, to)
		if err != nil {
			return err
		}
		parcel, err = view.Parcel(n.Name(), grant.Sight, theirs, nonce, n.desk.Now())
		return err
	})
	if err != nil {
		return head, nil, nil, err
	}
	signed, err = parcel.Head.Sign(n.desk.Device)
	return parcel.Head, signed, parcel.Frames, err
}

func over(until, now time.Time) bool { return !until.IsZero() && now.After(until) }

// lastHeard is how far a device was when it was met last; nil if that is not known.
func (n *Node) lastHeard(r journal.Reader, device journal.Device) (exchange.Vector, error) {
	if !n.desk.AtHome() {
		return n.keep.Peers()[device.String()].Heard, nil
	}
	v, _, err := LastVisit(r, device)
	return v.Vector, err
}

// Unpack takes in a message that was carried here. Twice is as good as once. From headquarters, it also tells how
// far that was, and what may be held here no longer goes.
func (n *Node) Unpack(ctx context.Context, message io.Reader) (desk.Received, error) {
	m := &meeting{n: n, state: exchange.State{Me: n.Name()}}
	var head exchange.Head
	err := exchange.Read(message, nil, func(in exchange.Input) error {
		if c, ok := in.(exchange.Came); ok {
			head = c.Head
		}
		return m.on(ctx, in)
	})
	if err != nil {
		return m.got, err
	}
	if m.problem == exchange.Unknown {
		return m.got, &desk.Error{Kind: desk.NotAllowed, Say: "this bundle is from a device that the house does not know: nothing of it was taken in"}
	}
	if m.got.Own > 0 {
		_, err = n.newEpoch(ctx)
	}
	if err == nil && head.From == n.desk.Home && m.problem == "" {
		_, err = n.purge(ctx, head.Vector, false)
	}
	return m.got, err
}
