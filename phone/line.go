package phone

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/web"
)

// Where headquarters is reached.
const (
	exchangePath = "/exchange"
	joinPath     = "/exchange/join"
)

// line meets headquarters. It does so while a page waits for it, since a browser ends a worker on which nobody
// waits; the pages ask by themselves.
type line struct {
	in *inside

	one    sync.Mutex // held while an exchange is under way
	mu     sync.Mutex
	state  web.LineState
	failed int  // how often in a row
	wished bool // somebody asked
}

var _ web.Line = (*line)(nil)

// State implements [web.Line].
func (l *line) State() web.LineState {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.state
	if l.wished {
		out.Busy = true
	}
	return out
}

// Meet implements [web.Line]: the next page that asks will exchange.
func (l *line) Meet() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wished = true
}

// How often a phone tries by itself (our decision): what is unsent goes at once; otherwise every few minutes, and
// ever more seldom where there is no line.
const (
	restTime = 5 * time.Minute
	longRest = 15 * time.Minute
	firstTry = 20 * time.Second
)

// due reports whether it is time to meet headquarters. A browser that has just found a network says now; where
// somebody opens a page with a network, no earlier failure keeps it waiting, since that may have been without one.
func (l *line) due(ctx context.Context, now, opened bool) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := l.in.phone.Now()
	l.wished = l.wished || now && !off("found") || opened && l.failed > 0 && !off("opened")
	if l.wished || l.state.Tried.IsZero() {
		return true, nil
	}
	if l.failed > 0 {
		return off("patience") || !off("retry") && at.Sub(l.state.Tried) >= min(longRest, firstTry<<min(l.failed, 6)), nil
	}
	known, err := l.in.desk.Knowledge(ctx)
	return known.Unsent > 0 && !off("unsent") || at.Sub(l.state.Tried) >= restTime && !off("rest") || off("quiet"), err
}

// enter waits for an exchange that is under way: one at a time, however many windows ask. There is nothing left to do
// then, unless it was asked for after that one began, which may be failing for want of the network that is there now.
func (l *line) enter() (leave func(), goOn bool) {
	if off("one") {
		return func() {}, true
	}
	if !l.one.TryLock() {
		l.one.Lock()
		if !l.asked() {
			l.one.Unlock()
			return nil, false
		}
	}
	return l.one.Unlock, true
}

// meet exchanges with headquarters, and returns what came of it.
func (l *line) meet(ctx context.Context) (out meet.Synced, err error) {
	leave, goOn := l.enter()
	if !goOn {
		return out, nil
	}
	defer leave()
	l.note(func() { l.state.Busy, l.wished = true, false })
	ctx, stop := context.WithTimeout(ctx, syncing)
	defer stop()
	out, err = l.in.meets.Sync(ctx, l.in.phone.Post(exchangePath))
	err = cmp.Or(err, l.in.followProgramme(ctx), l.in.tidy(ctx))
	if out.Purged > 0 {
		err = cmp.Or(err, l.in.drafts.drop(everyDraft)) // they may be about whoever went
	}
	err = cmp.Or(err, l.in.dropClosed(ctx))
	l.note(func() {
		l.state = web.LineState{Tried: l.in.phone.Now(), Failed: failure(out, err)}
		l.wished = l.wished && !off("after")
		if l.failed++; l.state.Failed == "" {
			l.failed = 0
		} else {
			l.state.Next = l.state.Tried.Add(min(longRest, firstTry<<min(l.failed, 6)))
		}
	})
	return out, err
}

// tidy does what time asks for, with a network or without. It writes nothing where nothing is due; a phone without room
// does it later.
func (in *inside) tidy(ctx context.Context) error {
	if off("tidy") {
		return nil
	}
	_, err := in.desk.Tidy(ctx)
	if journal.Full(err) {
		return nil
	}
	return err
}

func (l *line) asked() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wished
}

func (l *line) note(fn func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fn()
}

// failure is the word that pages have for what went wrong.
func failure(out meet.Synced, err error) string {
	switch {
	case journal.Full(err):
		return "full"
	case errors.Is(err, meet.ErrNoRoom):
		return "room"
	case err != nil:
		return "line"
	case out.Problem != "":
		return out.Problem
	}
	return ""
}

// errLine is the cause of an error for want of a line.
var errLine = errors.New("headquarters is not to be reached")

func isLine(err error) bool { return errors.Is(err, errLine) }

// NoLine is the error of a [meet.Line] that broke.
func NoLine(cause error) error {
	return &desk.Error{Kind: desk.Unexpected, Say: "headquarters is not to be reached: nothing is lost", Cause: errors.Join(errLine, cause)}
}

// Refused is the error of a [meet.Line] to whom headquarters answered with a status and a text.
func Refused(status int, text string) error {
	var said struct{ Detail string } // RFC 9457
	if status == http.StatusForbidden && json.Unmarshal([]byte(text), &said) == nil && said.Detail != "" {
		return &desk.Error{Kind: desk.NotAllowed, Say: said.Detail}
	}
	if status == http.StatusInsufficientStorage {
		return meet.NoRoom()
	}
	return NoLine(nil)
}
