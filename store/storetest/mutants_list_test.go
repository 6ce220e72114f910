package storetest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"sync"
	"sync/atomic"

	"willing/journal"
	"willing/store/memory"
	"willing/store/storetest"
)

// mutants are the wrong stores. The name completes the sentence 'the store that …'.
var mutants = []mutant{
	{"forgets the last Update when it is opened again", forgetting},
	{"lets Views read what an Update has not finished", wrapped(func(s journal.Store) journal.Store { return &leaky{Store: s} })},
	{"shows the present to a View that began before", viewing(func(s journal.Store, fn func(journal.Reader) error) error { return fn(current{s}) })},
	{"drops what the fn of a View said", viewing(func(s journal.Store, fn func(journal.Reader) error) error {
		return s.View(context.Background(), func(r journal.Reader) error { fn(r); return nil })
	})},
	{"keeps the first write of an fn that failed", updating(keepFirst)},
	{"keeps everything of an fn that failed", updating(keepAll)},
	{"says nil when fn failed", updating(sayNil)},
	{"turns panics into errors", updating(catchPanic)},
	{"keeps what a panicking fn wrote", updating(keepPanicked)},
	{"keeps what an fn wrote whose goroutine ended", updating(keepUnwound)},
	{"runs Updates that were cancelled", updating(func(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
		return s.Update(context.WithoutCancel(ctx), fn)
	})},
	{"lets two fns run at one time", updating(optimistic)},
	{"does not notice a full disk", updating(sayStored)},
	{"undoes another's Update with a failed one", wrapped(func(s journal.Store) journal.Store { return &spiteful{Store: s} })},
	{"cannot tell an empty value from none", through(lens{get: func(r journal.Reader, b journal.Bucket, key []byte) ([]byte, error) {
		v, err := r.Get(b, key)
		if len(v) == 0 {
			v = nil
		}
		return v, err
	}})},
	{"returns an empty value for none", through(lens{get: func(r journal.Reader, b journal.Bucket, key []byte) ([]byte, error) {
		v, err := r.Get(b, key)
		return append([]byte{}, v...), err
	}})},
	{"never replaces a value", through(lens{put: func(w journal.Writer, b journal.Bucket, key, value []byte) error {
		if old, err := w.Get(b, key); old != nil || err != nil {
			return err
		}
		return w.Put(b, key, value)
	}})},
	{"cuts values at 64 KiB", through(lens{put: func(w journal.Writer, b journal.Bucket, key, value []byte) error {
		return w.Put(b, key, value[:min(len(value), 1<<16)])
	}})},
	{"deletes nothing", through(lens{delete: func(journal.Writer, journal.Bucket, []byte) error { return nil }})},
	{"finds it an error to delete nothing", through(lens{delete: func(w journal.Writer, b journal.Bucket, key []byte) error {
		if old, err := w.Get(b, key); old == nil || err != nil {
			return errors.Join(err, errors.New("not found"))
		}
		return w.Delete(b, key)
	}})},
	{"moves what is deleted to the trash", through(lens{delete: func(w journal.Writer, b journal.Bucket, key []byte) error {
		old, err := w.Get(b, key)
		return errors.Join(err, w.Put("trash", key, old), w.Delete(b, key))
	}})},
	{"has one bucket for all", through(lens{bucket: func(journal.Bucket) journal.Bucket { return "all" }})},
	{"takes bytes for signed numbers", through(lens{key: signed})},
	{"keeps the caller's slices", updating(writeLate)},
	{"includes the upper bound", through(lens{bounds: func(from, to []byte) ([]byte, []byte) {
		if to != nil {
			to = append(bytes.Clone(to), 0)
		}
		return from, to
	}})},
	{"excludes the lower bound", through(lens{bounds: func(from, to []byte) ([]byte, []byte) {
		if from != nil {
			from = append(bytes.Clone(from), 0)
		}
		return from, to
	}})},
	{"takes an empty upper bound for none", through(lens{bounds: func(from, to []byte) ([]byte, []byte) {
		if len(to) == 0 {
			to = nil
		}
		return from, to
	}})},
	{"scans up when asked to scan down", through(lens{up: true})},
	{"scans a thousand entries at most", through(lens{scan: func(in iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] { return firstOf(in, 1000) }})},
	{"scans all but the last entry", through(lens{scan: butLast})},
	{"scans once only", through(lens{scan: once})},
	{"ends a scan when another begins", through(lens{scan: jealous(new(atomic.Int64))})},
	{"lets a loop see what it writes itself", updating(func(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
		return s.Update(ctx, func(w journal.Writer) error { return fn(restless{w}) })
	})},
	{"scans what was there before the Update", updating(scanBefore)},
	{"scans its own writes after all others", updating(scanApart)},
	{"keeps what an fn that failed had spilled", updating(keepSpilled)},
	{"stays open when it is closed", wrapped(func(s journal.Store) journal.Store {
		return &hooks{Store: s, close: func(journal.Store) error { return nil }}
	})},
	{"writes nothing as a snapshot", snapshotting(func(journal.Store, context.Context, io.Writer) error { return nil })},
	{"takes the moment of its snapshot too late", snapshotting(func(s journal.Store, ctx context.Context, w io.Writer) error {
		if _, err := w.Write(nil); err != nil {
			return err
		}
		return s.Snapshot(ctx, w)
	})},
	{"ignores that a snapshot cannot be written", snapshotting(func(s journal.Store, ctx context.Context, w io.Writer) error {
		err := s.Snapshot(ctx, w)
		if errors.Is(err, journal.ErrClosed) {
			return err
		}
		return nil
	})},
	{"scrubs a living entry", wrapped(func(s journal.Store) journal.Store {
		return &hooks{Store: s, scrub: scrubLiving}
	})},
}

// viewing breaks stores by another View.
func viewing(view func(s journal.Store, fn func(journal.Reader) error) error) func(storetest.Backend) storetest.Backend {
	return wrapped(func(s journal.Store) journal.Store {
		return &hooks{Store: s, view: func(inner journal.Store, ctx context.Context, fn func(journal.Reader) error) error {
			return view(inner, fn)
		}}
	})
}

func snapshotting(snapshot func(journal.Store, context.Context, io.Writer) error) func(storetest.Backend) storetest.Backend {
	return wrapped(func(s journal.Store) journal.Store { return &hooks{Store: s, snapshot: snapshot} })
}

// forgetful remembers what was stored before the last Update.
type forgetful struct {
	journal.Store
	mu     sync.Mutex
	before []byte
}

func (f *forgetful) Update(ctx context.Context, fn func(journal.Writer) error) error {
	var before bytes.Buffer
	f.Store.Snapshot(context.Background(), &before)
	f.mu.Lock()
	f.before = before.Bytes()
	f.mu.Unlock()
	return f.Store.Update(ctx, fn)
}

// forgetting opens again what was stored before the last Update.
func forgetting(b storetest.Backend) storetest.Backend {
	wrong := wrapped(func(s journal.Store) journal.Store { return &forgetful{Store: s} })(b)
	wrong.Reopen = func(_ string, s journal.Store) (journal.Store, error) {
		f, ok := s.(*forgetful)
		if !ok || len(f.before) == 0 {
			return b.Reopen("", s)
		}
		return memory.Load(bytes.NewReader(f.before))
	}
	return wrong
}

// recorded is a Writer that notes its writes.
type recorded struct {
	journal.Writer
	puts [][3]string
}

func (r *recorded) Put(b journal.Bucket, key, value []byte) error {
	r.puts = append(r.puts, [3]string{string(b), string(key), string(value)})
	return r.Writer.Put(b, key, value)
}

func keepFirst(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	var notes recorded
	err := s.Update(ctx, func(w journal.Writer) error {
		notes.Writer = w
		return fn(&notes)
	})
	if err != nil && len(notes.puts) > 0 {
		first := notes.puts[0]
		s.Update(ctx, func(w journal.Writer) error {
			return w.Put(journal.Bucket(first[0]), []byte(first[1]), []byte(first[2]))
		})
	}
	return err
}

func keepAll(s journal.Store, ctx context.Context, fn func(journal.Writer) error) (err error) {
	return errors.Join(s.Update(ctx, func(w journal.Writer) error {
		err = fn(w)
		return nil
	}), err)
}

func sayNil(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	failed := false
	err := s.Update(ctx, func(w journal.Writer) error {
		err := fn(w)
		failed = err != nil
		return err
	})
	if failed {
		return nil
	}
	return err
}

func catchPanic(s journal.Store, ctx context.Context, fn func(journal.Writer) error) (err error) {
	defer func() {
		if recover() != nil {
			err = errSwallowed
		}
	}()
	return s.Update(ctx, fn)
}

func keepPanicked(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	var said any
	err := s.Update(ctx, func(w journal.Writer) error {
		defer func() { said = recover() }()
		return fn(w)
	})
	if said != nil {
		panic(said)
	}
	return err
}

func keepUnwound(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	return s.Update(ctx, func(w journal.Writer) error {
		said := make(chan error, 1)
		panicked := make(chan any, 1)
		go func() {
			defer close(said)
			defer func() {
				if r := recover(); r != nil {
					panicked <- r
				}
			}()
			if err := fn(w); err != nil {
				said <- err
			}
		}()
		err := <-said
		select {
		case r := <-panicked:
			panic(r)
		default:
			return err
		}
	})
}

// optimistic runs fn on a View and stores its writes afterwards.
func optimistic(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	var todo []func(journal.Writer) error
	err := s.View(ctx, func(r journal.Reader) error {
		return fn(seen{r: r, lens: lens{
			put: func(_ journal.Writer, b journal.Bucket, key, value []byte) error {
				key, value = bytes.Clone(key), bytes.Clone(value)
				todo = append(todo, func(w journal.Writer) error { return w.Put(b, key, value) })
				return nil
			},
			delete: func(_ journal.Writer, b journal.Bucket, key []byte) error {
				key = bytes.Clone(key)
				todo = append(todo, func(w journal.Writer) error { return w.Delete(b, key) })
				return nil
			},
		}})
	})
	if err != nil {
		return err
	}
	return s.Update(ctx, func(w journal.Writer) error {
		for _, do := range todo {
			if err := do(w); err != nil {
				return err
			}
		}
		return nil
	})
}

func sayStored(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	if err := s.Update(ctx, fn); !errors.Is(err, journal.ErrStore) {
		return err
	}
	return nil
}

func writeLate(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	return s.Update(ctx, func(w journal.Writer) error {
		var todo []func() error
		if err := fn(late{w, &todo}); err != nil {
			return err
		}
		for _, do := range todo {
			if err := do(); err != nil {
				return err
			}
		}
		return nil
	})
}

// spiteful deletes what the Update before put when one fails.
type spiteful struct {
	journal.Store
	mu   sync.Mutex
	last [][3]string
}

func (x *spiteful) Update(ctx context.Context, fn func(journal.Writer) error) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	var notes recorded
	err := x.Store.Update(ctx, func(w journal.Writer) error {
		notes.Writer = w
		return fn(&notes)
	})
	if err == nil {
		x.last = notes.puts
		return nil
	}
	x.Store.Update(ctx, func(w journal.Writer) error {
		for _, p := range x.last {
			w.Delete(journal.Bucket(p[0]), []byte(p[1]))
		}
		return nil
	})
	return err
}

// signed orders bytes as signed numbers do; it is its own inverse.
func signed(key []byte) []byte {
	k := bytes.Clone(key)
	for i := range k {
		k[i] ^= 0x80
	}
	return k
}

func firstOf(in iter.Seq2[[]byte, []byte], n int) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		i := 0
		for k, v := range in {
			if i++; i > n || !yield(k, v) {
				return
			}
		}
	}
}

func butLast(in iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		keys, values := collected(in)
		for i := range max(len(keys), 1) - 1 {
			if !yield(keys[i], values[i]) {
				return
			}
		}
	}
}

func once(in iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
	used := false
	return func(yield func(k, v []byte) bool) {
		if !used {
			used = true
			in(yield)
		}
	}
}

// jealous ends a scan when a later one has begun, as if both used one cursor.
func jealous(begun *atomic.Int64) func(iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
	return func(in iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
		return func(yield func(k, v []byte) bool) {
			mine := begun.Add(1)
			for k, v := range in {
				if begun.Load() != mine || !yield(k, v) {
					return
				}
			}
		}
	}
}

// restless looks for the next entry anew at each step of a scan.
type restless struct{ journal.Writer }

func (x restless) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return func(yield func(k, v []byte) bool) {
		for {
			in, _ := x.Writer.Scan(b, from, to)
			keys, values := collected(firstOf(in, 1))
			if len(keys) == 0 || !yield(keys[0], values[0]) {
				return
			}
			from = append(bytes.Clone(keys[0]), 0)
		}
	}, func() error { return nil }
}

func scrubLiving(s journal.Store, ctx context.Context) error {
	err := s.Update(ctx, func(w journal.Writer) error {
		entries, _ := w.Scan("people", nil, nil)
		for k := range entries {
			return w.Delete("people", k)
		}
		return nil
	})
	return errors.Join(err, s.Scrub(ctx))
}

// past is a Writer that scans what was stored before the Update.
type past struct {
	journal.Writer
	before journal.Reader
}

func (x past) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return x.before.Scan(b, from, to)
}

func (x past) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return x.before.ScanDown(b, from, to)
}

func scanBefore(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	return s.Update(ctx, func(w journal.Writer) error {
		return fn(past{w, current{s}})
	})
}

// apart is a Writer that scans first what was stored and then what is its own.
type apart struct {
	past
	own *recorded
}

func (x apart) Put(b journal.Bucket, key, value []byte) error { return x.own.Put(b, key, value) }

func (x apart) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	stored, fault := x.past.Scan(b, from, to)
	return func(yield func(k, v []byte) bool) {
		for k, v := range stored {
			if !yield(k, v) {
				return
			}
		}
		for _, p := range x.own.puts {
			if p[0] == string(b) && p[1] >= string(from) && (to == nil || p[1] < string(to)) && !yield([]byte(p[1]), []byte(p[2])) {
				return
			}
		}
	}, fault
}

func scanApart(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	return s.Update(ctx, func(w journal.Writer) error {
		return fn(apart{past{w, current{s}}, &recorded{Writer: w}})
	})
}

// keepSpilled keeps the first write of an fn that failed after many megabytes.
func keepSpilled(s journal.Store, ctx context.Context, fn func(journal.Writer) error) error {
	size := 0
	spilled := errors.New("spilled")
	err := s.Update(ctx, func(w journal.Writer) error {
		notes := recorded{Writer: w}
		err := fn(&notes)
		for _, p := range notes.puts {
			size += len(p[2])
		}
		if err != nil && size > 1<<24 {
			return errors.Join(spilled, err)
		}
		return err
	})
	if errors.Is(err, spilled) {
		s.Update(ctx, func(w journal.Writer) error { return w.Put("tours", []byte("new"), []byte("spoilt")) })
	}
	return err
}
