package desk

import (
	"crypto/sha256"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// proofs remembers which signatures of a commit did not hold when it came in. Commits whose signatures
// all hold have no entry in the bucket, and the zero value.
type proofs struct {
	Bad      []int `json:"bad,omitempty"` // 0 is the actor, 1 the first witness …
	FellBack bool  `json:"fell_back,omitempty"`
	// Had is what the commit before it in its lane had seen, if it fell back behind that, or may have.
	Had *journal.Seen `json:"had,omitempty"`
	// Branch is set for a commit that stands beside another in its place of the lane: what headquarters has
	// noted of that place is about the other one.
	Branch *branch `json:"branch,omitempty"`
	// Spent are the witnesses whose session belongs to somebody else's answer. It is looked up, not kept.
	Spent []int `json:"-"`
}

// branch says when headquarters heard of a commit that is a branch of its lane.
type branch struct {
	Pos uint64 `json:"pos"` // position of the control lane from which on others could know it
	At  int64  `json:"at"`  // Unix milliseconds
}

func (p proofs) empty() bool {
	return len(p.Bad) == 0 && !p.FellBack && p.Had == nil && p.Branch == nil
}

// decode turns a stored commit into what the law judges. Bodies that are withheld, erased or of an
// unknown type come out nil.
func (d *Desk) decode(c journal.Commit, p proofs) *casebook.Commit {
	h := c.Header
	out := &casebook.Commit{
		Hash: casebook.Hash(c.Hash()), Device: casebook.Device(h.Device), Epoch: h.Epoch, Scope: string(h.Scope), Seq: h.Seq,
		At: earlierThan(h.When(), endOfTime), Clock: h.Clock, Home: h.Device == d.Home, FellBack: p.FellBack,
		Actor: proofOf(h.Actor, slices.Contains(p.Bad, 0)), Subject: casebook.ID(h.Subject),
	}
	for i, w := range h.Witnesses {
		out.Witnesses = append(out.Witnesses, proofOf(w, slices.Contains(p.Bad, i+1)))
		out.Witnesses[i].Spent = slices.Contains(p.Spent, i+1)
	}
	for _, r := range h.Refs {
		out.Refs = append(out.Refs, casebook.Ref{Commit: casebook.Hash(r.Commit), Event: r.Event})
	}
	for _, e := range h.Effects {
		out.Effects = append(out.Effects, casebook.Effect(e))
	}
	for i, t := range h.Types {
		out.Events = append(out.Events, casebook.Event{Type: t, Body: decodeBody(t, c, i)})
	}
	out.Act = actOf(out, h.Bodies)
	d.arrived(out, h, p.Branch)
	d.fallsBack(out, p.Had)
	return out
}

// fallsBack looks whether a device claims to know less than it did. Of what is lost, and not here again, it surely saw all that it
// had seen before.
func (d *Desk) fallsBack(c *casebook.Commit, before *journal.Seen) {
	if before == nil {
		return
	}
	had, sure := d.control.seen(*before, c.ArrivedPos)
	if c.Had = had; c.Unsure && sure && had <= d.control.pos {
		c.Seen = max(c.Seen, had)
	}
	c.Unsure = c.Unsure || !sure
	c.FellBack = had > c.Seen && (had <= d.control.pos || !d.control.restored())
}

// trueTime is what a stamp of headquarters is worth, should its clock once have run ahead.
func (d *Desk) trueTime(pos uint64, stamp time.Time) time.Time {
	if d.house == nil { // it is being read for the first time
		return stamp
	}
	return d.house.TrueTime(pos, stamp)
}

// actOf names the content that actor or witnesses truly signed, zero if nobody did. Every body is salted, so that no
// two acts have the same commitments.
func actOf(c *casebook.Commit, bodies []journal.Hash) casebook.Hash {
	signed := func(p casebook.Proof) bool { return p.Signed }
	if !signed(c.Actor) && !slices.ContainsFunc(c.Witnesses, signed) {
		return casebook.Hash{}
	}
	sum := sha256.New()
	sum.Write(c.Subject[:])
	for _, b := range bodies {
		sum.Write(b[:])
	}
	return casebook.Hash(sum.Sum(nil))
}

// endOfTime is the last moment that people and JSON can write down. A clock that shows a later one shows
// nothing that anybody could gain by.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

func earlierThan(t, limit time.Time) time.Time {
	if t.After(limit) {
		return limit
	}
	return t
}

func decodeBody(eventType string, c journal.Commit, i int) any {
	if i >= len(c.Bodies) || c.Bodies[i] == nil {
		return nil
	}
	body, known := casebook.NewBody(eventType)
	if !known || journal.Unmarshal(c.Bodies[i].Content, body) != nil {
		return nil // content that does not fit its type is as good as withheld: the law says so
	}
	return body
}

func proofOf(a journal.Act, bad bool) casebook.Proof {
	p := casebook.Proof{Who: casebook.ID(a.Who), Key: string(a.Key), Alg: a.Alg, Signed: a.Alg != "" && !bad}
	if a.Session != nil {
		p.Key, p.Alg = string(a.Session.Key), a.Session.Alg
	}
	return p
}

// arrived fills in what the author had seen, and when headquarters knew the commit: its own at once, others' by its receipts. What it
// lost and has again it received like others'.
func (d *Desk) arrived(c *casebook.Commit, h journal.Header, b *branch) {
	sure := true
	a, ok := d.arrivals.of(h.Lane(), h.Seq)
	if c.Home {
		c.Seen, sure = d.control.seen(h.Seen, 0)
		c.ArrivedPos = c.Seen + 1
		if h.Scope == journal.Control {
			c.Seq = d.control.position(h.Epoch, h.Seq)
			c.ArrivedPos = c.Seq
		}
		if c.Lost = d.control.gone(h.Lane(), h.Seq, d.arrivals); c.Lost {
			c.ArrivedPos = a.pos
		}
		c.At = d.trueTime(c.ArrivedPos, c.At)
		c.Arrived = c.At
	} else if ok {
		c.Arrived, c.ArrivedPos = d.trueTime(a.pos, a.at), a.pos
	}
	if b != nil {
		c.Branch, c.Arrived, c.ArrivedPos = true, time.UnixMilli(b.At).UTC(), b.Pos
	}
	if !c.Home {
		c.Seen, sure = d.control.seen(h.Seen, c.ArrivedPos)
	}
	c.Unsure = !sure
}
