package simexchange

import (
	"bytes"
	"errors"
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// The invariants of field.md, "Proof". After each step those are checked that can be broken by one:
//
//	(a) a node's views are what its log says                                 viewsAreTheLog
//	(c) nobody holds a body outside its grants after its next exchange       holdsOnlyItsOwn, holdsByItsWord, givesItsOwn
//	(d) a refusal once seen is never shown as consent                        keepsRefusals, refusesTogether
//	(e) after an erasure and its confirmation the canary is nowhere          keepsNothingOf, showsNobodyErased
//	(g) a resume repeats at most one frame                                   line.repeats, world.meet
//	(j) a restore resurrects nothing                                         resurrectsNobody, opensWhatTheyKnow
//	(k) nobody finds fault with an honest headquarters                       doubtsRightly
//
// and one that the field's law of checking first asks for (G01):
//
//	(k) whom headquarters had a marker of when a device met it last, the     knowsWhoRefused
//	    device's check does not call clear; and nobody else changes that     keepsLists
//
// and one that G03 and decision 0064 ask for:
//
//	(l) what somebody told for the doctor lies in the clear nowhere          readsNoHealth
//	(m) and is open at rest for who may, and for nobody else                 opensForWhoMay
//
// and at rest, when everybody has met headquarters until nothing was left to say, the others: see rest.go.

// after checks what must hold of a node after each step.
func (w *world) after(n *node) error {
	if n.gone || n.desk == nil {
		return nil
	}
	for _, x := range []*node{n, w.nodes[0]} {
		if err := w.viewsAreTheLog(x); err != nil {
			return err
		}
		if err := w.doubtsRightly(x); err != nil {
			return err
		}
		if err := w.keepsRefusals(x); err != nil {
			return err
		}
		if err := w.keepsNothingOf(x, x.erased, "e"); err != nil {
			return err
		}
		if err := w.readsNoHealth(x); err != nil {
			return err
		}
	}
	return nil
}

// viewsAreTheLog: (a) a node's views are what its log says, whatever has come and whatever is still on its way.
func (w *world) viewsAreTheLog(n *node) error {
	if n.disk.stopped {
		return nil // its machine is down: asked again when it is up
	}
	compared, err := n.desk.CompareViews(ctx)
	if err == nil && len(compared.Differ) > 0 {
		return broken("a", "on node %d the views %v are not what the log says", n.index, compared.Differ)
	}
	return err
}

// doubtsRightly: (k) nobody finds that an honest headquarters was rolled back or rewritten.
func (w *world) doubtsRightly(n *node) error {
	kinds, err := n.doubts()
	for _, kind := range kinds {
		if kind != casebook.DoubtRestored {
			return broken("k", "node %d has it that headquarters was %s, and it was not", n.index, kind)
		}
	}
	return err
}

// keepsRefusals: (d) whoever was shown here as left alone for good is shown so for ever, unless they came back.
func (w *world) keepsRefusals(n *node) error {
	rows, err := n.rows()
	if err != nil {
		return err
	}
	for i, p := range w.people {
		row, known := rows[p.id]
		if n.refused[p.id] && !p.reopened && !closed(row) {
			return broken("d", "on node %d person %d was left alone for good, and is now %q", n.index, i, row.Stage)
		}
		if known && (row.Refused || row.Stage == casebook.StageErased) {
			n.refused[p.id] = true
		}
	}
	return nil
}

// closed reports whether nobody who looks at the row would approach the person, or believe that they agreed.
func closed(row desk.Row) bool {
	return row.Refused || row.Hidden || row.Stage == casebook.StageErased || row.Stage == casebook.StageHidden
}

// keepsNothingOf: (e) of some people no file of a node holds a word.
func (w *world) keepsNothingOf(n *node, gone map[casebook.ID]bool, letter string) error {
	var words [][]byte
	for _, p := range w.people {
		if gone[p.id] {
			words = append(words, []byte(p.canary))
		}
	}
	if len(words) == 0 {
		return nil
	}
	all := n.disk.copied()
	for _, word := range words {
		if at := bytes.Index(all, word); at >= 0 {
			return broken(letter, "node %d holds %q of somebody who was erased: %q", n.index, word, all[max(0, at-120):at+40])
		}
	}
	return nil
}

// showsNobodyErased: (e) no bundle that is written now holds a word of somebody whom the writer knows as erased.
func (w *world) showsNobodyErased(n *node, frames [][]byte) error {
	for _, f := range frames {
		commits, err := exchange.OpenFrame(f)
		if err != nil {
			return err
		}
		for _, c := range commits {
			subject := casebook.ID(c.Header.Subject)
			if n.erased[subject] && slices.ContainsFunc(c.Bodies, func(b *journal.Body) bool { return b != nil && bytes.Contains(b.Content, []byte("canary")) }) {
				return broken("e", "node %d gives away what it holds of somebody who was erased", n.index)
			}
		}
	}
	return nil
}

// resurrectsNobody: (j) a headquarters that was restored shows nobody who was erased, and nobody who refused as
// if they had not; the register knows of both.
func (w *world) resurrectsNobody(home *node) error {
	if err := w.keepsNothingOf(home, home.erased, "j"); err != nil {
		return err
	}
	rows, err := home.rows()
	if err != nil {
		return err
	}
	said := map[casebook.ID]string{}
	for _, e := range home.book.entries {
		said[e.ID] = e.Kind
	}
	for i, p := range w.people {
		row, known := rows[p.id]
		switch kind := said[p.id]; {
		case !known && kind == "":
		case kind == desk.EntryErased && row.Stage != casebook.StageErased, kind == desk.EntryErasure && !closed(row), kind == desk.EntryRefusal && !closed(row):
			return broken("j", "person %d is %q after the restore, and the register says %s", i, row.Stage, kind)
		}
	}
	return nil
}

// holdsOnlyItsOwn: (c) a device that has just met headquarters holds no body outside its grant.
func (w *world) holdsOnlyItsOwn(n *node) error {
	entries, err := n.entries()
	if err != nil {
		return err
	}
	return w.nodes[0].view(func(r journal.Reader) error {
		for _, e := range entries {
			h := e.Commit.Header
			if !slices.Contains(e.Bodies, journal.Present) || ofNobody(h.Types) {
				continue
			}
			_, _, hidden, err := desk.Stands(r, h.Subject)
			if err != nil {
				return err
			}
			if hidden {
				continue // shown to nobody; it goes when headquarters executes it
			}
			if may, err := mayHold(w.nodes[0], r, n.key.Device(), h); err != nil || !may {
				return errors.Join(err, broken("c", "device %d holds the body of a %v of scope %s, number %d of %.6s, and may not", n.index, h.Types, h.Scope, h.Seq, h.Device))
			}
		}
		return nil
	})
}

// mayHold says, as field.md does and in the words of no other package, whether a device may hold a body: by the
// territories of its grant, and where the person is, both as whoever judges knows it.
func mayHold(judge *node, r journal.Reader, device journal.Device, h journal.Header) (bool, error) {
	if ofNobody(h.Types) {
		return !slices.Contains(h.Types, casebook.RefusalsImported), nil
	}
	grant, revoked, ok := judge.desk.Grant(device)
	territory, known, hidden, err := desk.Stands(r, h.Subject)
	scope := journal.TerritoryScope(territory)
	if !known || territory == "" {
		scope = h.Scope
	}
	return ok && !revoked && !hidden && slices.Contains(grant.Scopes, string(scope)), err
}

// ofNobody reports whether events say nothing of anybody.
func ofNobody(types []string) bool {
	return !slices.ContainsFunc(types, func(t string) bool {
		return t != casebook.ContentPurged && t != casebook.ErasureDone && t != casebook.PersonMoved && t != casebook.HeadquartersDoubted && !casebook.IsHouseEvent(t)
	})
}
