package node

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// houseAt answers for one moment of the store what the exchange must know.
type houseAt struct {
	n *Node
	r journal.Reader
}

// Home implements [exchange.House].
func (h houseAt) Home() journal.Device { return h.n.Desk.Home }

// Grant implements [exchange.House]. Headquarters holds everything.
func (h houseAt) Grant(device journal.Device) (exchange.Grant, bool) {
	if device == h.n.Desk.Home {
		return exchange.Grant{Sight: exchange.Sight{Device: device, All: true}}, true
	}
	g, revoked, ok := h.n.Desk.Grant(device)
	out := exchange.Grant{Revoked: revoked, Sight: exchange.Sight{Device: device}}
	if g.NotAfter != 0 {
		out.Until = time.Unix(g.NotAfter, 0)
	}
	if !revoked {
		for _, s := range g.Scopes {
			out.Sight.Scopes = append(out.Sight.Scopes, journal.Scope(s))
		}
	}
	return out, ok
}

// Where implements [exchange.House]. Whoever cannot be placed is as good as hidden.
func (h houseAt) Where(subject journal.ID) (scope journal.Scope, known, hidden bool) {
	territory, known, hidden, err := desk.Stands(h.r, subject)
	return journal.TerritoryScope(territory), known && territory != "", hidden || err != nil
}

// Moved implements [exchange.House].
func (h houseAt) Moved(scopes []journal.Scope) []journal.ID {
	moved, err := h.n.Desk.MovedIn(h.r, inScopes(scopes))
	if err != nil {
		return nil
	}
	return moved
}

// Wants implements [exchange.House].
func (h houseAt) Wants() []journal.Hash {
	mine := h.sight()
	wants, err := desk.Lacking(h.r, func(s journal.Scope) bool {
		return mine.All || mine.Lane(journal.Lane{Scope: s}) && s != journal.Control
	}, exchange.MaxWants)
	if err != nil {
		return nil
	}
	return wants
}

// Due implements [exchange.House].
func (h houseAt) Due(scopes []journal.Scope) []journal.ID {
	due, err := desk.DueSoon(h.r, inScopes(scopes), h.n.now().AddDate(0, 0, 7))
	if err != nil {
		return nil
	}
	return due
}

// sight is what this node may hold itself.
func (h houseAt) sight() exchange.Sight {
	g, _ := h.Grant(h.n.device.Device())
	return g.Sight
}

func inScopes(scopes []journal.Scope) func(territory string) bool {
	in := map[journal.Scope]bool{}
	for _, s := range scopes {
		in[s] = true
	}
	return func(territory string) bool { return in[journal.TerritoryScope(territory)] }
}

// step runs one step of an exchange at one moment of the store.
func (n *Node) step(ctx context.Context, s exchange.State, in exchange.Input) (next exchange.State, effects []exchange.Effect, err error) {
	err = n.store.View(ctx, func(r journal.Reader) error {
		next, effects, err = exchange.Step(exchange.View{Log: r, House: houseAt{n, r}}, s, n.now(), in)
		return err
	})
	return next, effects, err
}

// meeting is one side of an exchange being driven.
type meeting struct {
	n       *Node
	state   exchange.State
	send    *exchange.Send
	again   bool
	problem string
	got     desk.Received
}

// on takes an input and does what comes of it, but for sending.
func (m *meeting) on(ctx context.Context, in exchange.Input) error {
	next, effects, err := m.n.step(ctx, m.state, in)
	if err != nil {
		return err
	}
	m.state = next
	for _, e := range effects {
		switch e := e.(type) {
		case exchange.Take:
			got, err := m.n.Desk.Take(ctx, e.Commits)
			if err != nil {
				return err
			}
			m.count(got)
		case exchange.Send:
			m.send = &e
		case exchange.Again:
			m.again = true
		case exchange.Done:
			m.problem = e.Problem
		}
	}
	return nil
}

func (m *meeting) count(got desk.Received) {
	m.got.Added += got.Added
	m.got.Known += got.Known
	m.got.Forks += got.Forks
	m.got.Refused += got.Refused
	m.got.Gaps += got.Gaps
	m.got.Own += got.Own
}

// answering is what the side that answers remembers between requests.
type answering struct {
	mu     sync.Mutex
	nonces [][16]byte
}

// Answer reads a request and writes what is to be answered. Each frame is taken in as it comes: what came
// before a line broke stays.
func (n *Node) Answer(ctx context.Context, in io.Reader, out io.Writer) error {
	m := &meeting{n: n, state: exchange.State{Me: n.device.Device()}}
	var asked exchange.Head
	err := exchange.Read(in, nil, func(part exchange.Input) error {
		if c, ok := part.(exchange.Came); ok {
			asked = c.Head
			m.state.Nonces = n.answers.seen()
			defer func() { n.answers.note(c.Head.Nonce) }()
		}
		return m.on(ctx, part)
	})
	if err != nil {
		return err
	}
	if m.send == nil {
		return nil
	}
	if err := n.noteMet(ctx, asked, m); err != nil {
		return err
	}
	seal, err := exchange.NewSeal(n.chance, asked.Seal, asked.Nonce)
	if err != nil {
		return err
	}
	signed, err := m.send.Head.Sign(n.device)
	if err != nil {
		return err
	}
	return exchange.Write(out, signed, m.send.Frames, seal)
}

const manyNonces = 4096

func (a *answering) seen() [][16]byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([][16]byte(nil), a.nonces...)
}

func (a *answering) note(nonce [16]byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.nonces = append(a.nonces, nonce)
	if len(a.nonces) > manyNonces {
		a.nonces = a.nonces[len(a.nonces)-manyNonces:]
	}
}

// Line carries a request to another node and brings its answer back.
type Line func(ctx context.Context, request []byte) (io.ReadCloser, error)

// Synced is what came of an exchange.
type Synced struct {
	Sent      int     `json:"sent"`       // commits that the other did not have
	Received  int     `json:"received"`   // commits, and bodies of commits, that were not here
	BytesUp   int64   `json:"bytes_up"`   // of messages, without what the line adds
	BytesDown int64   `json:"bytes_down"` //
	Requests  int     `json:"requests"`
	Seconds   float64 `json:"seconds"`
	Purged    int     `json:"purged"`            // people whose content went, since it may be held here no longer
	Epoch     uint32  `json:"epoch,omitempty"`   // a new one was begun: this device was restored or cloned
	Problem   string  `json:"problem,omitempty"` // why the other gave nothing
}

// Sync exchanges with headquarters until neither has anything new for the other.
func (n *Node) Sync(ctx context.Context, line Line) (out Synced, err error) {
	begun := n.now()
	peers := n.readPeers()
	peer := peers[n.Settings.Home]
	peer.Device, peer.Sight = n.Desk.Home, exchange.Sight{Device: n.Desk.Home, All: true}
	m := &meeting{n: n, state: exchange.State{Me: n.device.Device(), Peer: peer}}
	before := peer.Heard
	keep := func() error {
		peers[n.Settings.Home] = m.state.Peer
		return n.writePeers(peers)
	}
	for m.again = true; m.again; {
		if err = n.round(ctx, m, line, keep, &out); err != nil {
			break
		}
		if m.got.Own > 0 {
			if out.Epoch, err = n.newEpoch(ctx); err != nil {
				break
			}
			m.got.Own = 0
		}
	}
	out.Received, out.Problem, out.Seconds = m.got.Added+m.got.Forks, m.problem, n.now().Sub(begun).Seconds()
	out.Sent = ownSent(n.device.Device(), before, m.state.Peer.Heard)
	if err = errors.Join(err, keep()); err != nil {
		return out, lineError(err)
	}
	out.Purged, err = n.purge(ctx, m.state.Peer.Heard)
	return out, err
}

// round is one request and its answer.
func (n *Node) round(ctx context.Context, m *meeting, line Line, keep func() error, out *Synced) error {
	var nonce [16]byte
	if _, err := io.ReadFull(n.chance, nonce[:]); err != nil {
		return err
	}
	opening, err := exchange.NewOpening(n.chance, nonce)
	if err != nil {
		return err
	}
	m.again, m.send = false, nil
	if err := m.on(ctx, exchange.Begin{Nonce: nonce, Seal: opening.Key()}); err != nil {
		return err
	}
	if len(m.send.Frames) > 0 { // after a crash it is not known whether they arrived
		if err := keep(); err != nil {
			return err
		}
	}
	signed, err := m.send.Head.Sign(n.device)
	if err != nil {
		return err
	}
	var request bytes.Buffer
	if err := exchange.Write(&request, signed, m.send.Frames, nil); err != nil {
		return err
	}
	out.Requests++
	out.BytesUp += int64(request.Len())
	answer, err := line(ctx, request.Bytes())
	if err != nil {
		return err
	}
	counted := &counting{r: answer}
	err = exchange.Read(counted, opening, func(in exchange.Input) error { return m.on(ctx, in) })
	out.BytesDown += counted.n
	return errors.Join(err, answer.Close())
}

type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ownSent counts what of a device's own lanes somebody has now and had not before.
func ownSent(device journal.Device, before, after exchange.Vector) int {
	had := map[journal.Lane]uint64{}
	for _, m := range before {
		had[m.Lane] = m.Seq
	}
	n := 0
	for _, m := range after {
		if m.Lane.Device == device && m.Seq > had[m.Lane] {
			n += int(m.Seq - had[m.Lane])
		}
	}
	return n
}

// lineError says what people can do when an exchange was cut short. Nothing of it is lost.
func lineError(err error) error {
	if errors.Is(err, exchange.ErrMessage) {
		return &desk.Error{Kind: desk.Broken, Say: "what the other node said was changed on the way, or is of no version that this program knows; what came before it stays", Cause: err}
	}
	if desk.KindOf(err) != desk.Unexpected {
		return err
	}
	return &desk.Error{Kind: desk.Unexpected, Say: "the line broke; what came before stays, and nothing is lost: try again", Cause: err}
}

// purge takes away what this device may hold no longer.
func (n *Node) purge(ctx context.Context, heard exchange.Vector) (int, error) {
	sent := map[journal.Lane]uint64{}
	for _, m := range heard {
		sent[m.Lane] = m.Seq
	}
	g, revoked, ok := n.Desk.Grant(n.device.Device())
	if !ok || revoked {
		g = casebook.DeviceGrant{}
	}
	var scopes []journal.Scope
	for _, s := range g.Scopes {
		scopes = append(scopes, journal.Scope(s))
	}
	if !ok {
		return 0, nil // nothing is known of this device yet: it has only just joined
	}
	return n.Desk.Purge(ctx, inScopes(scopes), sent)
}

func (n *Node) readPeers() map[string]exchange.Peer {
	peers := map[string]exchange.Peer{}
	raw, err := os.ReadFile(n.Folder.peers())
	if err != nil || json.Unmarshal(raw, &peers) != nil {
		return map[string]exchange.Peer{} // a hint, no more
	}
	return peers
}

func (n *Node) writePeers(peers map[string]exchange.Peer) error {
	raw, err := json.Marshal(peers)
	if err != nil {
		return err
	}
	return writeDurably(n.Folder.peers(), raw)
}
