package sqlite

import (
	"context"
	"errors"
	"fmt"

	"willing/journal"
)

// maxBatch bounds how many Updates share one COMMIT, so that the first does not wait long for the last.
const maxBatch = 256

// update is one call of Update on its way. fn runs in the caller's goroutine: the writer hands over the
// transaction in turn, waits for the word on ran, and answers after COMMIT.
type update struct {
	ctx    context.Context
	turn   chan *tx
	ran    chan error
	answer chan error // holds one, so that the writer never waits for a caller that panicked

	wrote   *overlay // what it wrote, once that stands, until COMMIT
	spilled bool     // wrote is not all: part of it went into the table early. So it is the last of its batch
}

// errUnwound is the word of a caller whose fn panicked or ended its goroutine.
var errUnwound = errors.New("fn did not return")

// chore is other work for the writing connection, done between batches.
type chore struct {
	run  func(*conn) error
	done chan error
}

// Update implements [journal.Store].
func (s *Store) Update(ctx context.Context, fn func(journal.Writer) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	u := &update{ctx: ctx, turn: make(chan *tx), ran: make(chan error), answer: make(chan error, 1)}
	select {
	case s.updates <- u:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return journal.ErrClosed
	}
	select {
	case t := <-u.turn:
		u.run(t, fn)
		return <-u.answer
	case err := <-u.answer:
		return err
	}
}

// run runs fn and tells the writer how it ended, however it ended.
func (u *update) run(t *tx, fn func(journal.Writer) error) {
	err := errUnwound
	defer func() { u.ran <- err }()
	err = fn(t)
}

// write is the writer goroutine.
func (s *Store) write() {
	defer close(s.gone)
	for {
		select {
		case u := <-s.updates:
			s.batch(u)
		case c := <-s.chores:
			c.done <- c.run(s.writer)
		case <-s.closing:
			return
		}
	}
}

// chore runs work on the writing connection between two batches.
func (s *Store) chore(ctx context.Context, run func(*conn) error) error {
	if err := ctx.Err(); err != nil { // select would choose by chance
		return err
	}
	c := chore{run: run, done: make(chan error, 1)}
	select {
	case s.chores <- c:
		return <-c.done
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return journal.ErrClosed
	}
}

// batch runs first and whoever waits behind it in one transaction, and answers each after COMMIT.
func (s *Store) batch(first *update) {
	if s.failed != nil {
		first.answer <- s.failed
		return
	}
	if err := s.writer.exec(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		first.answer <- failure("begin", err)
		return
	}
	kept, lost := s.gather(first)
	if lost != nil {
		s.writer.exec(context.Background(), "ROLLBACK") // often SQLite has done so already
	} else {
		lost = s.finish()
	}
	for _, u := range kept {
		u.answer <- lost
	}
}

// gather runs Updates one after the other, as long as some wait and the batch is not full. It returns
// those whose writes stand and await COMMIT; the others have their answer. An error means that the whole
// transaction is lost.
func (s *Store) gather(first *update) (kept []*update, lost error) {
	size := 0
	for u, n := first, 1; u != nil; u, n = s.waiting(n), n+1 {
		stands, lost := s.one(u, kept)
		if stands {
			kept = append(kept, u)
			size += u.wrote.size
		}
		if lost != nil || u.spilled || size > s.limit {
			return kept, lost
		}
	}
	return kept, nil
}

// waiting returns the next Update that waits, or nil if none does or n are enough.
func (s *Store) waiting(n int) *update {
	if n >= maxBatch {
		return nil
	}
	select {
	case u := <-s.updates:
		return u
	default:
		return nil
	}
}

// one runs one Update after those kept before it in the same transaction. It reports whether its writes
// stand and await COMMIT; if not, it has answered. An error means that the whole transaction is lost.
func (s *Store) one(u *update, kept []*update) (stands bool, lost error) {
	if err := u.ctx.Err(); err != nil {
		u.answer <- err
		return false, nil
	}
	t := &tx{view: view{conn: s.writer}, overlay: &overlay{}, limit: s.limit}
	u.turn <- t
	err := <-u.ran
	t.end()
	touched := t.spilled
	if err = t.verdict(err); err == nil {
		touched = true
		err = failure(doingWrite, t.overlay.flush(s.writer))
	}
	if err == nil {
		u.wrote, u.spilled = t.overlay, t.spilled
		return true, nil
	}
	if touched {
		lost = s.rewind(kept)
	}
	u.answer <- err
	return false, lost
}

// rewind undoes what the last Update has written, by beginning the transaction anew with what those kept
// before it wrote. It is seldom needed; a savepoint for each Update instead would copy every page before
// it is changed and take nearly as long again as the writing.
func (s *Store) rewind(kept []*update) error {
	ctx := context.Background()
	s.writer.exec(ctx, "ROLLBACK") // often SQLite has done so already
	if err := s.writer.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return failure("undo", err)
	}
	for _, u := range kept {
		if err := u.wrote.flush(s.writer); err != nil {
			return failure("undo", err)
		}
	}
	return nil
}

// finish commits. If the disk leaves it open whether the commit survives, the store takes no more
// Updates: only opening it again shows what is there.
func (s *Store) finish() error {
	err := s.commit()
	if err == nil {
		return nil
	}
	s.writer.exec(context.Background(), "ROLLBACK") // often SQLite has done so already
	if !unsure(err) {
		return failure("commit", err)
	}
	s.failed = fmt.Errorf("commit: %w: an earlier commit failed, the store must be opened again", journal.ErrStore)
	return fmt.Errorf("%w: %w", journal.ErrUncertain, failure("commit", err))
}
