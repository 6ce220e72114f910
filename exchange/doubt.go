package exchange

import (
	"bytes"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// Doubt is a receipt that headquarters does not live up to.
type Doubt struct {
	Kind    string // [casebook.DoubtRolledBack], DoubtRewritten or DoubtRestored
	Receipt Receipt
}

// doubts compares receipts with how far headquarters says that it is. It is asked before headquarters is brought what
// it lost.
func (v View) doubts(kept []Receipt, heard Vector) (out []Doubt, err error) {
	if off("k") {
		return nil, nil
	}
	now := v.homeEpoch(heard)
	for _, r := range kept {
		kind := ""
		for _, t := range r.Tips {
			switch m := heard.find(t.Lane); {
			case m.Seq < t.Seq && kind == "":
				kind = casebook.DoubtRolledBack
			case m.Seq >= t.Seq:
				differs, err := v.differs(t, m)
				if err != nil {
					return nil, err
				}
				if differs {
					kind = casebook.DoubtRewritten
				}
			}
		}
		if kind == casebook.DoubtRolledBack && now > r.Epoch {
			kind = casebook.DoubtRestored
		}
		if kind != "" {
			out = append(out, Doubt{kind, r})
		}
	}
	return out, nil
}

// homeEpoch is the newest epoch in which headquarters writes.
func (v View) homeEpoch(heard Vector) (epoch uint32) {
	for _, m := range heard {
		if m.Lane.Device == v.House.Home() && m.Lane.Scope == journal.Control {
			epoch = max(epoch, m.Lane.Epoch)
		}
	}
	return epoch
}

// differs reports whether what headquarters has of a lane is a branch without a commit that it signed for.
func (v View) differs(t Tip, m Mark) (bool, error) {
	here, err := journal.At(v.Log, t.Lane, t.Seq)
	if err != nil || len(here) == 0 || len(here) == 1 && here[0].Commit.Hash() == t.Hash {
		return false, err // nobody has anything else in this place
	}
	there, err := journal.At(v.Log, t.Lane, m.Seq)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(there, func(e journal.Entry) bool {
		hash := e.Commit.Hash()
		return bytes.HasPrefix(hash[:], m.Check[:])
	})
	if i < 0 {
		return false, nil // it has several branches, or one that is not here yet
	}
	c := there[i].Commit
	for c.Header.Seq > t.Seq {
		before, ok, err := journal.Get(v.Log, c.Header.Prev)
		if err != nil || !ok {
			return false, err
		}
		c = before
	}
	return c.Hash() != t.Hash, nil
}

// lives compares receipts that are handed to headquarters with what it has.
func (v View) lives(handed []Receipt) (out []Doubt, err error) {
	mine, err := v.vector(func(l journal.Lane) bool { return l.Scope == journal.Control && l.Device == v.House.Home() })
	if err != nil || off("k") {
		return nil, err
	}
	for _, r := range handed {
		if !r.By(v.House.Home()) {
			continue
		}
		kind := ""
		for _, t := range r.Tips {
			_, ok, err := journal.Find(v.Log, t.Hash)
			if err != nil {
				return nil, err
			}
			if ok {
				continue
			}
			head, err := journal.HeadOf(v.Log, t.Lane)
			if err != nil {
				return nil, err
			}
			if kind = casebook.DoubtRolledBack; head.Seq >= t.Seq {
				kind = casebook.DoubtRewritten
				break
			}
		}
		if kind == casebook.DoubtRolledBack && v.homeEpoch(mine) > r.Epoch {
			kind = casebook.DoubtRestored
		}
		if kind != "" {
			out = append(out, Doubt{kind, r})
		}
	}
	return out, nil
}

// signed leaves of receipts those that headquarters signed and that concern this node.
func (v View) signed(me journal.Device, handed []Receipt) (out []Receipt) {
	grant, _ := v.House.Grant(me)
	for _, r := range handed {
		if grant.Sight.receipted(r.Scope) && (r.By(v.House.Home()) || off("forged")) {
			out = append(out, r)
		}
	}
	return out
}

// handing are the receipts that go into a message: to another device those that concern it, to headquarters those that
// it does not live up to.
func (s State) handing(v View) []Receipt {
	if s.Me == v.House.Home() {
		return nil
	}
	if s.Peer.Device == v.House.Home() {
		return s.hand
	}
	var out []Receipt
	for _, r := range s.Kept {
		if s.Peer.Sight.Stranger || off("hearsay") {
			break
		}
		if s.Peer.Sight.receipted(r.Scope) && len(out) < MaxReceipts {
			out = append(out, r)
		}
	}
	return out
}

// shown is what a side makes of receipts that a message hands on: headquarters compares them with what it has, a device
// keeps them.
func (s State) shown(v View) ([]Effect, error) {
	if len(s.head.Receipts) == 0 || s.problem == Locked { // it lacks something, and says so
		return nil, nil
	}
	if s.Me == v.House.Home() {
		all, err := v.lives(s.head.Receipts)
		if err != nil || len(all) == 0 {
			return nil, err
		}
		return []Effect{Doubts{s.head.From, all}}, nil
	}
	return s.keeps(v.signed(s.Me, s.head.Receipts)), nil
}

func (s State) keeps(fresh []Receipt) []Effect {
	kept := Keep(s.Kept, fresh...)
	if slices.EqualFunc(kept, s.Kept, func(a, b Receipt) bool { return bytes.Equal(a.Sig, b.Sig) && a.Scope == b.Scope }) {
		return nil
	}
	return []Effect{Keeps{kept}}
}

// receipts is what the side that asks makes of what an answer says of receipts.
func (s State) receipts(v View) ([]Effect, error) {
	h := s.head
	if h.From != v.House.Home() {
		return s.shown(v)
	}
	if h.Problem != "" {
		return nil, nil
	}
	var out []Effect
	if h.Full && !s.brief && !s.handed { // once in an exchange: later it may have been brought back
		grant, _ := v.House.Grant(s.Me)
		kept := slices.DeleteFunc(slices.Clone(s.Kept), func(r Receipt) bool { return !grant.Sight.receipted(r.Scope) })
		all, err := v.doubts(kept, h.Vector)
		if err != nil {
			return nil, err
		}
		if len(all) > 0 {
			out = append(out, Doubts{s.Me, all})
		}
	}
	if h.Stamp == nil {
		return out, nil
	}
	fresh, err := v.receive(s.Me, h.Stamp, h.At)
	if err != nil {
		return nil, err
	}
	return append(out, s.keeps(fresh)...), nil
}

// doubted are the receipts that headquarters is shown, once in an exchange.
func (s State) doubted(said []Effect) (hand []Receipt, handed bool) {
	if s.handed {
		return nil, true
	}
	for _, e := range said {
		if d, ok := e.(Doubts); ok {
			for _, one := range d.All {
				hand = append(hand, one.Receipt)
			}
		}
	}
	return hand, len(hand) > 0
}
