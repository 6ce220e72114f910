package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"willing/journal"
)

// Snapshot implements [journal.Store]: it writes an ordinary store file, page by page, as it stood when
// the call began. It needs no temporary file. What lies in gaps of pages is blanked on the way, so
// deleted entries are not in the copy. Its log files are not in use. A slow w holds its moment open: meanwhile the write-ahead log
// grows and Scrub waits.
func (s *Store) Snapshot(ctx context.Context, w io.Writer) error {
	if err := s.flushed(ctx); err != nil {
		return err
	}
	return s.views.read(ctx, s.closing, pin, func(c *conn) error {
		defer c.closeCursors()
		out := bufio.NewWriterSize(w, 1<<16)
		if err := copyPages(ctx, c, out); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("snapshot: %w", err)
		}
		return nil
	})
}

func copyPages(ctx context.Context, c *conn, out io.Writer) error {
	const doing = "snapshot"
	row, err := c.row(ctx, 1, sqlRootOf)
	if err != nil {
		return failure(doing, err)
	}
	if row == nil {
		return failure(doing, fmt.Errorf("%w: there is no table of the logs", journal.ErrBroken))
	}
	logs, _ := row[0].(int64)
	pages, err := c.query(context.Background(), 2, "SELECT pgno, data FROM sqlite_dbpage ORDER BY pgno")
	if err != nil {
		return failure(doing, err)
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := pages.next()
		if row == nil || err != nil {
			return failure(doing, err)
		}
		number, _ := row[0].(int64)
		page, _ := row[1].([]byte)
		blank(page, number == 1)
		if number == logs {
			if err := emptyLeaf(page); err != nil {
				return failure(doing, err)
			}
		}
		if _, err := out.Write(page); err != nil {
			return fmt.Errorf("snapshot: %w", err)
		}
	}
}
