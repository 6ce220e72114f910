package meet

import (
	"cmp"
	"context"
	"errors"
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
		view := n.at(r)
		grant, ok := view.House.Grant(to)
		if !ok || grant.Revoked || over(grant.Until, n.desk.Now()) {
			return &desk.Error{Kind: desk.NotAllowed, Say: "this device was turned away, or its grant is over: nothing is given to it"}
		}
		last, err := n.lastHeard(r, to)
		if err != nil {
			return err
		}
		parcel, err = view.Parcel(n.Name(), grant.Sight, last, nonce, n.desk.Now())
		return err
	})
	if err != nil {
		return head, nil, nil, err
	}
	signed, err = parcel.Head.Sign(n.desk.Device)
	return parcel.Head, signed, parcel.Frames, err
}

// HandedOut notes that somebody has taken a parcel along, by its head. A device without room must be able to give out what
// it has: that helps it. It goes without the note then.
func (n *Node) HandedOut(ctx context.Context, head exchange.Head) error {
	if head.To != n.desk.Home || n.desk.AtHome() {
		return nil
	}
	upTo := map[journal.Lane]uint64{}
	for _, mark := range head.Vector {
		upTo[mark.Lane] = mark.Seq
	}
	if err := n.desk.NoteFile(ctx, upTo); !journal.Full(err) {
		return err
	}
	return nil
}

func over(until, now time.Time) bool { return !until.IsZero() && now.After(until) }

// lastHeard is how far somebody was when they were met last, and what they asked for; nil if that is not known. What
// was sent since by a line that broke may have arrived or not, so a file holds it once more.
func (n *Node) lastHeard(r journal.Reader, device journal.Device) (exchange.Head, error) {
	v, _, err := LastVisit(r, device)
	last := exchange.Head{Version: v.Version, Vector: v.Vector}
	if n.desk.AtHome() || err != nil {
		return last, err
	}
	peer := n.keep.Peers()[device.String()]
	if last.Wants = peer.Wants; last.Vector == nil {
		last.Vector = peer.Heard
	}
	return last, nil
}

// Failed says in one word why a file was not taken in, for pages that have a sentence for it: astray, cut, newer, stranger or
// turned; "" of any other fault.
func Failed(err error) string {
	switch {
	case errors.Is(err, exchange.ErrMessage), errors.Is(err, exchange.ErrCut), errors.Is(err, io.ErrUnexpectedEOF):
		return "cut"
	case errors.Is(err, ErrNewer):
		return "newer"
	case errors.Is(err, errTurnedAway):
		return "turned"
	case errors.Is(err, errStranger):
		return "stranger"
	case errors.Is(err, ErrAstray):
		return "astray"
	}
	return ""
}

// ErrAstray says that a file is for another node.
var ErrAstray = errors.New("a file for another node")

var (
	errTurnedAway = errors.New("this device was turned away")
	errStranger   = errors.New("a file from a device without a grant")
)

// ErrNewer says that a message is of a protocol that this program does not know yet.
var ErrNewer = errors.New("a newer protocol")

// Unpack takes in a message that was carried here. Twice is as good as once. From headquarters, it also tells how
// far that was, and what may be held here no longer goes.
func (n *Node) Unpack(ctx context.Context, message io.Reader) (desk.Received, error) {
	if n.desk.TurnedAway() {
		return desk.Received{}, &desk.Error{Kind: desk.NotAllowed, Say: "headquarters turned this device away: it takes in no file any more, and can still give out what it wrote", Cause: errTurnedAway}
	}
	if err := n.agree(ctx); err != nil {
		return desk.Received{}, err
	}
	m := &meeting{n: n, state: exchange.State{Me: n.Name()}}
	var head exchange.Head
	err := exchange.Read(message, nil, func(in exchange.Input) error {
		if c, ok := in.(exchange.Came); ok {
			head = c.Head
		}
		return m.on(ctx, in)
	})
	if err = errors.Join(err, m.rest(ctx)); err != nil {
		return m.got, err
	}
	m.got.From = head.From.String()
	switch m.problem {
	case exchange.Unknown:
		return m.got, &desk.Error{Kind: desk.NotAllowed, Say: "this bundle is from a device that the house does not know: nothing of it was taken in", Cause: errStranger}
	case exchange.Astray:
		return m.got, &desk.Error{Kind: desk.NotAllowed, Say: "the message in this bundle is for another node: nothing of it was taken in", Cause: ErrAstray}
	case exchange.Newer:
		return m.got, &desk.Error{Kind: desk.BadInput, Say: "this bundle is from a newer program, and nothing of it was taken in: keep the file, bring this program up to date, and take it in again", Cause: ErrNewer}
	}
	if m.got.Own > 0 {
		_, err = n.newEpoch(ctx)
	}
	if err == nil && n.desk.AtHome() && m.problem == "" && head.Full {
		err = n.noteFile(ctx, head)
	}
	if err == nil && head.From == n.desk.Home && m.problem == "" {
		if err = n.noteParcel(ctx, head); err == nil {
			_, err = n.purge(ctx, head.Vector, false, true)
		}
		if err == nil {
			err = n.noteList(ctx, exchange.ListSum(head), earlier(time.UnixMilli(head.At), n.desk.Now()), time.UnixMilli(head.At))
		}
	}
	return m.got, err
}

// noteParcel remembers how far headquarters was when it wrote a file, and that the two were level then, if what is
// here reaches as far: so what is known of refusals is as old as the file, and no older.
func (n *Node) noteParcel(ctx context.Context, head exchange.Head) error {
	met := desk.Heard{Has: map[journal.Lane]uint64{}, Level: earlier(time.UnixMilli(head.At), n.desk.Now())}
	err := n.desk.Store.View(ctx, func(r journal.Reader) error {
		for _, mark := range head.Vector {
			met.Has[mark.Lane] = mark.Seq
			here, err := journal.HeadOf(r, mark.Lane)
			if err != nil {
				return err
			}
			if here.Seq < mark.Seq {
				met.Level = time.Time{}
			}
		}
		return nil
	})
	return cmp.Or(err, n.desk.NoteMeeting(ctx, met), n.noteHome(ctx, head.Vector))
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
