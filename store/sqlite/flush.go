package sqlite

import (
	"context"
	"errors"
	"fmt"

	"willing/journal"
)

// flushLimit is the cost of changes beyond which they are written into the table. The more there are, the more
// neighbours share the writing of a page. Twice as many may be in memory: the next gather meanwhile.
const flushLimit = 32 << 20

// freeze sets the young changes apart and has them written into the table, in the background. The caller holds
// the turn and s.mu. If the ones before are not written yet, it waits for them, and with it all who write.
func (s *Store) freeze() {
	for s.now.old != nil && s.stuck == nil && s.lost == nil {
		s.wake.Wait()
	}
	if s.now.old != nil || s.lost != nil {
		return // the disk is full, or what is young is lost: whoever comes next finds out
	}
	s.now.old, s.now.young, s.now.size = s.now.young, newTree(), 0
	s.upto, s.from = s.now.number, s.active
	s.active = 1 - s.active
	s.flushing.Add(1)
	go func() {
		defer s.flushing.Done()
		s.mu.Lock()
		s.flush()
		s.mu.Unlock()
		s.checkpoint()
	}()
}

// checkpoint moves SQLite's own log into the file, so that it begins anew: what it cannot move because somebody
// still reads what was there before, it moves the next time. The fn that runs now is waited for, since it may
// read for long; Views are not.
func (s *Store) checkpoint() {
	select {
	case s.turn <- struct{}{}:
		s.give()
	case <-s.closing:
		return // closing does it
	}
	s.disk.Lock()
	defer s.disk.Unlock()
	s.writer.row(context.Background(), 3, "PRAGMA wal_checkpoint(PASSIVE)") // the next one moves what this one could not
}

// flush writes the old changes into the table and empties their log. It expects s.mu and gives it up while it
// works. If that fails they stay where they are, in memory and in the log, and s.stuck says why.
func (s *Store) flush() {
	old, upto, from := s.now.old, s.upto, s.from
	for s.published.Load().number < upto && s.now.old == old && s.lost == nil {
		s.wake.Wait()
	}
	if old == nil || s.now.old != old || s.lost != nil {
		return // it was lost before the log had it
	}
	s.mu.Unlock()
	err := s.intoTable(old, upto)
	if err == nil {
		err = failure("log", s.logs[from].empty())
	}
	s.mu.Lock()
	defer s.wake.Broadcast()
	if s.stuck = err; err != nil {
		return
	}
	s.now.old = nil
	m := *s.published.Load()
	if m.old == old {
		m.old = nil
	} else if m.number == upto {
		m.young, m.size = newTree(), 0
	}
	s.published.Store(&m)
}

// intoTable writes changes into the table in the order of the table, one prepared statement a row (see the
// package), and notes up to which Update it now goes.
func (s *Store) intoTable(old *tree, upto uint64) error {
	ctx := context.Background()
	s.disk.Lock()
	defer s.disk.Unlock()
	if err := s.writer.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return failure(doingWrite, err)
	}
	err := writeAll(s.writer, old)
	if err == nil {
		err = s.writer.exec(ctx, sqlFlushed, int64(upto))
	}
	if err == nil {
		s.flushes.Add(1)
		err = s.writer.exec(ctx, "COMMIT")
	}
	if err != nil {
		s.writer.exec(ctx, "ROLLBACK") // often SQLite has done so already
		return failure(doingWrite, err)
	}
	return failure(doingRead, s.measure(ctx))
}

func writeAll(to *conn, changes *tree) (err error) {
	var bucket string
	put, remove := []any{nil, nil, nil}, []any{nil, nil}
	changes.Scan(func(c change) bool {
		if b := c.data[:c.head]; bucket != string(b) {
			bucket = string(b)
			put[0], remove[0] = bucket, bucket
		}
		if c.gone {
			remove[1] = c.key()
			err = to.exec(context.Background(), sqlDelete, remove...)
		} else {
			put[1], put[2] = c.key(), c.sealed()
			err = to.exec(context.Background(), sqlPut, put...)
		}
		return err == nil
	})
	return err
}

// measure sees how large the table is, where that is bounded.
func (s *Store) measure(ctx context.Context) error {
	if s.most == 0 {
		return nil
	}
	pages, err := s.writer.row(ctx, 1, "PRAGMA page_count")
	if err != nil {
		return err
	}
	free, err := s.writer.row(ctx, 1, "PRAGMA freelist_count")
	if err != nil {
		return err
	}
	s.table.Store((pages[0].(int64) - free[0].(int64)) * pageSize)
	return nil
}

const pageSize = 4096

// room sees that the table can take what an Update wrote, where its size is bounded.
func (s *Store) room(t *tx) error {
	if s.most == 0 {
		return nil
	}
	s.mu.Lock()
	size := s.now.size
	over := func() bool { return s.table.Load()+int64(size+t.size)*5/4+8*pageSize > s.most }
	full := over()
	s.mu.Unlock()
	if full && size > 0 {
		if err := s.flushAll(); err != nil {
			return err
		}
		size, full = 0, over()
		t.trees = t.trees[:1] // the rest stands in the table
	}
	if full {
		return fmt.Errorf("%s: %w: full", doingWrite, journal.ErrStore)
	}
	return nil
}

// flushAll writes everything into the table. The caller holds the turn.
func (s *Store) flushAll() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.settle(); err != nil {
		return err
	}
	if s.stuck != nil {
		s.flush()
	}
	if s.now.size > 0 && s.stuck == nil {
		s.freeze()
	}
	for s.now.old != nil && s.stuck == nil && s.lost == nil {
		s.wake.Wait()
	}
	return errors.Join(s.stuck, s.lost)
}

// flushed is flushAll for whoever does not hold the turn.
func (s *Store) flushed(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	return s.flushAll()
}
