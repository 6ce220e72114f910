package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	err := s.writeAll(old)
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

// rowsAtOnce is how many rows one statement writes: each statement costs something by itself.
const rowsAtOnce = 16

// sqlPutMany is sqlPut for rowsAtOnce rows of one bucket, which is the first parameter.
var sqlPutMany = func() string {
	var rows strings.Builder
	for i := range rowsAtOnce {
		if i > 0 {
			rows.WriteString(", ")
		}
		fmt.Fprintf(&rows, "(?1, ?%d, ?%d)", 2*i+2, 2*i+3)
	}
	return "INSERT INTO entry (bucket, key, value) VALUES " + rows.String() + " ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value"
}()

// tableWriter writes rows into the table, many of one bucket at once.
type tableWriter struct {
	to     *conn
	bucket string
	many   []any // the bucket, and key and value of each row that waits
}

// writeAll writes changes into the table, in a transaction of the writer that its caller commits.
func (s *Store) writeAll(changes *tree) (err error) {
	w := tableWriter{to: s.writer, many: make([]any, 1, 1+2*rowsAtOnce)}
	changes.Scan(func(c change) bool {
		err = w.write(c)
		return err == nil
	})
	if err == nil {
		err = w.flush()
	}
	return err
}

func (w *tableWriter) write(c change) error {
	if b := c.data[:c.head]; w.bucket != string(b) {
		if err := w.flush(); err != nil {
			return err
		}
		w.bucket = string(b)
		w.many[0] = w.bucket
	}
	if c.gone {
		return w.to.exec(context.Background(), sqlDelete, w.many[0], c.key())
	}
	if w.many = append(w.many, c.key(), c.sealed()); len(w.many) < cap(w.many) {
		return nil
	}
	err := w.to.exec(context.Background(), sqlPutMany, w.many...)
	w.many = w.many[:1]
	return err
}

// flush writes the rows that wait, of which there are too few for one statement.
func (w *tableWriter) flush() error {
	rows := w.many[1:]
	for ; len(rows) > 0; rows = rows[2:] {
		if err := w.to.exec(context.Background(), sqlPut, w.many[0], rows[0], rows[1]); err != nil {
			return err
		}
	}
	w.many = w.many[:1]
	return nil
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
