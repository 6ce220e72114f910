package nodetest

import (
	"bytes"
	"crypto/rand"
	"io"
	"slices"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
)

// Device is a device that is not headquarters: a phone, a laptop, or one with a modified program. It
// writes whatever it is told to, in lanes of its own, and knows what headquarters knew when it was made.
type Device struct {
	Key  journal.Key
	Seen uint64        // the position of headquarters' lane that it claims to know
	Skew time.Duration // how wrong its clock is
	Bare bool          // it salts with nothing, so that what was signed can be drafted again to the byte

	h     *House
	heads map[journal.Scope]journal.Head
	clock uint64
}

// Device is a new one, that has just met headquarters.
func (h *House) Device() *Device {
	h.T.Helper()
	key, err := journal.NewKey(rand.Reader)
	h.must(err)
	id := key.Device()
	h.must(h.Desk().GrantDevice(h.T.Context(), h.As("admin"), casebook.DeviceGrant{Device: id[:], Scopes: []string{"t/IT", "t/FR"}}))
	return &Device{Key: key, Seen: h.Pos(), h: h, heads: map[journal.Scope]journal.Head{}}
}

// Pos is how far headquarters' control lane has come.
func (h *House) Pos() (pos uint64) {
	h.Desk().House(func(house *casebook.House) { pos = house.Pos })
	return pos
}

// Form is what somebody writes on a device by hand.
type Form struct {
	Subject  casebook.ID
	By       desk.Acting   // nobody signs if it has no signer; its Who may still be named
	Unsigned []casebook.ID // witnesses who are named and have not signed
	Refs     []casebook.Ref
	Scope    journal.Scope     // Italy if empty
	Effects  []casebook.Effect // those that the events cause, if nil
	Events   []casebook.Event
}

// Writes seals a form on the device.
func (d *Device) Writes(f Form) journal.Commit {
	d.h.T.Helper()
	return d.Seals(d.Prepares(f), f.Scope)
}

// Prepares signs a form for everybody who acts in it, without giving it a place yet: so that it can be
// sealed twice.
func (d *Device) Prepares(f Form) *journal.Prepared {
	d.h.T.Helper()
	draft := journal.Draft{Scope: scopeOr(f.Scope), Subject: journal.ID(f.Subject), Actor: journal.ID(f.By.Who), Seen: d.seen()}
	for _, r := range f.Refs {
		draft.Refs = append(draft.Refs, journal.Ref{Commit: journal.Hash(r.Commit), Event: r.Event})
	}
	effects := f.Effects
	for _, e := range f.Events {
		draft.Events = append(draft.Events, journal.Event{Type: e.Type, Body: e.Body})
		if f.Effects == nil {
			effects = append(effects, casebook.EffectsOf(e)...)
		}
	}
	slices.Sort(effects)
	for _, e := range slices.Compact(effects) {
		draft.Effects = append(draft.Effects, journal.Effect(e))
		if journal.Effect(e).ControlOnly() {
			draft.Scope = journal.Control
		}
	}
	for _, w := range f.By.With {
		draft.Witnesses = append(draft.Witnesses, journal.ID(w.Who))
	}
	for _, id := range f.Unsigned {
		draft.Witnesses = append(draft.Witnesses, journal.ID(id))
	}
	p, err := journal.Prepare(draft, d.chance())
	d.h.must(err)
	if f.By.Signer != nil {
		d.h.must(p.SignActor(journal.ID(f.By.Who), f.By.Signer, f.By.Session))
	}
	for _, w := range f.By.With {
		d.h.must(p.SignWitness(journal.ID(w.Who), w.Signer, w.Session))
	}
	return p
}

func (d *Device) chance() io.Reader {
	if d.Bare {
		return bytes.NewReader(make([]byte, 32))
	}
	return rand.Reader
}

// seen claims a position of headquarters' lane, and one behind its end with a hash that is made up.
func (d *Device) seen() (out journal.Seen) {
	d.h.T.Helper()
	if d.Seen == 0 {
		return out
	}
	out = journal.Seen{Seq: d.Seen, Hash: journal.Hash{1}}
	d.h.must(d.h.Desk().Store.View(d.h.T.Context(), func(r journal.Reader) error {
		home := d.h.Desk().Home
		head, err := journal.HeadOf(r, journal.Lane{Device: home, Epoch: d.h.Node.Settings.Epoch, Scope: journal.Control})
		hash := head.Hash
		for pos := d.h.Pos(); err == nil && pos > d.Seen; pos-- {
			var c journal.Commit
			c, _, err = journal.Get(r, hash)
			hash = c.Header.Prev
		}
		if d.Seen <= d.h.Pos() {
			out.Hash = hash
		}
		return err
	}))
	return out
}

// Seals gives a signed form the next place in the device's lane.
func (d *Device) Seals(p *journal.Prepared, scope journal.Scope) journal.Commit {
	d.h.T.Helper()
	lane := journal.Lane{Device: d.Key.Device(), Epoch: 1, Scope: scopeOr(scope)}
	head := d.heads[lane.Scope]
	head.Lane = lane
	c, err := d.sealAfter(p, head)
	if err != nil { // its effects belong in the control lane
		lane.Scope = journal.Control
		head = d.heads[lane.Scope]
		head.Lane = lane
		c, err = d.sealAfter(p, head)
	}
	d.h.must(err)
	d.heads[lane.Scope] = journal.Head{Lane: lane, Seq: c.Header.Seq, Hash: c.Hash(), Clock: c.Header.Clock}
	return c
}

func (d *Device) sealAfter(p *journal.Prepared, head journal.Head) (journal.Commit, error) {
	d.clock = journal.Tick(head.Clock, d.h.Now().Add(d.Skew))
	return p.Seal(d.Key, head, d.clock)
}

// Rewinds makes the device forget its last commits, as a restored or cloned one does: what it writes next
// in that scope takes the place of the commit with number seq.
func (d *Device) Rewinds(scope journal.Scope, kept journal.Commit) {
	head := journal.Head{Lane: kept.Header.Lane(), Seq: kept.Header.Seq, Hash: kept.Hash(), Clock: kept.Header.Clock}
	d.heads[scopeOr(scope)] = head
}

func scopeOr(s journal.Scope) journal.Scope {
	if s == "" {
		return journal.TerritoryScope("IT")
	}
	return s
}

// Meets brings commits to headquarters; cora takes them in.
func (h *House) Meets(commits ...journal.Commit) desk.Received {
	h.T.Helper()
	got, err := h.Desk().Receive(h.T.Context(), h.As("cora"), commits)
	h.must(err)
	return got
}

// Shows is a person as cora sees them.
func (h *House) Shows(person casebook.ID) *desk.Person {
	h.T.Helper()
	p, err := h.Desk().Show(h.T.Context(), h.As("cora"), person)
	h.must(err)
	return p
}

// Ref names the newest event of a type in a person's file.
func (h *House) Ref(person casebook.ID, eventType string) casebook.Ref {
	h.T.Helper()
	facts := h.Shows(person).Facts
	for i := len(facts) - 1; i >= 0; i-- {
		if facts[i].Type == eventType {
			return facts[i].Ref
		}
	}
	h.T.Fatalf("nothing of type %s is known", eventType)
	return casebook.Ref{}
}

// Fact is what became of a commit's event.
func (h *House) Fact(person casebook.ID, c journal.Commit, event uint16) *casebook.Fact {
	h.T.Helper()
	for _, f := range h.Shows(person).Facts {
		if f.Ref == (casebook.Ref{Commit: casebook.Hash(c.Hash()), Event: event}) {
			return f
		}
	}
	h.T.Fatalf("the event is not in the file")
	return nil
}

// Verifies checks the whole house.
func (h *House) Verifies() {
	h.T.Helper()
	v, err := h.Node.Verify(h.T.Context(), node.VerifyOptions{})
	h.must(err)
	if !v.OK() {
		h.T.Errorf("the house does not hold together: %+v", v)
	}
}
