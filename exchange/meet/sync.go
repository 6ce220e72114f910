package meet

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

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
	Early     int     `json:"early,omitempty"`    // commits of people who come first, which came before their lanes
	Repeated  int     `json:"repeated,omitempty"` // commits that came and were here already
	Untaken   uint64  `json:"untaken,omitempty"`  // commits that the other did not take: damaged, or without the one before
	Purged    int     `json:"purged"`             // people whose content went, since it may be held here no longer
	Epoch     uint32  `json:"epoch,omitempty"`    // a new one was begun: this device was restored or cloned
	Problem   string  `json:"problem,omitempty"`  // why the other gave nothing
	Doubt     string  `json:"doubt,omitempty"`    // headquarters does not have what it signed for: "rolledback", "rewritten" or "restored"
}

// worst is the kind of the gravest of some doubts.
func worst(all []exchange.Doubt) string {
	for _, kind := range []string{casebook.DoubtRewritten, casebook.DoubtRolledBack, casebook.DoubtRestored} {
		if slices.ContainsFunc(all, func(d exchange.Doubt) bool { return d.Kind == kind }) {
			return kind
		}
	}
	return ""
}

// Sync exchanges with headquarters until neither has anything new for the other.
func (n *Node) Sync(ctx context.Context, line Line) (out Synced, err error) {
	begun := n.desk.Now()
	known, err := n.desk.Knowledge(ctx)
	if err != nil {
		return out, err
	}
	m, err := n.exchanges(ctx, n.desk.Home, line, &out)
	if m == nil {
		return out, err
	}
	if known.Met.IsZero() && err == nil && m.problem == "" {
		n.tells(ctx, line, &out)
	}
	out.Sent = ownSent(n.Name(), m.first, m.state.Peer.Heard)
	listed := m.state.Peer.List
	if err != nil {
		listed = nil // it is of an earlier answer
	}
	if err = errors.Join(err, n.noteMeeting(ctx, m, begun, err), n.noteList(ctx, listed, begun, m.told)); err != nil {
		return out, lineError(err)
	}
	if m.problem == exchange.Revoked {
		if err := n.desk.DropList(ctx); err != nil {
			return out, err
		}
	}
	if m.problem != "" {
		if err := n.lostTrack(ctx, m.state.Peer.Heard, &out); err != nil {
			return out, err
		}
	}
	out.Purged, err = n.purge(ctx, m.state.Peer.Heard, m.problem == exchange.Revoked, false)
	return out, err
}

// tells lets headquarters know that the first load has come, so that nobody there takes a new device for one that is
// behind. Should it fail, the next meeting says so.
func (n *Node) tells(ctx context.Context, line Line, out *Synced) {
	var more Synced
	_, _ = n.exchanges(ctx, n.desk.Home, line, &more)
	out.Requests, out.BytesUp, out.BytesDown = out.Requests+more.Requests, out.BytesUp+more.BytesUp, out.BytesDown+more.BytesDown
	out.Early, out.Received, out.Seconds = out.Early+more.Early, out.Received+more.Received, out.Seconds+more.Seconds
}

// exchanges goes on until neither has anything new for the other, and keeps what is remembered of the other.
func (n *Node) exchanges(ctx context.Context, with journal.Device, line Line, out *Synced) (*meeting, error) {
	begun, name := n.desk.Now(), with.String()
	peers := n.keep.Peers()
	peer := peers[name]
	peer.Device = with
	if with == n.desk.Home {
		peer.Sight = exchange.Sight{Device: with, All: true}
	} else {
		peer.Heard = nil // they meet seldom, and on a line that costs nothing
	}
	if err := n.agree(ctx); err != nil {
		return nil, err
	}
	kept, err := n.receipts(ctx)
	if err != nil {
		return nil, err
	}
	m := &meeting{n: n, state: exchange.State{Me: n.Name(), Peer: peer, Kept: kept}, first: peer.Heard, begun: begun}
	keep := func() error {
		peers[name] = m.state.Peer
		return n.keep.KeepPeers(peers)
	}
	for m.again = true; m.again; {
		if err = n.round(ctx, m, line, keep, out); err != nil {
			break
		}
		if m.first == nil && m.problem == "" && with != n.desk.Home {
			m.first = m.state.Peer.Heard
		}
		if m.got.Own > 0 {
			if out.Epoch, err = n.newEpoch(ctx); err != nil {
				break
			}
			m.got.Own = 0
		}
	}
	out.Received, out.Repeated, out.Problem, out.Seconds = m.got.Added+m.got.Filled+m.got.Forks, m.got.Known, m.problem, n.desk.Now().Sub(begun).Seconds()
	out.Early, out.Doubt = m.got.Early, worst(m.doubts)
	return m, errors.Join(err, keep())
}

// noteMeeting remembers how far headquarters is, and that the two are level, if the exchange came to its end.
func (n *Node) noteMeeting(ctx context.Context, m *meeting, begun time.Time, failed error) error {
	met := desk.Heard{Away: m.problem == exchange.Revoked, Mute: failed != nil && m.problem == ""}
	if heard := m.state.Peer.Heard; heard != nil {
		met.Has = map[journal.Lane]uint64{}
		for _, mark := range heard {
			met.Has[mark.Lane] = mark.Seq
		}
	}
	if failed == nil && m.problem == "" {
		met.Level = begun
	}
	return cmp.Or(n.desk.NoteMeeting(ctx, met), n.noteHome(ctx, m.state.Peer.Heard))
}

// noteList remembers that the list that this device carries is the one that headquarters has for it, which said so at a
// moment by its own clock.
func (n *Node) noteList(ctx context.Context, sum []byte, at, told time.Time) error {
	same := false
	err := n.desk.Store.View(ctx, func(r journal.Reader) error {
		l, err := desk.CarriedList(r)
		same = len(sum) > 0 && bytes.Equal(l.Sum(), sum)
		return err
	})
	if err != nil || !same {
		return err
	}
	return n.desk.NoteList(ctx, at, told)
}

// lostTrack looks whether headquarters has more of this device's lanes than the device itself, and gives none of it
// back, since the device was turned away: it was restored or cloned, and goes on in an epoch of its own.
func (n *Node) lostTrack(ctx context.Context, heard exchange.Vector, out *Synced) error {
	behind := false
	err := n.desk.Store.View(ctx, func(r journal.Reader) error {
		for _, m := range heard {
			head, err := journal.HeadOf(r, m.Lane)
			if err != nil {
				return err
			}
			behind = behind || m.Lane.Device == n.Name() && m.Seq > head.Seq && m.Lane.Epoch == n.keep.Epoch()
		}
		return nil
	})
	if err == nil && behind {
		out.Epoch, err = n.newEpoch(ctx)
	}
	return err
}

// round is one request and its answer.
func (n *Node) round(ctx context.Context, m *meeting, line Line, keep func() error, out *Synced) error {
	nonce, err := n.draw()
	if err != nil {
		return err
	}
	opening, err := exchange.NewOpening(n.desk.Rand, nonce)
	if err != nil {
		return err
	}
	m.again, m.send = false, nil
	if err := m.on(ctx, exchange.Begin{Nonce: nonce, Seal: opening.Key()}); err != nil || m.send == nil {
		return err
	}
	if len(m.send.Frames) > 0 { // after a crash it is not known whether they arrived
		if err := keep(); err != nil {
			return err
		}
	}
	if m.send.Head.To == n.desk.Home {
		m.send.Head.Program = n.program
	}
	signed, err := m.send.Head.Sign(n.desk.Device)
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
	err = exchange.Read(counted, opening, func(in exchange.Input) error {
		if c, ok := in.(exchange.Came); ok {
			out.Untaken += c.Head.Untaken.Broken + c.Head.Untaken.Gaps
			if err := m.hears(ctx, c.Head); err != nil {
				return err
			}
		}
		return m.on(ctx, in)
	})
	out.BytesDown += counted.n
	return errors.Join(err, m.rest(ctx), answer.Close())
}

// hears notes what headquarters says at the beginning of an answer that may be long: how much is still to come.
func (m *meeting) hears(ctx context.Context, h exchange.Head) error {
	m.told, m.named = time.UnixMilli(h.At), exchange.ListSum(h)
	if !h.Full || h.Problem != "" || m.state.Peer.Device != m.n.desk.Home || len(h.Frames) == 0 {
		return nil
	}
	met := desk.Heard{Mute: true, Has: map[journal.Lane]uint64{}}
	for _, mark := range h.Vector {
		met.Has[mark.Lane] = mark.Seq
	}
	return m.n.desk.NoteMeeting(ctx, met)
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

// ErrNoRoom says that the other side has no room left.
var ErrNoRoom = errors.New("the other side has no room left")

// NoRoom is the error of a [Line] to whom the other side answered so (507).
func NoRoom() error {
	return &desk.Error{Kind: desk.Unexpected, Say: "the other side has no room left: nothing is lost; whoever looks after it makes room, then try again", Cause: ErrNoRoom}
}

// lineError says what people can do when an exchange was cut short. Nothing of it is lost.
func lineError(err error) error {
	if errors.Is(err, exchange.ErrMessage) {
		return &desk.Error{Kind: desk.Broken, Say: "what the other node said was changed on the way, or is of no version that this program knows; what came before it stays", Cause: err}
	}
	if journal.Full(err) {
		return &desk.Error{Kind: desk.Unexpected, Say: "there is no room left on this machine; what came before stays, and nothing is lost: make room, then try again", Cause: err}
	}
	if said := (*desk.Error)(nil); errors.As(err, &said) {
		return err // it says itself what can be done
	}
	return &desk.Error{Kind: desk.Unexpected, Say: "the line broke; what came before stays, and nothing is lost: try again", Cause: err}
}

// purge takes away what this device may hold no longer, but for what may be nowhere else: what headquarters does not have
// as far as was heard. After an exchange with headquarters it has all that others wrote, since that was given to it too;
// apart from it, it may not. A device that headquarters has turned away may hold nothing of anybody; it is told so, and
// gets no control lane to read it in.
func (n *Node) purge(ctx context.Context, heard exchange.Vector, revoked, apart bool) (int, error) {
	g, known, ok := n.desk.Grant(n.Name())
	if !ok {
		return 0, nil // nothing is known of this device yet: it has only just joined
	}
	var scopes []journal.Scope
	if !revoked && !known {
		for _, s := range g.Scopes {
			scopes = append(scopes, journal.Scope(s))
		}
	}
	sent := map[journal.Lane]uint64{}
	for _, m := range heard {
		sent[m.Lane] = m.Seq
	}
	return n.desk.Purge(ctx, inScopes(scopes), func(h journal.Header) bool {
		if h.Device == n.desk.Home || !apart && h.Device != n.Name() {
			return true
		}
		return h.Seq <= sent[h.Lane()]
	})
}
