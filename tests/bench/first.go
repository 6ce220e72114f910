package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/tests/thinline"
)

// firstOverThinLine lets a new laptop join a house with full cases over a thin line, and looks when whom its team needs
// first can be opened, and when all is there that its day begins with. The line is left then; what is missing comes
// on loopback, and is told in bytes.
func (b *bench) firstOverThinLine(ctx context.Context) (err error) {
	p, err := b.fullHouse(ctx, "first")
	if err != nil {
		return err
	}
	f := &field{bench: b, hq: p.hq, admin: p.admin, ended: make(chan error, 1)}
	if err := f.serveSecurely(ctx); err != nil {
		return err
	}
	if f.laptop, err = f.joins(ctx, "due"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	due, err := f.comesFirst(ctx)
	if err != nil {
		return err
	}
	l, err := thinline.Open(f.secure, thinline.Thin)
	if err != nil {
		return err
	}
	defer l.Close()
	running, stop := context.WithCancel(ctx)
	defer stop()
	began := time.Now()
	ended := make(chan error, 1)
	go func() {
		_, err := f.meetsUntil(running, l)
		ended <- err
	}()
	for i, whole := range []casebook.ID{due[0], due[len(due)-1]} {
		if err := f.opens(ctx, whole, ended); err != nil {
			return err
		}
		name := []string{"first load of 2,000 cases on a thin line: whoever is due first can be opened after", "first load of 2,000 cases on a thin line: the last of 100 who come first, after"}[i]
		f.row(name, "", time.Since(began).Seconds(), "s")
	}
	_, down, _ := l.Counts()
	stop()
	if err := <-ended; err == nil {
		return errors.New("the whole load came before those who come first were looked at")
	}
	out, err := f.takesIn(ctx, f.laptop)
	f.row("first load of 2,000 cases: bytes down until then", "", float64(down), "B")
	f.row("first load of 2,000 cases: bytes down after that", "", float64(out.BytesDown), "B")
	return err
}

func (f *field) meetsUntil(ctx context.Context, l *thinline.Line) (node.Synced, error) {
	return f.laptop.Sync(ctx, node.Post(f.client(), "https://"+l.Address(), node.ExchangePath))
}

// comesFirst are the people who come first at headquarters, in their order.
func (f *field) comesFirst(ctx context.Context) (out []casebook.ID, err error) {
	err = f.hq.View(ctx, func(r journal.Reader) error {
		first, err := desk.First(r, places, time.Now().AddDate(0, 0, 7), 100)
		for _, records := range first {
			out = append(out, casebook.ID(records[0]))
		}
		return err
	})
	if err == nil && len(out) < 100 {
		err = errors.New("too few people come first")
	}
	return out, err
}

// opens waits until somebody can be opened on the laptop, with all that headquarters knows of them.
func (f *field) opens(ctx context.Context, person casebook.ID, ended chan error) error {
	whole, err := commitsAbout(ctx, f.hq, person)
	if err != nil {
		return err
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		here, err := commitsAbout(ctx, f.laptop, person)
		if err != nil {
			return err
		}
		if slices.Equal(here, whole) {
			return nil
		}
		select {
		case err := <-ended:
			return errors.Join(err, errors.New("the exchange ended before"))
		case <-tick.C:
		}
	}
}

// commitsAbout are the names of what a node has of somebody in lanes of territories.
func commitsAbout(ctx context.Context, n *node.Node, person casebook.ID) (out []string, err error) {
	err = n.View(ctx, func(r journal.Reader) error {
		for e, err := range journal.Subject(r, journal.ID(person)) {
			if err != nil {
				return err
			}
			if h := e.Commit.Header; h.Scope != journal.Control {
				out = append(out, e.Commit.Hash().String())
			}
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}
