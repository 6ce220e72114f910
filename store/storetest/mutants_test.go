package storetest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"sync"
	"testing"
	"time"

	"willing/journal"
	"willing/store/storetest"
)

// mutant is a store that is wrong in one way.
type mutant struct {
	name  string
	spoil func(b storetest.Backend) storetest.Backend
}

// wrapped breaks every store of the reference by putting wrap around it.
func wrapped(wrap func(journal.Store) journal.Store) func(storetest.Backend) storetest.Backend {
	return func(b storetest.Backend) storetest.Backend {
		around := func(s journal.Store, err error) (journal.Store, error) {
			if err != nil {
				return nil, err
			}
			return wrap(s), nil
		}
		return storetest.Backend{
			Open:    func(dir string) (journal.Store, error) { return around(b.Open(dir)) },
			Full:    func(dir string, n int64) (journal.Store, error) { return around(b.Full(dir, n)) },
			Reopen:  func(dir string, s journal.Store) (journal.Store, error) { return around(b.Reopen(dir, s)) },
			Restore: func(dir string, r io.Reader) (journal.Store, error) { return around(b.Restore(dir, r)) },
		}
	}
}

// hooks is a store with some of its methods replaced.
type hooks struct {
	journal.Store
	view     func(inner journal.Store, ctx context.Context, fn func(journal.Reader) error) error
	update   func(inner journal.Store, ctx context.Context, fn func(journal.Writer) error) error
	scrub    func(inner journal.Store, ctx context.Context) error
	snapshot func(inner journal.Store, ctx context.Context, w io.Writer) error
	close    func(inner journal.Store) error
}

func (h *hooks) View(ctx context.Context, fn func(journal.Reader) error) error {
	if h.view != nil {
		return h.view(h.Store, ctx, fn)
	}
	return h.Store.View(ctx, fn)
}

func (h *hooks) Update(ctx context.Context, fn func(journal.Writer) error) error {
	if h.update != nil {
		return h.update(h.Store, ctx, fn)
	}
	return h.Store.Update(ctx, fn)
}

func (h *hooks) Scrub(ctx context.Context) error {
	if h.scrub != nil {
		return h.scrub(h.Store, ctx)
	}
	return h.Store.Scrub(ctx)
}

func (h *hooks) Snapshot(ctx context.Context, w io.Writer) error {
	if h.snapshot != nil {
		return h.snapshot(h.Store, ctx, w)
	}
	return h.Store.Snapshot(ctx, w)
}

func (h *hooks) Close() error {
	if h.close != nil {
		return h.close(h.Store)
	}
	return h.Store.Close()
}

// lens changes what goes through a Reader or Writer; nil fields leave it as it is.
type lens struct {
	get    func(r journal.Reader, b journal.Bucket, key []byte) ([]byte, error)
	bucket func(journal.Bucket) journal.Bucket
	key    func([]byte) []byte // must be its own inverse
	bounds func(from, to []byte) ([]byte, []byte)
	scan   func(entries iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte]
	up     bool // ScanDown goes up
	put    func(w journal.Writer, b journal.Bucket, key, value []byte) error
	delete func(w journal.Writer, b journal.Bucket, key []byte) error
}

// seen is a Reader, and a Writer if w is set, seen through a lens.
type seen struct {
	lens
	r journal.Reader
	w journal.Writer
}

func (x seen) at(b journal.Bucket, key []byte) (journal.Bucket, []byte) {
	if x.bucket != nil {
		b = x.bucket(b)
	}
	if x.key != nil && key != nil {
		key = x.key(key)
	}
	return b, key
}

func (x seen) Get(b journal.Bucket, key []byte) ([]byte, error) {
	b, key = x.at(b, key)
	if x.get != nil {
		return x.get(x.r, b, key)
	}
	return x.r.Get(b, key)
}

func (x seen) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return x.walk(x.r.Scan, b, from, to)
}

func (x seen) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	if x.up {
		return x.walk(x.r.Scan, b, from, to)
	}
	return x.walk(x.r.ScanDown, b, from, to)
}

type scanner func(journal.Bucket, []byte, []byte) (iter.Seq2[[]byte, []byte], func() error)

func (x seen) walk(scan scanner, b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	b, from = x.at(b, from)
	_, to = x.at(b, to)
	if x.bounds != nil {
		from, to = x.bounds(from, to)
	}
	entries, fault := scan(b, from, to)
	if x.scan != nil {
		entries = x.scan(entries)
	}
	if x.key == nil {
		return entries, fault
	}
	return func(yield func(k, v []byte) bool) {
		for k, v := range entries {
			if !yield(x.key(k), v) {
				return
			}
		}
	}, fault
}

func (x seen) Put(b journal.Bucket, key, value []byte) error {
	b, key = x.at(b, key)
	if x.put != nil {
		return x.put(x.w, b, key, value)
	}
	return x.w.Put(b, key, value)
}

func (x seen) Delete(b journal.Bucket, key []byte) error {
	b, key = x.at(b, key)
	if x.delete != nil {
		return x.delete(x.w, b, key)
	}
	return x.w.Delete(b, key)
}

// through breaks stores by a lens before every Reader and Writer.
func through(l lens) func(storetest.Backend) storetest.Backend {
	return wrapped(func(s journal.Store) journal.Store {
		return &hooks{Store: s,
			view: func(inner journal.Store, ctx context.Context, fn func(journal.Reader) error) error {
				return inner.View(ctx, func(r journal.Reader) error { return fn(seen{l, r, nil}) })
			},
			update: func(inner journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
				return inner.Update(ctx, func(w journal.Writer) error { return fn(seen{l, w, w}) })
			},
		}
	})
}

// updating breaks stores by another Update.
func updating(update func(inner journal.Store, ctx context.Context, fn func(journal.Writer) error) error) func(storetest.Backend) storetest.Backend {
	return wrapped(func(s journal.Store) journal.Store { return &hooks{Store: s, update: update} })
}

// collected returns entries as a list, so that a lens can reorder them.
func collected(entries iter.Seq2[[]byte, []byte]) (keys, values [][]byte) {
	for k, v := range entries {
		keys, values = append(keys, k), append(values, v)
	}
	return keys, values
}

var errSwallowed = errors.New("swallowed")

// late is a Writer whose writes are done after fn, from the caller's slices.
type late struct {
	journal.Writer
	todo *[]func() error
}

func (l late) Put(b journal.Bucket, key, value []byte) error {
	*l.todo = append(*l.todo, func() error { return l.Writer.Put(b, key, value) })
	return nil
}

func (l late) Delete(b journal.Bucket, key []byte) error {
	*l.todo = append(*l.todo, func() error { return l.Writer.Delete(b, key) })
	return nil
}

// leaky lets Views read what an Update has not finished.
type leaky struct {
	journal.Store
	mu   sync.Mutex
	open journal.Writer
}

func (l *leaky) set(w journal.Writer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = w
}

func (l *leaky) Update(ctx context.Context, fn func(journal.Writer) error) error {
	return l.Store.Update(ctx, func(w journal.Writer) error {
		l.set(w)
		defer l.set(nil)
		return fn(w)
	})
}

func (l *leaky) View(ctx context.Context, fn func(journal.Reader) error) error {
	l.mu.Lock()
	w := l.open
	l.mu.Unlock()
	if w != nil {
		return fn(w)
	}
	return l.Store.View(ctx, fn)
}

// current is a Reader that looks at the present instead of one moment.
type current struct{ s journal.Store }

func (c current) Get(b journal.Bucket, key []byte) (v []byte, err error) {
	err = c.s.View(context.Background(), func(r journal.Reader) error {
		v, err = r.Get(b, key)
		v = bytes.Clone(v)
		return err
	})
	return v, err
}

func (c current) Scan(b journal.Bucket, from, to []byte) (entries iter.Seq2[[]byte, []byte], err func() error) {
	c.s.View(context.Background(), func(r journal.Reader) error {
		in, _ := r.Scan(b, from, to)
		keys, values := collected(in)
		entries = func(yield func(k, v []byte) bool) {
			for i := range keys {
				if !yield(keys[i], values[i]) {
					return
				}
			}
		}
		return nil
	})
	return entries, func() error { return nil }
}

func (c current) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return c.Scan(b, from, to)
}

func TestEveryMutantIsCaughtAndEveryStoryCatchesOne(t *testing.T) {
	storetest.SetPatience(200 * time.Millisecond)
	defer storetest.SetPatience(10 * time.Second)
	catches := map[string]int{}
	for _, c := range storetest.Cases() {
		if err := c.Try(reference, t.TempDir); err != nil {
			t.Fatalf("the reference itself fails: %v", err)
		}
		catches[c.Name] = 0
	}
	for _, m := range mutants {
		caught := 0
		for _, c := range storetest.Cases() {
			if c.Try(m.spoil(reference), func() string { return "" }) != nil {
				caught++
				catches[c.Name]++
			}
		}
		t.Logf("%2d stories catch the store that %s", caught, m.name)
		if caught == 0 {
			t.Errorf("no story catches the store that %s", m.name)
		}
	}
	for name, n := range catches {
		if n == 0 {
			t.Errorf("no wrong store is caught by %q: can it fail?", name)
		}
	}
}
