package memory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"willing/journal"
)

// Store is a [journal.Store] in memory. The zero value is not ready: use [New] or [Load].
type Store struct {
	limit     int64
	published atomic.Pointer[moment]
	turn      chan struct{} // holds one token while an Update runs
	closing   chan struct{}
	once      sync.Once
	views     sync.WaitGroup
	gate      sync.RWMutex // held for writing only while Close shuts the door to new Views
}

var _ journal.Store = (*Store)(nil)

// moment is one consistent state of the store; it never changes once published.
type moment struct {
	buckets map[journal.Bucket]*node
	size    int64 // bytes of all keys and values
}

// Option adjusts a store when it is made.
type Option func(*Store)

// MaxBytes lets the keys and values together grow to n bytes; an Update beyond that fails with
// [journal.ErrStore], as on a full disk. 0 means no limit.
func MaxBytes(n int64) Option { return func(s *Store) { s.limit = n } }

// New returns an empty store.
func New(options ...Option) *Store {
	s := &Store{turn: make(chan struct{}, 1), closing: make(chan struct{})}
	for _, o := range options {
		o(s)
	}
	s.published.Store(&moment{buckets: map[journal.Bucket]*node{}})
	return s
}

// View implements [journal.Store].
func (s *Store) View(ctx context.Context, fn func(journal.Reader) error) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.views.Done()
	r := &reader{now: s.published.Load()}
	defer r.end()
	return fn(r)
}

// enter counts a View in, so that Close waits for it.
func (s *Store) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed() {
		return journal.ErrClosed
	}
	s.views.Add(1)
	return nil
}

func (s *Store) closed() bool {
	select {
	case <-s.closing:
		return true
	default:
		return false
	}
}

// Update implements [journal.Store].
func (s *Store) Update(ctx context.Context, fn func(journal.Writer) error) error {
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
	defer func() { <-s.turn }()
	if s.closed() {
		return journal.ErrClosed
	}
	old := s.published.Load()
	w := &writer{limit: s.limit}
	w.now = &moment{buckets: maps.Clone(old.buckets), size: old.size}
	defer w.end()
	err := fn(w)
	if w.broken != nil && !errors.Is(err, journal.ErrStore) {
		err = errors.Join(w.broken, err)
	}
	if err == nil {
		s.published.Store(w.now)
	}
	return err
}

// Buckets lists the buckets that hold something.
func (s *Store) Buckets() []journal.Bucket { return s.published.Load().names() }

func (m *moment) names() []journal.Bucket {
	var out []journal.Bucket
	for b, root := range m.buckets {
		if root != nil {
			out = append(out, b)
		}
	}
	slices.Sort(out)
	return out
}

// Scrub implements [journal.Store]. There is no file, so there is nothing to overwrite: deleted values
// cannot be reached once the Views that saw them have ended.
func (s *Store) Scrub(ctx context.Context) error {
	if s.closed() {
		return journal.ErrClosed
	}
	return ctx.Err()
}

// Close implements [journal.Store]: it waits for the Update and the Views under way, turns away those
// that wait, and forgets everything. It must not be called from within a View or an Update.
func (s *Store) Close() error {
	s.once.Do(func() {
		s.gate.Lock()
		close(s.closing)
		s.gate.Unlock()
		s.turn <- struct{}{}
		s.views.Wait()
		s.published.Store(&moment{})
		<-s.turn
	})
	return nil
}

// errEnded answers whoever keeps a Reader or Writer beyond its View or Update.
var errEnded = errors.New("the view or update has ended")

// reader reads one moment.
type reader struct {
	now   *moment
	ended bool
}

func (r *reader) end() { r.ended = true }

// Buckets lists the buckets that hold something.
func (r *reader) Buckets() []journal.Bucket { return r.now.names() }

func (r *reader) Get(b journal.Bucket, key []byte) ([]byte, error) {
	if r.ended {
		return nil, errEnded
	}
	if n := r.now.buckets[b].find(key); n != nil {
		return n.value, nil
	}
	return nil, nil
}

func (r *reader) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return r.scan(b, from, to, (*node).up)
}

func (r *reader) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return r.scan(b, from, to, (*node).down)
}

type walk func(n *node, from, to []byte, yield func(k, v []byte) bool) bool

// scan walks the entries as they stand when the loop begins, whatever the loop itself writes.
func (r *reader) scan(b journal.Bucket, from, to []byte, w walk) (iter.Seq2[[]byte, []byte], func() error) {
	var err error
	return func(yield func(k, v []byte) bool) {
		if r.ended {
			err = errEnded
			return
		}
		w(r.now.buckets[b], from, to, yield)
	}, func() error { return err }
}

// writer changes a moment that is not published yet.
type writer struct {
	reader
	limit  int64
	broken error // once the limit is hit nothing of this Update is kept
	draft  *draft
	loops  int // under way
}

// by is who makes nodes now. What a loop walks over must stay as it is, so while one is under way every change
// makes nodes of its own.
func (w *writer) by() *draft {
	if w.draft == nil || w.loops > 0 {
		w.draft = &draft{}
	}
	return w.draft
}

// Scan is [reader.Scan] that knows of its loop, and so is ScanDown.
func (w *writer) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	entries, failed := w.reader.Scan(b, from, to)
	return w.looping(entries), failed
}

func (w *writer) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	entries, failed := w.reader.ScanDown(b, from, to)
	return w.looping(entries), failed
}

func (w *writer) looping(entries iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		w.loops++
		defer func() { w.loops-- }()
		entries(yield)
	}
}

func (w *writer) Put(b journal.Bucket, key, value []byte) error {
	if err := w.ready(); err != nil {
		return err
	}
	root := w.now.buckets[b]
	size := w.now.size + int64(len(value))
	if old := root.find(key); old != nil {
		size -= int64(len(old.value))
	} else {
		size += int64(len(key))
	}
	if w.limit > 0 && size > w.limit {
		w.broken = fmt.Errorf("%w: full", journal.ErrStore)
		return w.broken
	}
	w.now.size = size
	w.now.buckets[b] = root.with(w.by(), bytes.Clone(key), append([]byte{}, value...))
	return nil
}

func (w *writer) Delete(b journal.Bucket, key []byte) error {
	if err := w.ready(); err != nil {
		return err
	}
	old := w.now.buckets[b].find(key)
	if old == nil {
		return nil
	}
	w.now.size -= int64(len(old.key) + len(old.value))
	w.now.buckets[b] = w.now.buckets[b].without(w.by(), key)
	return nil
}

func (w *writer) ready() error {
	if w.ended {
		return errEnded
	}
	return w.broken
}
