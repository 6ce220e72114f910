package sqlite

import (
	"context"
	"errors"
	"sync"

	"willing/journal"
)

const (
	maxReaders  = 32 // Views at one time
	idleReaders = 4  // connections kept while nobody reads
)

// View implements [journal.Store].
func (s *Store) View(ctx context.Context, fn func(journal.Reader) error) error {
	var now *moment
	hold := func(c *conn) (err error) {
		now, err = s.hold(c)
		return err
	}
	return s.views.read(ctx, s.closing, hold, func(c *conn) error {
		v := &view{conn: c, began: true, trees: now.trees()}
		defer v.end()
		return v.verdict(fn(v))
	})
}

// hold begins a read transaction on c and returns the moment that goes with it. The table may stand before or
// behind the writing of what the moment calls old, but no further: then it begins anew.
func (s *Store) hold(c *conn) (*moment, error) {
	for {
		before, now := s.flushes.Load(), s.published.Load()
		if err := pin(c); err != nil {
			return nil, err
		}
		if s.flushes.Load() == before {
			return now, nil
		}
		if err := c.exec(context.Background(), "ROLLBACK"); err != nil {
			return nil, err
		}
	}
}

// pool lends read-only connections and knows which Views began before a given time.
type pool struct {
	name  string
	slots chan struct{}

	mu   sync.Mutex
	idle []*conn
	age  *age
}

// age counts the reads that began in one span of time.
type age struct {
	reads int
	over  bool          // no further read joins
	empty chan struct{} // closed when over and the last read has ended
}

func newPool(path string) *pool {
	return &pool{name: readerName(path, readerCache), slots: make(chan struct{}, maxReaders), age: &age{empty: make(chan struct{})}}
}

// read lends fn a connection inside a read transaction, which hold begins.
func (p *pool) read(ctx context.Context, closing <-chan struct{}, hold, fn func(*conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-closing:
		return journal.ErrClosed
	}
	defer func() { <-p.slots }()
	select {
	case <-closing:
		return journal.ErrClosed
	default:
	}
	mine := p.join()
	defer p.leave(mine)
	c, err := p.take(ctx)
	if err != nil {
		return failure(doingRead, err)
	}
	sound := false
	defer func() { p.give(c, sound) }()
	if err := hold(c); err != nil {
		return failure(doingRead, err)
	}
	defer func() { sound = c.exec(context.Background(), "ROLLBACK") == nil }()
	return fn(c)
}

// pin begins a read transaction. SQLite fixes its moment at the first read, so one is made.
func pin(c *conn) error {
	ctx := context.Background()
	if err := c.exec(ctx, "BEGIN"); err != nil {
		return err
	}
	_, err := c.row(ctx, 1, "SELECT 1 FROM sqlite_schema LIMIT 1")
	return err
}

func (p *pool) join() *age {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.age.reads++
	return p.age
}

func (p *pool) leave(a *age) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.reads--
	if a.over && a.reads == 0 {
		close(a.empty)
	}
}

// older waits until every read that has begun by now has ended.
func (p *pool) older(ctx context.Context) error {
	p.mu.Lock()
	a := p.age
	p.age = &age{empty: make(chan struct{})}
	a.over = true
	if a.reads == 0 {
		close(a.empty)
	}
	p.mu.Unlock()
	select {
	case <-a.empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *pool) take(ctx context.Context) (*conn, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	return connect(ctx, p.name)
}

func (p *pool) give(c *conn, sound bool) {
	p.mu.Lock()
	keep := sound && len(p.idle) < idleReaders
	if keep {
		p.idle = append(p.idle, c)
	}
	p.mu.Unlock()
	if !keep {
		c.close()
	}
}

// close waits for the last read and closes the connections.
func (p *pool) close() error {
	for range maxReaders {
		p.slots <- struct{}{}
	}
	var errs []error
	for _, c := range p.idle {
		errs = append(errs, c.close())
	}
	return errors.Join(errs...)
}
