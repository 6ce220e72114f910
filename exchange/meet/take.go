package meet

import (
	"context"

	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// incoming are the commits of a frame that came and are being verified.
type incoming struct {
	from    journal.Device
	commits *desk.Verified
}

// take takes in the commits of one frame: at once if no more are at hand, so that what a thin line brings can be used
// as it comes; else while those of the next are verified. Each frame is an update of its own.
func (m *meeting) take(ctx context.Context, e exchange.Take) error {
	next := &incoming{e.From, desk.Verify(e.Commits)}
	if err := m.rest(ctx); err != nil {
		return err
	}
	if m.incoming = next; e.More {
		return nil
	}
	return m.rest(ctx)
}

// rest takes in what still waits. Whatever ended a message, what came of it stays.
func (m *meeting) rest(ctx context.Context) error {
	in := m.incoming
	if in == nil {
		return nil
	}
	m.incoming = nil
	got, err := m.n.desk.Take(ctx, in.from, in.commits)
	if err == nil {
		m.count(got)
	}
	return err
}
