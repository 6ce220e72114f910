package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	sqlite "modernc.org/sqlite"
)

// Cache sizes in KiB. The reader for fns has a large one, since between two writings of the table it looks up scattered
// keys; each writing of the table makes it worthless, so a larger one fills with pages that nobody asks for twice. With the writer and at most [idleReaders] resting
// readers that is below 48 MiB together, under load.
const (
	writerCache = "-16000"
	fnCache     = "-16000"
	readerCache = "-2000"
)

// maxPages keeps page numbers below 2^25, where the first byte of an overflow page could be mistaken for
// the type of a b-tree page (see blank). At 4 KiB a page that is 128 GiB.
const maxPages = 1<<25 - 1

// name returns the driver's name for the file at path with the given settings.
func name(path string, query url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter: file:///C:/...
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

// writerName names the file for writing. Each setting has its reason:
// FULL syncs the log at every COMMIT, secure_delete zeroes what is deleted, temp_store keeps sorters and
// statement journals out of files, journal_size_limit shortens a log that a long View has let grow, and
// wal_autocheckpoint leaves it to us when the log goes into the file.
func writerName(path string) string {
	return name(path, url.Values{"mode": {"rw"}, "_pragma": {
		"busy_timeout(5000)",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"secure_delete(ON)",
		"foreign_keys(ON)",
		"temp_store(MEMORY)",
		"trusted_schema(OFF)",
		"journal_size_limit(16777216)",
		"wal_autocheckpoint(0)",
		"cache_size(" + writerCache + ")",
	}})
}

// readerName names the file for reading only, with a cache of so many KiB.
func readerName(path, cache string) string {
	return name(path, url.Values{"mode": {"ro"}, "_defensive": {"1"}, "_pragma": {
		"busy_timeout(5000)",
		"query_only(ON)",
		"temp_store(MEMORY)",
		"trusted_schema(OFF)",
		"cache_size(" + cache + ")",
	}})
}

// conn is one connection with its prepared statements. It serves one goroutine at a time.
//
// It uses the driver without database/sql between: the pool, the conversions and the locks of the latter
// cost more than SQLite itself does for one small row.
type conn struct {
	raw  driver.Conn
	idle map[string][]driver.Stmt // prepared and resting; more than one if scans nest
	open map[*cursor]struct{}
	args []driver.NamedValue // used again by each statement; the driver keeps none of it
}

func connect(ctx context.Context, name string) (*conn, error) {
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	raw, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{raw: raw, idle: map[string][]driver.Stmt{}, open: map[*cursor]struct{}{}}, nil
}

// close ends the statements and the connection.
func (c *conn) close() error {
	c.closeCursors()
	var errs []error
	for _, list := range c.idle {
		for _, s := range list {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(append(errs, c.raw.Close())...)
}

// take returns a resting statement for the text, or prepares one.
func (c *conn) take(ctx context.Context, text string) (driver.Stmt, error) {
	if list := c.idle[text]; len(list) > 0 {
		c.idle[text] = list[:len(list)-1]
		return list[len(list)-1], nil
	}
	return c.raw.(driver.ConnPrepareContext).PrepareContext(ctx, text)
}

func (c *conn) give(text string, s driver.Stmt) { c.idle[text] = append(c.idle[text], s) }

// exec runs a statement that yields no rows of interest.
func (c *conn) exec(ctx context.Context, text string, args ...any) error {
	s, err := c.take(ctx, text)
	if err != nil {
		return err
	}
	defer c.give(text, s)
	_, err = s.(driver.StmtExecContext).ExecContext(ctx, c.named(args))
	return err
}

// set runs a PRAGMA without keeping it prepared: some take effect when they are compiled, not when they run.
func (c *conn) set(ctx context.Context, text string) error {
	_, err := c.raw.(driver.ExecerContext).ExecContext(ctx, text, nil)
	return err
}

// query opens a cursor over the rows of a statement with the given number of columns. The caller closes it.
func (c *conn) query(ctx context.Context, columns int, text string, args ...any) (*cursor, error) {
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.(driver.StmtQueryContext).QueryContext(ctx, c.named(args))
	if err != nil {
		c.give(text, s)
		return nil, err
	}
	cur := &cursor{conn: c, text: text, stmt: s, rows: rows, columns: columns}
	c.open[cur] = struct{}{}
	return cur, nil
}

// row returns the first row, or nil if there is none.
func (c *conn) row(ctx context.Context, columns int, text string, args ...any) ([]driver.Value, error) {
	cur, err := c.query(ctx, columns, text, args...)
	if err != nil {
		return nil, err
	}
	row, err := cur.next()
	return row, errors.Join(err, cur.close())
}

// settle reads what the open cursors have not yet yielded into memory, so that a change to the table
// cannot reach a loop that began before it.
func (c *conn) settle() error {
	for cur := range c.open {
		if err := cur.settle(); err != nil {
			return err
		}
	}
	return nil
}

// closeCursors closes what loops left open, as they do when fn panics.
func (c *conn) closeCursors() {
	for cur := range c.open {
		cur.close()
	}
}

func (c *conn) named(args []any) []driver.NamedValue {
	c.args = c.args[:0]
	for i, a := range args {
		c.args = append(c.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return c.args
}

// cursor walks the rows of one statement.
type cursor struct {
	conn    *conn
	text    string
	stmt    driver.Stmt
	rows    driver.Rows // nil once closed
	columns int
	kept    [][]driver.Value // rows read ahead by settle
	settled bool
}

// next returns the next row, or nil at the end. Its byte slices belong to the caller.
func (c *cursor) next() ([]driver.Value, error) {
	if c.settled {
		if len(c.kept) == 0 {
			return nil, nil
		}
		row := c.kept[0]
		c.kept = c.kept[1:]
		return row, nil
	}
	row := make([]driver.Value, c.columns)
	switch err := c.rows.Next(row); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return row, nil
}

func (c *cursor) settle() error {
	for !c.settled {
		row, err := c.next()
		if err != nil {
			return err
		}
		if row == nil {
			c.settled = true
			break
		}
		c.kept = append(c.kept, row)
	}
	return c.close()
}

// close ends the statement; closing twice is harmless. A settled cursor goes on yielding.
func (c *cursor) close() error {
	if c.rows == nil {
		return nil
	}
	err := c.rows.Close()
	c.rows = nil
	c.conn.give(c.text, c.stmt)
	delete(c.conn.open, c)
	return err
}
