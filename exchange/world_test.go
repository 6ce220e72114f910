package exchange

import (
	"bytes"
	"context"
	"crypto/sha512"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"willing/journal"
	"willing/sliver"
	"willing/store/memory"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// chance gives the same random bytes for the same name.
func chance(name string) io.Reader {
	var stream []byte
	for i := range 16 {
		sum := sha512.Sum512(fmt.Appendf(nil, "%s/%d", name, i))
		stream = append(stream, sum[:]...)
	}
	return bytes.NewReader(stream)
}

func idOf(name string) journal.ID {
	id, _ := journal.NewID(chance("id " + name))
	return id
}

const italy, france = journal.Scope("t/IT"), journal.Scope("t/FR")

// node is one node of a test: a log in memory and no law at all.
type node struct {
	t      testing.TB
	key    journal.Key
	store  *memory.Store
	clock  uint64
	wrote  int
	epoch  uint32
	grants map[journal.Device]Grant
	places map[journal.ID]journal.Scope
	moved  []journal.ID
	home   journal.Device
	peer   Peer
	nonces [][16]byte
	kept   []Receipt
	doubts []Doubt
	rounds int
	took   int                             // commits that were new
	known  int                             // commits that came again
	list   *sliver.List                    // that it carries
	lists  map[journal.Device]*sliver.List // that others are to carry
	listed int                             // parts of a list that came
	first  [][]journal.ID                  // who comes first
	early  uint64                          // how much somebody must lack for that
	given  map[journal.Device]Vector       // how far others are likely to be
	sooner int                             // commits that came early
}

func newNode(t testing.TB, name string) *node {
	key, _ := journal.NewKey(chance("key " + name))
	return &node{t: t, key: key, store: memory.New(), epoch: 1, grants: map[journal.Device]Grant{}, places: map[journal.ID]journal.Scope{}}
}

// house is headquarters with one device that may hold some territories.
func house(t testing.TB, scopes ...journal.Scope) (hq, laptop *node) {
	hq, laptop = newNode(t, "hq"), newNode(t, "laptop")
	for _, n := range []*node{hq, laptop} {
		n.home = hq.key.Device()
		n.grants[hq.key.Device()] = Grant{Sight: Sight{Device: hq.key.Device(), All: true}}
		n.grants[laptop.key.Device()] = Grant{Sight: Sight{Device: laptop.key.Device(), Scopes: scopes}}
	}
	laptop.peer = Peer{Device: hq.key.Device(), Sight: hq.grants[hq.key.Device()].Sight}
	return hq, laptop
}

func (n *node) List(d journal.Device) (*sliver.List, error) {
	if d == n.key.Device() {
		return n.list, nil
	}
	return n.lists[d], nil
}

func (n *node) takeList(e TakeList) {
	l := sliver.List{}
	if n.list != nil {
		l = *n.list
	}
	l.Keys = e.Keys
	for i, part := range e.Parts {
		n.must(l.Put(i, part))
	}
	n.list, n.listed = &l, n.listed+len(e.Parts)
}

func (n *node) Home() journal.Device { return n.home }
func (n *node) Grant(d journal.Device) (Grant, bool) {
	g, ok := n.grants[d]
	return g, ok
}

func (n *node) Where(subject journal.ID) (journal.Scope, bool, bool) {
	s, ok := n.places[subject]
	return s, ok, false
}
func (n *node) Moved([]journal.Scope) []journal.ID   { return n.moved }
func (n *node) First([]journal.Scope) [][]journal.ID { return n.first }
func (n *node) Wants() []journal.Hash                { return nil }
func (n *node) Missing(Sight) []journal.Hash         { return nil }

// writes puts a commit of this node's own on record.
func (n *node) writes(scope journal.Scope, subject journal.ID, effects ...journal.Effect) journal.Commit {
	n.t.Helper()
	note := journal.Event{Type: "interview.held", Body: map[string]any{"note": fmt.Sprintf("the answer number %d", n.wrote+1)}}
	return n.seals(journal.Draft{Scope: scope, Subject: subject, Effects: effects, Events: []journal.Event{note}})
}

// seals puts on record what was drafted.
func (n *node) seals(draft journal.Draft) (c journal.Commit) {
	n.t.Helper()
	n.wrote++
	p, err := journal.Prepare(draft, chance(fmt.Sprintf("salt %s %d", n.key.Device(), n.wrote)))
	n.must(err)
	n.must(n.store.Update(context.Background(), func(w journal.Writer) error {
		head, err := journal.HeadOf(w, journal.Lane{Device: n.key.Device(), Epoch: n.epoch, Scope: draft.Scope})
		if err != nil {
			return err
		}
		n.clock = journal.Tick(n.clock, noon)
		if c, err = p.Seal(n.key, head, n.clock); err != nil {
			return err
		}
		_, err = journal.Append(w, c, noon.UnixMilli())
		return err
	}))
	return c
}

func (n *node) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

// take appends what came, each frame in one transaction.
func (n *node) take(commits []journal.Commit) {
	n.must(n.store.Update(context.Background(), func(w journal.Writer) error {
		for _, c := range commits {
			if _, err := journal.Verify(c); err != nil {
				return err
			}
			outcome, err := journal.Append(w, c, noon.UnixMilli())
			var gap *journal.GapError
			if err != nil && !errors.As(err, &gap) {
				return err
			}
			switch outcome {
			case journal.Added, journal.Fork:
				n.took++
			case journal.Known:
				n.known++
			}
		}
		return nil
	}))
}

func (n *node) takeEarly(commits []journal.Commit) {
	n.must(n.store.Update(context.Background(), func(w journal.Writer) error {
		for _, c := range commits {
			outcome, err := journal.AppendEarly(w, c, noon.UnixMilli())
			if err != nil {
				return err
			}
			if n.sooner++; outcome == journal.Known {
				n.known++
			}
		}
		return nil
	}))
}

func (n *node) step(s State, in Input) (next State, out []Effect, err error) {
	n.must(n.store.View(context.Background(), func(r journal.Reader) error {
		next, out, err = Step(View{Log: r, House: n, Early: n.early}, s, noon, in)
		return nil
	}))
	return next, out, err
}

// drawn counts the nonces of all nodes.
var drawn int

// line may cut a request or an answer after some bytes; a negative number cuts nothing.
type line struct{ up, down int }

var whole = line{-1, -1}

// meets runs exchanges with another node until both are done; it returns the bytes up and down.
func (n *node) meets(other *node, l line) (up, down int, err error) {
	n.t.Helper()
	s := State{Me: n.key.Device(), Peer: n.peer, Kept: n.kept}
	for again := true; again; {
		again = false
		n.rounds++
		var nonce [16]byte
		drawn++
		copy(nonce[:], fmt.Sprintf("%016d", drawn))
		opening, err := NewOpening(chance(fmt.Sprint("ask", n.rounds)), nonce)
		n.must(err)
		next, out, err := n.step(s, Begin{nonce, opening.Key()})
		if err != nil {
			return up, down, err
		}
		s = next
		request := n.message(out[0].(Send), nil)
		n.peer = s.Peer // as a node keeps it before it sends
		up += len(request)
		answer, err := other.answers(cut(request, l.up))
		down += len(answer)
		if err != nil {
			return up, down, err
		}
		err = Read(bytes.NewReader(cut(answer, l.down)), opening, func(in Input) error {
			next, out, err := n.step(s, in)
			if err != nil {
				return err
			}
			s = next
			for _, e := range out {
				switch e := e.(type) {
				case Take:
					n.take(e.Commits)
				case TakeEarly:
					n.takeEarly(e.Commits)
				case TakeList:
					n.takeList(e)
				case Keeps:
					n.kept, s.Kept = e.Receipts, e.Receipts
				case Doubts:
					n.doubts = append(n.doubts, e.All...)
				case Again:
					again = true
				}
			}
			return nil
		})
		if err != nil {
			return up, down, err
		}
	}
	n.peer = s.Peer
	return up, down, nil
}

func (n *node) message(s Send, seal *Seal) []byte {
	signed, err := s.Head.Sign(n.key)
	n.must(err)
	var out bytes.Buffer
	n.must(Write(&out, signed, s.Frames, seal))
	return out.Bytes()
}

func cut(b []byte, at int) []byte {
	if at < 0 || at > len(b) {
		return b
	}
	return b[:at]
}

func (n *node) answers(request []byte) (answer []byte, err error) {
	s := State{Me: n.key.Device(), Nonces: n.nonces, Kept: n.kept}
	for _, likely := range n.given { // one device asks
		s.Given = likely
	}
	err = Read(bytes.NewReader(request), nil, func(in Input) error {
		next, out, err := n.step(s, in)
		if err != nil {
			return err
		}
		s = next
		for _, e := range out {
			switch e := e.(type) {
			case Take:
				n.take(e.Commits)
			case Keeps:
				n.kept = e.Receipts
			case Doubts:
				n.doubts = append(n.doubts, e.All...)
			case Send:
				seal, err := NewSeal(chance("seal"), s.head.Seal, s.head.Nonce)
				if err != nil {
					return err
				}
				answer = n.message(e, seal)
			}
		}
		return nil
	})
	n.nonces = s.Nonces
	n.given = map[journal.Device]Vector{s.Peer.Device: s.Given}
	return answer, err
}

// has says which bodies of a commit a node holds; ok is false if it does not have the commit.
func (n *node) has(c journal.Commit) (bodies int, ok bool) {
	n.must(n.store.View(context.Background(), func(r journal.Reader) error {
		e, there, err := journal.Find(r, c.Hash())
		ok = there
		for _, b := range e.Bodies {
			if b == journal.Present {
				bodies++
			}
		}
		return err
	}))
	return bodies, ok
}

func reader(b []byte) *bytes.Reader { return bytes.NewReader(b) }
