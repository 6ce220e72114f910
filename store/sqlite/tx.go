package sqlite

import (
	"context"
	"errors"
	"iter"

	"willing/journal"
)

// tx writes inside one Update. What it writes goes into a tree of its own, which lies over the young changes, and
// into a frame for the log; an fn that fails has touched nothing. Only an Update beyond the limit spills
// its changes into the table before its end.
type tx struct {
	view
	store   *Store
	frame   frame
	block   block
	size    int // cost of what it wrote; what has been put over counts too
	loops   int // loops under way over the newest tree, which then must not change
	spilled bool
	reading bool // a read transaction was open when it spilled
}

// begin begins an Update at the newest moment. The caller holds the turn.
func (s *Store) begin() *tx {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &tx{store: s}
	t.conn = s.reader
	t.trees = append(t.trees, newTree(), s.now.young)
	if s.now.old != nil {
		t.trees = append(t.trees, s.now.old)
	}
	return t
}

// end forbids further use and lets go of everything.
func (t *tx) end() {
	t.view.end()
	t.store.reader.closeCursors()
	if t.reading || t.began && !t.spilled {
		t.store.reader.exec(context.Background(), "ROLLBACK") // it has read only
	}
	if t.spilled {
		t.store.writer.exec(context.Background(), "ROLLBACK") // after keep there is nothing left to roll back
		t.store.disk.Unlock()
	}
}

func (t *tx) Get(b journal.Bucket, key []byte) ([]byte, error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	if c, changed := t.changed(b, key, t.trees[:1]); changed {
		return c.content(), nil
	}
	if t.store.absent.lacks(b, key) {
		return nil, nil
	}
	if c, changed := t.changed(b, key, t.trees[1:]); changed {
		return c.content(), nil
	}
	value, err := t.stored(b, key)
	if value == nil && err == nil {
		err = t.fail(doingRead, t.learn(b, key))
	}
	return value, err
}

func (t *tx) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return t.loop(b, bounds{from: from, to: to})
}

func (t *tx) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return t.loop(b, bounds{from: from, to: to, down: true})
}

func (t *tx) loop(b journal.Bucket, x bounds) (iter.Seq2[[]byte, []byte], func() error) {
	var err error
	return func(yield func(k, v []byte) bool) {
		if err = t.ready(); err != nil {
			return
		}
		t.loops++
		in := t.trees[0]
		err = t.entries(b, x, yield)
		if in == t.trees[0] {
			t.loops--
		}
	}, func() error { return err }
}

func (t *tx) Put(b journal.Bucket, key, value []byte) error {
	if err := t.ready(); err != nil {
		return err
	}
	return t.change(t.block.put(b, key, value, t.size), func(f frame) frame { return f.put(b, key, value) })
}

func (t *tx) Delete(b journal.Bucket, key []byte) error {
	if err := t.ready(); err != nil {
		return err
	}
	return t.change(t.block.gone(b, key, t.size), func(f frame) frame { return f.gone(b, key) })
}

// Empty implements [journal.Emptier]: one statement does it, in the table itself, so the rest of this Update goes there too.
func (t *tx) Empty(b journal.Bucket) error {
	if err := t.ready(); err != nil {
		return err
	}
	if err := t.spill(); err != nil {
		return t.fail(doingWrite, err)
	}
	return t.fail(doingWrite, t.store.writer.exec(context.Background(), sqlEmpty, string(b)))
}

// change takes a change in. Loops under way keep the tree as it stood when they began.
func (t *tx) change(c change, note func(frame) frame) error {
	if t.loops > 0 {
		t.trees[0], t.loops = t.trees[0].Copy(), 0
	}
	t.trees[0].Set(c)
	t.size += c.cost()
	if !t.spilled {
		if t.frame == nil {
			t.frame = newFrame()
		}
		t.frame = note(t.frame)
	}
	if t.size > t.store.limit {
		return t.fail(doingWrite, t.spill())
	}
	return nil
}

// spill moves what an Update has changed into the table when it has grown beyond the limit, in a transaction
// that [tx.keep] commits. Loops under way go on reading what stood there before.
func (t *tx) spill() error {
	ctx := context.Background()
	if !t.spilled {
		if err := t.store.flushAll(); err != nil {
			return err
		}
		t.store.disk.Lock()
		t.spilled, t.frame = true, nil
		t.reading, t.began = t.began, true // the writer's transaction is begun here
		if err := t.store.writer.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
			return err
		}
	}
	if err := t.store.writer.settle(); err != nil {
		return err
	}
	t.store.absent.note(t.trees[0])
	if err := t.store.writeAll(t.trees[0]); err != nil {
		return err
	}
	t.conn, t.trees, t.loops, t.size = t.store.writer, []*tree{newTree()}, 0, 0
	return nil
}

// keep commits an Update that has spilled. Everything before it stands in the table already.
func (t *tx) keep() error {
	ctx, s := context.Background(), t.store
	s.absent.note(t.trees[0])
	if err := s.writeAll(t.trees[0]); err != nil {
		return failure(doingWrite, err)
	}
	s.writer.closeCursors()
	number := s.published.Load().number + 1 // everybody else's stands in the table
	if err := s.writer.exec(ctx, sqlFlushed, int64(number)); err != nil {
		return failure(doingWrite, err)
	}
	s.flushes.Add(1)
	err := s.writer.exec(ctx, "COMMIT")
	if err == nil {
		s.count(number)
		return failure(doingRead, s.measure(ctx))
	}
	if !unsure(err) {
		return failure("commit", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = errMustOpen
	return errors.Join(journal.ErrUncertain, failure("commit", err))
}

// count takes in that an Update of this number stands in the table. The log says it too, if it is in use: so it is noticed if
// SQLite's own log is lost, which may be all that has it.
func (s *Store) count(number uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.number = number
	m := *s.published.Load()
	m.number = number
	s.published.Store(&m)
	if s.used {
		s.logs[s.active].confirm(number)
	}
}
