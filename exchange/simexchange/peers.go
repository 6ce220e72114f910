package simexchange

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"

	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// peers lets two devices meet without headquarters, and checks what must hold of both then. A copy of a machine is not
// met: it would be told so before anything is said.
func peers(w *world, n *node, s Step) error {
	other, ok := w.device(s)
	if n.home() || !ok || other.key.Device() == n.key.Device() {
		return nil
	}
	if err := other.up(); err != nil {
		return err
	}
	l := &line{w: w, from: n, to: other, fault: s.Fault, at: s.At >> 8, wait: s.At % 3, forges: s.N%forgesEvery == 0}
	lists, err := w.listsOf(n, other)
	if err != nil {
		return err
	}
	out, err := n.meets.SyncWith(ctx, other.key.Device(), l.carry)
	if l.forges && errors.Is(err, exchange.ErrMessage) {
		return w.keepsLists(lists) // the other saw that it was no honest message
	}
	if err != nil {
		return err
	}
	w.tally.count(peersMet, out.Problem == "" && out.Received+out.Sent > 0)
	w.tally.count(peerAway, out.Problem != "")
	if out.Problem != "" {
		return nil
	}
	if err := w.notice(); err != nil {
		return err
	}
	for _, x := range []*node{n, other} {
		if err := w.holdsByItsWord(x); err != nil {
			return err
		}
	}
	if err := w.keepsLists(lists); err != nil {
		return err
	}
	if err := w.refusesTogether(n, other); err != nil {
		return err
	}
	return w.after(other)
}

// refusesTogether: (d) of two devices that have just met, neither shows somebody as free to be met whom the other knows
// as left alone for good.
func (w *world) refusesTogether(one, two *node) error {
	a, err := one.rows()
	if err != nil {
		return err
	}
	b, err := two.rows()
	if err != nil {
		return err
	}
	for i, p := range w.people {
		x, here := a[p.id]
		y, there := b[p.id]
		if here && there && !p.reopened && (x.Refused && !closed(y) || y.Refused && !closed(x)) {
			return broken("d", "devices %d and %d have met, and person %d is %q on one and %q on the other", one.index, two.index, i, x.Stage, y.Stage)
		}
		w.tally.count(carriedNo, here && there && x.Refused && y.Refused)
	}
	return nil
}

// forgesEvery says of how many meetings one is with somebody who forges what headquarters signed.
const forgesEvery = 4

// forged is a request to another device with what no honest one says: a receipt that headquarters never signed, of more
// than it has; and, if somebody once wrote it on a stick for that device, an old list as if it were a new one.
func (l *line) forged(request []byte) ([]byte, error) {
	head, frames, err := parts(request)
	if err != nil {
		return nil, err
	}
	lane := journal.Lane{Device: l.w.homeKey.Device(), Epoch: 1, Scope: journal.Control}
	head.Receipts = []exchange.Receipt{{Epoch: 1, At: l.w.now.UnixMilli(), Scope: lane.Scope, Tips: []exchange.Tip{{Lane: lane, Seq: 1 << 20}}, Sig: make([]byte, 64)}}
	for _, b := range l.w.sticks {
		if b.to != l.to.key.Device() || b.from != l.w.homeKey.Device() {
			continue
		}
		_, old, err := parts(b.raw)
		if err != nil {
			return nil, err
		}
		for _, f := range old {
			if _, err := exchange.OpenFrame(f); err != nil { // no commits, so a list
				frames = append(frames, f)
			}
		}
		break
	}
	head.Frames = nil
	for _, f := range frames {
		sum := sha256.Sum256(f)
		head.Frames = append(head.Frames, sum[:])
	}
	signed, err := head.Sign(l.from.key)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = exchange.Write(&out, signed, frames, nil)
	l.w.tally.count(forgedOne, err == nil)
	return out.Bytes(), err
}

// parts are the head and the frames of a message that lies open.
func parts(message []byte) (head exchange.Head, frames [][]byte, err error) {
	err = exchange.Read(bytes.NewReader(message), nil, func(in exchange.Input) error {
		switch in := in.(type) {
		case exchange.Came:
			head = in.Head
		case exchange.Framed:
			frames = append(frames, bytes.Clone(in.Frame))
		}
		return nil
	})
	return head, frames, err
}

// givesItsOwn: (c) a request to another device holds no body that this one may not have, as far as the giver knows.
func (l *line) givesItsOwn(request []byte) error {
	device := l.to.key.Device()
	if l.to.home() {
		return nil
	}
	return l.from.view(func(r journal.Reader) error {
		for _, c := range inFrames(request) {
			if !slices.ContainsFunc(c.Bodies, func(b *journal.Body) bool { return b != nil }) {
				continue
			}
			l.w.tally.count(relayed, c.Header.Device != l.from.key.Device() && c.Header.Device != l.w.homeKey.Device())
			if may, err := mayHold(l.from, r, device, c.Header); err != nil || !may {
				return errors.Join(err, broken("c", "device %d gives device %d the body of a %v of scope %s, which may not have it", l.from.index, l.to.index, c.Header.Types, c.Header.Scope))
			}
		}
		return nil
	})
}

// holdsByItsWord: (c) a device that has just met another holds no body that another wrote and that is outside its own
// grant, as far as the two know. Of somebody about whom it holds what headquarters has not confirmed all stays: push
// first, then purge. Of somebody whom it cannot place yet, since the line broke, whoever gave it knew: see givesItsOwn.
func (w *world) holdsByItsWord(n *node) error {
	entries, err := n.entries()
	if err != nil {
		return err
	}
	unsent := n.unsent(entries)
	return n.view(func(r journal.Reader) error {
		for _, e := range entries {
			h := e.Commit.Header
			if !slices.Contains(e.Bodies, journal.Present) || ofNobody(h.Types) || h.Device == n.key.Device() {
				continue
			}
			territory, _, hidden, err := desk.Stands(r, h.Subject)
			if err != nil {
				return err
			}
			if hidden || territory == "" || unsent[h.Subject] {
				continue
			}
			if may, err := mayHold(n, r, n.key.Device(), h); err != nil || !may {
				return errors.Join(err, broken("c", "after meeting another, device %d holds the body of a %v of scope %s, number %d of %.6s, and may not", n.index, h.Types, h.Scope, h.Seq, h.Device))
			}
		}
		return nil
	})
}

// unsent says about whom a device holds what some device wrote and headquarters has not said that it has.
func (n *node) unsent(entries []journal.Entry) map[journal.ID]bool {
	has := map[journal.Lane]uint64{}
	for _, m := range n.beside.Peers()[n.w.homeKey.Device().String()].Heard {
		has[m.Lane] = m.Seq
	}
	out := map[journal.ID]bool{}
	for _, e := range entries {
		if h := e.Commit.Header; h.Device != n.w.homeKey.Device() && h.Seq > has[h.Lane()] && slices.Contains(e.Bodies, journal.Present) {
			out[h.Subject] = true
		}
	}
	return out
}
