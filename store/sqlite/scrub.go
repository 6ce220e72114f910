package sqlite

import (
	"context"
	"errors"
	"fmt"

	"willing/journal"
)

// sweepPages is how many pages are looked at between two batches of Updates, about 3 ms of work.
const sweepPages = 512

// Scrub implements [journal.Store]. Deleting has zeroed the entries themselves (secure_delete); Scrub
// zeroes the copies that moving cells about has left in gaps of pages, and then empties the write-ahead
// log, which needs every View and Snapshot to end that began before. Updates go on meanwhile. It reads
// the whole file and writes only pages that had something in a gap.
func (s *Store) Scrub(ctx context.Context) error {
	if err := s.flushed(ctx); err != nil {
		return err
	}
	for from := int64(1); from > 0; {
		err := s.chore(ctx, func(c *conn) (err error) {
			from, err = s.sweep(c, from)
			return failure("scrub", err)
		})
		if err != nil {
			return err
		}
	}
	for {
		if err := s.views.older(ctx); err != nil {
			return err
		}
		var done bool
		err := s.chore(ctx, func(c *conn) (err error) {
			done, err = truncateLog(c)
			return failure("scrub", err)
		})
		if done || err != nil {
			return err
		}
	}
}

// sweep blanks the next pages from the given number on, in one transaction, and returns where to go on,
// or 0 after the last page.
func (s *Store) sweep(c *conn, from int64) (next int64, err error) {
	ctx := context.Background()
	if err := c.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return 0, err
	}
	next, err = sweepRange(ctx, c, from)
	if err != nil {
		return 0, errors.Join(err, c.exec(ctx, "ROLLBACK"))
	}
	return next, c.exec(ctx, "COMMIT")
}

func sweepRange(ctx context.Context, c *conn, from int64) (int64, error) {
	row, err := c.row(ctx, 1, "PRAGMA page_count")
	if err != nil {
		return 0, err
	}
	last, _ := row[0].(int64)
	end := min(from+sweepPages, last+1)
	for n := from; n < end; n++ {
		row, err := c.row(ctx, 1, "SELECT data FROM sqlite_dbpage WHERE pgno = ?1", n)
		if err != nil {
			return 0, err
		}
		if row == nil {
			return 0, fmt.Errorf("page %d is missing", n)
		}
		page, _ := row[0].([]byte)
		if !blank(page, n == 1) {
			continue
		}
		if err := c.exec(ctx, "UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1", n, page); err != nil {
			return 0, err
		}
	}
	if end > last {
		return 0, nil
	}
	return end, nil
}

// truncateLog copies the log into the file and cuts it to nothing. It reports false if a View still needs
// the log; it waits for short ones only, since Updates wait too.
func truncateLog(c *conn) (bool, error) {
	ctx := context.Background()
	if err := c.set(ctx, "PRAGMA busy_timeout = 20"); err != nil {
		return false, err
	}
	row, err := c.row(ctx, 3, "PRAGMA wal_checkpoint(TRUNCATE)")
	if back := c.set(ctx, "PRAGMA busy_timeout = 5000"); err == nil {
		err = back
	}
	if err != nil {
		return false, err
	}
	busy, _ := row[0].(int64)
	return busy == 0, nil
}

// chore runs work on the writing connection, while nothing is written into the table.
func (s *Store) chore(ctx context.Context, run func(*conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.disk.Lock()
	defer s.disk.Unlock()
	select {
	case <-s.closing:
		return journal.ErrClosed
	default:
	}
	return run(s.writer)
}
