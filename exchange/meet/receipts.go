package meet

import (
	"bytes"
	"context"
	"slices"
	"time"

	"willing/casebook"
	"willing/exchange"
	"willing/journal"
)

// bucketReceipts holds what headquarters signed, as far as it is kept here: under "kept" what it is asked about when
// they meet, under "shown" the last that it did not live up to (at headquarters by the device that showed them). A device
// that is restored has older ones.
const bucketReceipts journal.Bucket = "receipts"

var keptReceipts, shownReceipts = []byte("kept"), []byte("shown")

// receipts are those that are kept. Headquarters keeps none: it has what they are about, or it is asked why not.
func (n *Node) receipts(ctx context.Context) (out []exchange.Receipt, err error) {
	if n.desk.AtHome() {
		return nil, nil
	}
	err = n.desk.Store.View(ctx, func(r journal.Reader) error {
		raw, err := r.Get(bucketReceipts, keptReceipts)
		if err == nil && raw != nil {
			out = exchange.OpenReceipts(raw)
		}
		return err
	})
	return out, err
}

func (n *Node) keepReceipts(ctx context.Context, all []exchange.Receipt) error {
	raw := exchange.PackReceipts(all)
	return n.desk.Store.Update(ctx, func(w journal.Writer) error { return w.Put(bucketReceipts, keptReceipts, raw) })
}

// noteDoubts lets the desk know what headquarters does not live up to. What it signed is put away as evidence, and not
// asked about again.
func (n *Node) noteDoubts(ctx context.Context, d exchange.Doubts, kept []exchange.Receipt) (left []exchange.Receipt, err error) {
	var evidence []exchange.Receipt
	for _, one := range d.All {
		evidence = append(evidence, one.Receipt)
		if n.desk.AtHome() && one.Kind == casebook.DoubtRestored {
			continue // it knows
		}
		if err := n.desk.NoteDoubt(ctx, d.From, one.Kind, time.UnixMilli(one.Receipt.At)); err != nil {
			return kept, err
		}
	}
	left = slices.DeleteFunc(slices.Clone(kept), func(r exchange.Receipt) bool {
		return slices.ContainsFunc(evidence, func(e exchange.Receipt) bool { return e.Scope == r.Scope && bytes.Equal(e.Sig, r.Sig) })
	})
	return left, n.desk.Store.Update(ctx, func(w journal.Writer) error {
		if n.desk.AtHome() {
			return w.Put(bucketReceipts, slices.Concat(shownReceipts, d.From[:]), exchange.PackReceipts(evidence))
		}
		if err := w.Put(bucketReceipts, shownReceipts, exchange.PackReceipts(evidence)); err != nil {
			return err
		}
		return w.Put(bucketReceipts, keptReceipts, exchange.PackReceipts(left))
	})
}
