package simexchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"willing/exchange"
	"willing/journal"
)

// errLine is a line that broke.
var errLine = errors.New("no line")

// line carries requests of one device to headquarters or to another device, and lets one of them come to harm.
type line struct {
	w     *world
	from  *node
	to    *node
	fault Fault
	at    uint64
	wait  uint64 // requests before the one that comes to harm

	forges bool // whoever asks is not honest: see forged
}

func (l *line) carry(ctx context.Context, request []byte) (io.ReadCloser, error) {
	fault := None
	if l.wait == 0 {
		fault = l.fault
	}
	l.wait--
	if l.forges {
		var err error
		if request, err = l.forged(request); err != nil {
			return nil, err
		}
	}
	if err := l.givesItsOwn(request); err != nil {
		return nil, err
	}
	l.w.posted = append(l.w.posted, posted{l.to, bytes.Clone(request)})
	switch fault {
	case DropUp:
		return nil, errLine
	case CutUp:
		request = request[:l.at%uint64(len(request))]
	case FlipUp:
		request = flipped(request, l.at)
	}
	if err := l.repeats(request); err != nil {
		return nil, err
	}
	answer, err := l.w.asks(l.to, request)
	if fault == Double && err == nil {
		_, err = l.w.asks(l.to, request)
	}
	if err := l.arrived(request); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, errors.Join(errLine, err)
	}
	switch fault {
	case DropDown:
		return nil, errLine
	case CutDown:
		answer = answer[:l.at%uint64(len(answer)+1)]
	case FlipDown:
		answer = flipped(answer, l.at)
	}
	return io.NopCloser(bytes.NewReader(answer)), nil
}

func flipped(message []byte, at uint64) []byte {
	out := bytes.Clone(message)
	if len(out) > 0 {
		out[at%uint64(len(out))] ^= 1 << (at >> 32 % 8)
	}
	return out
}

// posted is a request that went over a line.
type posted struct {
	to      *node
	request []byte
}

// asks lets a node answer a request.
func (w *world) asks(to *node, request []byte) ([]byte, error) {
	if err := to.up(); err != nil {
		return nil, err
	}
	var answer bytes.Buffer
	err := to.meets.Answer(ctx, bytes.NewReader(request), &answer)
	return answer.Bytes(), err
}

// inFrames are the commits in the whole frames of a request.
func inFrames(request []byte) (out []journal.Commit) {
	_ = exchange.Read(bytes.NewReader(request), nil, func(in exchange.Input) error {
		f, ok := in.(exchange.Framed)
		if !ok {
			return nil
		}
		commits, err := exchange.OpenFrame(f.Frame)
		out = append(out, commits...)
		return err
	})
	return out
}

// oneFrame is how many commits a frame holds at most.
const oneFrame = 64

// repeats checks (g) for what goes up: of what arrived when the line broke, one frame at most goes again.
func (l *line) repeats(request []byte) error {
	if !l.to.home() {
		return nil
	}
	before, again := l.w.came[l.from.index], 0
	for _, c := range inFrames(request) {
		if before[c.Hash()] {
			again++
		}
	}
	if again > oneFrame && !l.w.branched() {
		return broken("g", "device %d sends %d commits again", l.from.index, again)
	}
	return nil
}

// arrived remembers what of a request headquarters took in, in case that its answer does not arrive.
func (l *line) arrived(request []byte) error {
	if !l.to.home() {
		return nil
	}
	return l.to.view(func(r journal.Reader) error {
		for _, c := range inFrames(request) {
			hash := c.Hash()
			_, ok, err := journal.Find(r, hash)
			if err != nil {
				return err
			}
			if ok {
				if l.w.came[l.from.index] == nil {
					l.w.came[l.from.index] = map[journal.Hash]bool{}
				}
				l.w.came[l.from.index][hash] = true
			}
		}
		return nil
	})
}

// branched reports whether some lane has branches: then all of it goes whenever it differs.
func (w *world) branched() bool {
	places := map[string]journal.Hash{}
	for hash, c := range w.commits {
		place := fmt.Sprint(c.header.Lane(), c.header.Seq)
		if other, ok := places[place]; ok && other != hash {
			return true
		}
		places[place] = hash
	}
	return false
}

func syncs(w *world, n *node, s Step) error {
	if n.home() {
		return nil
	}
	return w.meet(n, s)
}

// meet lets a device meet headquarters, and checks what must hold of it then.
func (w *world) meet(n *node, s Step) error {
	if err := n.up(); err != nil {
		return err
	}
	l := &line{w: w, from: n, to: w.nodes[0], fault: s.Fault, at: s.At >> 8, wait: s.At % 3}
	resumes := len(w.came[n.index]) > 0
	out, err := n.meets.Sync(ctx, l.carry)
	w.tally.count(stayedEarly, err != nil && out.Early > 0)
	if err != nil {
		return err
	}
	if resumes && out.Repeated > oneFrame && !w.branched() {
		return broken("g", "device %d is sent %d commits again", n.index, out.Repeated)
	}
	w.tally.count(resumed, resumes)
	w.tally.count(newEpoch, out.Epoch > 0)
	w.tally.count(cameEarly, out.Early > 0)
	w.tally.count(purged, out.Purged > 0)
	delete(w.came, n.index)
	if err := w.notice(); err != nil {
		return err
	}
	if out.Problem != "" && out.Problem != exchange.Revoked {
		return nil
	}
	for subject := range n.waits {
		n.erased[subject] = true
	}
	if err := w.holdsOnlyItsOwn(n); err != nil || out.Problem != "" {
		return err
	}
	return w.knowsWhoRefused(n)
}

// stick is a bundle that somebody carries.
type stick struct {
	from, to journal.Device
	raw      []byte
}

func writes(w *world, n *node, s Step) error {
	to := w.nodes[s.Other%len(w.nodes)]
	if to.key.Device() == n.key.Device() {
		return nil
	}
	_, signed, frames, err := n.meets.Parcel(ctx, to.key.Device())
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := exchange.Write(&out, signed, frames, nil); err != nil {
		return err
	}
	if err := w.showsNobodyErased(n, frames); err != nil {
		return err
	}
	w.sticks = append(w.sticks, &stick{n.key.Device(), to.key.Device(), out.Bytes()})
	return nil
}

// carries lets a courier bring one of the sticks that were ever written, in whatever order, as often as it comes.
func carries(w *world, _ *node, s Step) error {
	if len(w.sticks) == 0 {
		return nil
	}
	b := w.sticks[s.N%uint64(len(w.sticks))]
	i := slices.IndexFunc(w.nodes, func(n *node) bool { return n.key.Device() == b.to && !n.gone })
	if i < 0 {
		return nil
	}
	to, raw := w.nodes[i], b.raw
	if err := to.up(); err != nil {
		return err
	}
	w.disarm()
	w.arm(to, s)
	switch s.Fault {
	case CutUp:
		raw = raw[:s.At%uint64(len(raw))]
	case FlipUp:
		raw = flipped(raw, s.At)
	}
	lists, err := w.listsOf(to)
	if err != nil {
		return err
	}
	if _, err := to.meets.Unpack(ctx, bytes.NewReader(raw)); err != nil {
		return err
	}
	return w.keepsLists(lists)
}

func replays(w *world, _ *node, s Step) error {
	if len(w.posted) == 0 {
		return nil
	}
	again := w.posted[s.N%uint64(len(w.posted))]
	if again.to.gone {
		return nil
	}
	_, err := w.asks(again.to, again.request)
	if errors.Is(err, exchange.ErrMessage) || errors.Is(err, exchange.ErrCut) {
		err = nil
	}
	return err
}
