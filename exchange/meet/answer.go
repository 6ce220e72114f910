package meet

import (
	"context"
	"errors"
	"io"
	"time"

	"willing/desk"
	"willing/exchange"
)

// meeting is one side of an exchange being driven.
type meeting struct {
	n       *Node
	state   exchange.State
	send    *exchange.Send
	again   bool
	problem string
	got     desk.Received
	chunks  int // pieces of files that came

	incoming *incoming // what waits until the next frame is being verified; nil: nothing
	doubts   []exchange.Doubt
	begun    time.Time       // when this began
	told     time.Time       // when the other wrote its last answer, by its clock
	named    []byte          // which list that answer said that this device should carry
	first    exchange.Vector // how far the other was before
}

// on takes an input and does what comes of it, but for sending.
func (m *meeting) on(ctx context.Context, in exchange.Input) error {
	if _, ok := in.(exchange.Framed); !ok {
		if err := m.rest(ctx); err != nil {
			return err
		}
	}
	next, effects, err := m.n.step(ctx, m.state, in)
	if err != nil {
		return err
	}
	m.state = next
	for _, e := range effects {
		if _, ok := e.(exchange.Take); !ok { // what follows may rest on commits that wait
			if err := m.rest(ctx); err != nil {
				return err
			}
		}
		switch e := e.(type) {
		case exchange.Take:
			if err := m.take(ctx, e); err != nil {
				return err
			}
		case exchange.TakeEarly:
			got, err := m.n.desk.TakeEarly(ctx, e.From, desk.Verify(e.Commits))
			if err != nil {
				return err
			}
			m.count(got)
		case exchange.TakeChunks:
			n, err := m.n.desk.TakeChunks(ctx, e.Chunks)
			if err != nil {
				return err
			}
			m.chunks += n
		case exchange.TakeList:
			if err := m.n.desk.TakeList(ctx, e.Keys, e.Parts, e.Told, e.Now); err != nil {
				return err
			}
			if err := m.n.noteList(ctx, m.named, m.begun, m.told); err != nil { // it holds from here on, whatever else is to come
				return err
			}
		case exchange.Keeps:
			m.state.Kept = e.Receipts
			if err := m.n.keepReceipts(ctx, e.Receipts); err != nil {
				return err
			}
		case exchange.Doubts:
			m.doubts = append(m.doubts, e.All...)
			if m.state.Kept, err = m.n.noteDoubts(ctx, e, m.state.Kept); err != nil {
				return err
			}
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
	m.got.Filled += got.Filled
	m.got.Known += got.Known
	m.got.Forks += got.Forks
	m.got.Refused += got.Refused
	m.got.Gaps += got.Gaps
	m.got.Own += got.Own
	m.got.Early += got.Early
}

// Answer reads a request and writes what is to be answered. Each frame is taken in as it comes: what came
// before a line broke stays.
func (n *Node) Answer(ctx context.Context, in io.Reader, out io.Writer) error {
	kept, err := n.receipts(ctx)
	if err != nil {
		return err
	}
	locked := n.locked.Load()
	m := &meeting{n: n, state: exchange.State{Me: n.Name(), Kept: kept, Locked: locked != nil}}
	var asked exchange.Head
	err = exchange.Read(in, nil, func(part exchange.Input) error {
		if c, ok := part.(exchange.Came); ok {
			asked = c.Head
			m.state.Nonces = n.answers.claim(c.Head.Nonce)
			if m.state.Given, err = n.likely(ctx, c.Head.From); err != nil {
				return err
			}
		}
		return m.on(ctx, part)
	})
	err = errors.Join(err, m.rest(ctx))
	if err != nil || m.send == nil {
		return err
	}
	if err := n.after(ctx, m, asked); err != nil {
		return err
	}
	if m.problem == exchange.Locked && asked.Full && m.send.Head.Vector.Covers(asked.Vector) {
		if err := (*locked)(ctx, asked.From); err != nil {
			return err
		}
	}
	seal, err := exchange.NewSeal(n.desk.Rand, asked.Seal, asked.Nonce)
	if err != nil {
		return err
	}
	m.send.Head.Untaken = exchange.Untaken{Broken: uint64(m.got.Refused), Gaps: uint64(m.got.Gaps)}
	signed, err := m.send.Head.Sign(n.desk.Device)
	if err != nil {
		return err
	}
	return exchange.Write(out, signed, m.send.Frames, seal)
}
