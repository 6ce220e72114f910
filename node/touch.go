package node

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/web"
)

// How often a device that is served meets headquarters by itself. There is no waiting on the line: a try that fails
// costs one attempt to connect, and the next one comes later.
const (
	meetEvery = 5 * time.Minute // while the line is there
	firstWait = time.Minute     // after the first failure; doubled with each further one
	longWait  = time.Hour       // at most
)

// touch keeps a device in touch with headquarters while it is served. It is the [web.Line] of its pages.
type touch struct {
	n    *Node
	line Line
	ask  chan struct{}

	mu     sync.Mutex
	state  web.LineState
	failed int // tries in a row
}

func newTouch(n *Node) *touch {
	return &touch{n: n, line: Post(&http.Client{}, n.Headquarters(), ExchangePath), ask: make(chan struct{}, 1)}
}

// State implements [web.Line].
func (t *touch) State() web.LineState {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state
}

// Meet implements [web.Line].
func (t *touch) Meet() {
	t.mu.Lock()
	t.state.Busy = true // so that the page that asked says so
	t.mu.Unlock()
	select {
	case t.ask <- struct{}{}:
	default: // asked already
	}
}

// run meets headquarters by itself until ctx ends: at once, then whenever it is time or somebody asks.
func (t *touch) run(ctx context.Context, log *slog.Logger) {
	wait := time.Duration(0)
	for {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-t.ask:
			timer.Stop()
		case <-timer.C:
		}
		wait = t.meet(ctx, log)
	}
}

// meet exchanges once, and says how long to wait until the next time.
func (t *touch) meet(ctx context.Context, log *slog.Logger) time.Duration {
	t.mu.Lock()
	t.state.Busy = true
	t.mu.Unlock()
	out, err := t.n.Sync(ctx, t.line)
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.n.now()
	t.state = web.LineState{Tried: now, Failed: out.Problem}
	if !knownProblem[out.Problem] {
		t.state.Failed = "other"
	}
	wait := meetEvery
	switch {
	case err != nil && errors.Is(err, errNoLine):
		t.state.Failed = "line"
	case journal.Full(err):
		t.state.Failed = "full"
	case errors.Is(err, meet.ErrNoRoom):
		t.state.Failed = "room"
	case err != nil:
		t.state.Failed = "other"
		log.Error("the exchange failed", slog.String("kind", string(desk.KindOf(err))))
	}
	if t.failed++; t.state.Failed == "" {
		t.failed = 0
	} else {
		wait = min(longWait, firstWait<<min(t.failed-1, 10))
	}
	t.state.Next = now.Add(wait)
	return wait
}

// knownProblem are the problems of an exchange for which the pages have words.
var knownProblem = map[string]bool{"": true, "unknown": true, "revoked": true, "expired": true, "newer": true, "locked": true}
