package node

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"willing/desk"
	"willing/exchange"
	"willing/exchange/meet"
	"willing/journal"
	"willing/web"
)

// besides lets a laptop's own pages do what `willing meet` and `willing sync --meet` do. It is the [web.Beside] of its pages.
type besides struct {
	n      *Node
	listen string // where it waits; ":0" for any port
	log    *slog.Logger

	mu      sync.Mutex
	waiting *Meeting
	stop    context.CancelFunc
	ended   chan struct{} // closed when nobody waits any more
	state   web.BesideState
}

// State implements [web.Beside].
func (b *besides) State() web.BesideState {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.state
	if m := b.waiting; m != nil {
		out.Code, out.Addresses, out.Until = grouped(m.Code), m.Addresses, m.Until
		if came := m.came.Load(); came > 0 {
			out.Came = time.UnixMilli(came)
		}
	}
	return out
}

// grouped is a code as one reads it out.
func grouped(code string) string {
	var parts []string
	for part := range slices.Chunk([]byte(code), 4) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, "-")
}

// Wait implements [web.Beside].
func (b *besides) Wait() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting != nil {
		return ""
	}
	m, err := b.n.Wait(b.listen)
	if b.state.Failed = unmetBy(err); err != nil {
		return b.state.Failed
	}
	ctx, stop := context.WithCancel(context.Background())
	b.waiting, b.stop, b.ended = m, stop, make(chan struct{})
	go b.serve(ctx, m, b.ended)
	return ""
}

func (b *besides) serve(ctx context.Context, m *Meeting, ended chan struct{}) {
	defer close(ended)
	if err := m.Serve(ctx); err != nil {
		b.log.Error("waiting for another laptop failed", slog.String("kind", string(desk.KindOf(err))))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = nil
}

// Stop implements [web.Beside]. It returns when nobody is answered any more.
func (b *besides) Stop() {
	b.mu.Lock()
	stop, ended := b.stop, b.ended
	b.mu.Unlock()
	if stop != nil {
		stop()
		<-ended
	}
}

// Meet implements [web.Beside].
func (b *besides) Meet(ctx context.Context, address, code string) string {
	out, err := b.n.MeetAt(ctx, address, code)
	failed := unmetBy(err)
	if err == nil && out.Problem != "" {
		failed = peerFails[out.Problem]
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state.Failed = failed; failed == "" {
		b.state.Met, b.state.Sent, b.state.Received = b.n.now(), out.Sent, out.Received
	}
	return failed
}

// peerFails says in which words a page tells a problem of an exchange with another laptop.
var peerFails = map[string]string{exchange.Unknown: "unknown", exchange.Revoked: "revoked", exchange.Expired: "revoked", exchange.Newer: "newer"}

// unmetBy is the reason of an error in the words of [web.MeetingFails].
func unmetBy(err error) string {
	if err == nil {
		return ""
	}
	for cause, name := range map[error]string{
		errCode: "code", errNobody: "nobody", errNowhere: "address", errTaken: "taken", errHouse: "house", errCopy: "copy", errAway: "away", errOver: "over", journal.ErrFull: "full", meet.ErrNoRoom: "room",
	} {
		if errors.Is(err, cause) {
			return name
		}
	}
	return "other"
}
