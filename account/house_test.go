package account

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"willing/casebook"
	"willing/store/memory"
)

// gate is a node's accounts with a clock that only moves when told.
type gate struct {
	*Accounts
	t   *testing.T
	now time.Time
}

var nadia, tom, sam = casebook.ID{1}, casebook.ID{2}, casebook.ID{3}

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{t: t, now: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)}
	var err error
	g.Accounts, err = Open(t.Context(), Config{Store: memory.New(), Epoch: 1, Now: func() time.Time { return g.now }, Rand: rand.Reader})
	g.must(err)
	return g
}

func (g *gate) must(err error) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
}

// is fails unless an error is what was expected.
func (g *gate) is(err, want error) {
	g.t.Helper()
	if !errors.Is(err, want) {
		g.t.Fatalf("%v, want %v", err, want)
	}
}

func (g *gate) signsIn(who casebook.ID) string {
	g.t.Helper()
	token, err := g.Begin(g.t.Context(), who, "link")
	g.must(err)
	return token
}

func (g *gate) isIn(token string) bool {
	g.t.Helper()
	_, err := g.Session(g.t.Context(), token)
	if err != nil {
		g.is(err, ErrGone)
	}
	return err == nil
}

// restored is the same store in a new epoch.
func (g *gate) restored() *gate {
	g.t.Helper()
	next := &gate{t: g.t, now: g.now}
	config := g.Config
	config.Epoch, config.Now = 2, func() time.Time { return next.now }
	var err error
	next.Accounts, err = Open(context.Background(), config)
	g.must(err)
	return next
}
