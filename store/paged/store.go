package paged

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"willing/journal"
	"willing/store/memory"
)

// logBytes is how much may be logged before the pages are written anew, unless [Store.LogUpTo] says otherwise.
const logBytes = 1 << 20

// Store is a [journal.Store] on a [Disk]: see [Open].
type Store struct {
	disk   Disk
	sealer Sealer
	cache  *cache

	turn    chan struct{} // holds one token while somebody writes
	closing chan struct{}
	once    sync.Once
	logged  uint64 // number of the last log record
	size    int    // bytes logged since the last checkpoint
	most    int    // of them, before the next

	published atomic.Pointer[moment]
	gate      sync.RWMutex // held for writing only while Close shuts the door to new Views
}

var _ journal.Store = (*Store)(nil)

// moment is one consistent state: pages, and what was changed since they were written.
type moment struct {
	dir     *directory
	changes *memory.Store // a value begins with kept or gone
	views   readers
	before  *moment // whose Views may still read pages that are gone from dir
}

const (
	gone = byte(0)
	kept = byte(1)
)

// Open opens the store that lies on a disk, and begins one on an empty disk. It returns an error that
// wraps [journal.ErrBroken] if the sealer does not fit or something was changed.
func Open(disk Disk, sealer Sealer) (*Store, error) {
	s := &Store{disk: disk, sealer: sealer, cache: newCache(), turn: make(chan struct{}, 1), closing: make(chan struct{}), most: logBytes}
	dir := &directory{pages: map[journal.Bucket][]page{}}
	raw, err := s.record(directoryName)
	if err != nil {
		return nil, err
	}
	if raw != nil {
		if dir, err = decodeDirectory(raw); err != nil {
			return nil, err
		}
	}
	s.logged = dir.logged
	s.published.Store(&moment{dir: dir, changes: memory.New()})
	return s, s.replay()
}

// LogUpTo says how many bytes may be logged before the pages of a small store are written anew. More of them make fewer
// writes, and a longer way to open. It is called before the store is used.
func (s *Store) LogUpTo(bytes int) { s.most = bytes }

// Of a larger store, a sixteenth of it may be logged, up to twice as much as of a small one: what comes is scattered
// over the pages, so that a checkpoint writes nearly all of them, and what it costs is to be shared by as many updates.
const (
	logShare  = 16
	logGrowth = 2
)

func (s *Store) logUpTo(d *directory) int {
	pages := 0
	for _, list := range d.pages {
		pages += len(list)
	}
	return max(s.most, min(pages*pageBytes/logShare, logGrowth*s.most))
}

// record reads and opens a record; nil if there is none.
func (s *Store) record(name string) ([]byte, error) {
	sealed, err := s.disk.Get(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", journal.ErrStore, err)
	}
	if sealed == nil {
		return nil, nil
	}
	plain, err := s.sealer.Open(name, sealed)
	if err != nil {
		return nil, broken("a record does not open: the key is another one, or it was changed")
	}
	if plain == nil {
		plain = []byte{}
	}
	return plain, nil
}

// replay reads the log records since the last checkpoint.
func (s *Store) replay() error {
	names, err := s.disk.Names("log/")
	if err != nil {
		return fmt.Errorf("%w: %w", journal.ErrStore, err)
	}
	for _, name := range names {
		raw, err := s.record(name)
		if err != nil {
			return err
		}
		if name != logName(s.logged+1) {
			return broken("a log record is missing")
		}
		err = s.published.Load().changes.Update(context.Background(), func(w journal.Writer) error {
			return eachChange(raw, w.Put)
		})
		if err != nil {
			return err
		}
		s.logged, s.size = s.logged+1, s.size+len(raw)
	}
	return nil
}

// View implements [journal.Store].
func (s *Store) View(ctx context.Context, fn func(journal.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now, err := s.enter()
	if err != nil {
		return err
	}
	defer now.views.done()
	return now.changes.View(ctx, func(r journal.Reader) error {
		v := &reader{store: s, dir: now.dir, changes: r}
		defer func() { v.ended = true }()
		return fn(v)
	})
}

// enter counts a View in. The moment may have been replaced meanwhile: its pages stay until it ends.
func (s *Store) enter() (*moment, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	select {
	case <-s.closing:
		return nil, journal.ErrClosed
	default:
	}
	now := s.published.Load()
	now.views.add()
	return now, nil
}

// begin takes the turn to write.
func (s *Store) begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return journal.ErrClosed
	}
	select {
	case <-s.closing:
		<-s.turn
		return journal.ErrClosed
	default:
		return nil
	}
}

// Update implements [journal.Store].
func (s *Store) Update(ctx context.Context, fn func(journal.Writer) error) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer func() { <-s.turn }()
	now := s.published.Load()
	err := now.changes.Update(context.WithoutCancel(ctx), func(w journal.Writer) error {
		to := &writer{reader: reader{store: s, dir: now.dir, changes: w, writing: true}, w: w}
		defer func() { to.ended = true }()
		if err := fn(to); err != nil {
			return err
		}
		return s.log(to.changed)
	})
	if err != nil {
		return err
	}
	if s.size > s.logUpTo(now.dir) {
		_ = s.checkpoint() // the log holds everything: what fails now is tried again
	}
	return nil
}

// log makes changes durable.
func (s *Store) log(changes []byte) error {
	if len(changes) == 0 {
		return nil
	}
	name := logName(s.logged + 1)
	sealed, err := s.sealer.Seal(name, changes)
	if err != nil {
		return fmt.Errorf("%w: %w", journal.ErrStore, err)
	}
	if err := s.disk.Apply([]Record{{name, sealed}}, nil); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrStore, err)
	}
	s.logged, s.size = s.logged+1, s.size+len(changes)
	return nil
}

// Close implements [journal.Store].
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		s.gate.Lock()
		close(s.closing)
		s.gate.Unlock()
		s.turn <- struct{}{}
		for m := s.published.Load(); m != nil; m = m.before {
			m.views.wait()
			err = errors.Join(err, m.changes.Close())
		}
		err = errors.Join(err, s.disk.Close())
		<-s.turn
	})
	return err
}

// Scrub implements [journal.Store]: pages that held a deleted value are written anew, and the old ones
// deleted once nobody reads them. What a disk keeps of deleted records by itself stays sealed.
func (s *Store) Scrub(ctx context.Context) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer func() { <-s.turn }()
	if err := s.checkpoint(); err != nil {
		return err
	}
	for m := s.published.Load().before; m != nil; m = m.before {
		m.views.wait()
	}
	return s.checkpoint()
}

// Snapshot implements [journal.Store]. The copy is not sealed: whoever writes it away seals it as a whole.
func (s *Store) Snapshot(ctx context.Context, w io.Writer) error {
	whole := memory.New()
	defer whole.Close()
	err := s.View(ctx, func(r journal.Reader) error {
		return whole.Update(ctx, func(out journal.Writer) error { return r.(*reader).all(ctx, out.Put) })
	})
	if err != nil {
		return err
	}
	return whole.Snapshot(ctx, w)
}

// Restore writes a copy that Snapshot made onto an empty disk and opens it.
func Restore(disk Disk, sealer Sealer, snapshot io.Reader) (*Store, error) {
	whole, err := memory.Load(snapshot)
	if err != nil {
		return nil, err
	}
	s, err := Open(disk, sealer)
	if err != nil {
		return nil, err
	}
	now := s.published.Load()
	err = whole.View(context.Background(), func(r journal.Reader) error {
		return now.changes.Update(context.Background(), func(w journal.Writer) error {
			for _, b := range whole.Buckets() {
				entries, failed := r.Scan(b, nil, nil)
				for key, value := range entries {
					if err := w.Put(b, key, append([]byte{kept}, value...)); err != nil {
						return err
					}
				}
				if err := failed(); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return s, s.checkpoint()
}
