package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"willing/journal"
)

// Store is a [journal.Store] in one SQLite file. Use [Open].
type Store struct {
	path    string
	writer  *conn
	commit  func() error // ends a transaction of writer; a field so that tests can let the disk fail
	failed  error        // once set, the disk is unsure and no Update runs; only the writer goroutine looks
	limit   int          // bytes of an Update beyond which it spills into the table; a field so that tests can have it small
	updates chan *update
	chores  chan chore
	views   *pool

	once    sync.Once
	closing chan struct{}
	gone    chan struct{} // closed when the writer goroutine has ended
	closed  error         // what Close returns, valid once gone
}

var _ journal.Store = (*Store)(nil)

// Option adjusts a store when it is opened.
type Option func(*settings)

type settings struct{ maxBytes int64 }

// MaxBytes lets the file grow to about n bytes (whole pages of 4 KiB); an Update beyond that fails with
// [journal.ErrStore], as on a full disk. 0 means 128 GiB, the most this package handles.
func MaxBytes(n int64) Option { return func(s *settings) { s.maxBytes = n } }

// Open opens the store at path, a file, and creates it if there is none; its folder must exist. SQLite
// keeps path-wal and path-shm beside it while it is open. The caller sees to it that nobody else opens
// the same path.
//
// A file that is damaged, cut short, foreign or from a newer program gives an error that wraps
// [journal.ErrBroken], and stays as it is. Open looks at the header, the schema and the size only, so
// that it takes no longer for a large file; [Store.Check] looks at everything.
func Open(path string, options ...Option) (*Store, error) {
	var set settings
	for _, o := range options {
		o(&set)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open: %w: %w", journal.ErrStore, err)
	}
	ctx := context.Background()
	if err := prepare(ctx, path); err != nil {
		return nil, atOpening(err)
	}
	s := &Store{
		path:    path,
		limit:   overlayLimit,
		updates: make(chan *update),
		chores:  make(chan chore),
		closing: make(chan struct{}),
		gone:    make(chan struct{}),
		views:   newPool(path),
	}
	if err := s.begin(ctx, set); err != nil {
		return nil, atOpening(err)
	}
	go s.write()
	return s, nil
}

// prepare leaves a sound file with the newest schema at path.
func prepare(ctx context.Context, path string) error {
	_, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
			return fmt.Errorf("%w: there is a write-ahead log without its file", journal.ErrBroken)
		}
		return create(ctx, path)
	case err != nil:
		return err
	}
	if err := examine(path); err != nil {
		return err
	}
	return migrate(ctx, path)
}

// begin opens the writing connection and makes each statement once, so that a damaged schema shows now.
func (s *Store) begin(ctx context.Context, set settings) (err error) {
	if s.writer, err = connect(ctx, writerName(s.path)); err != nil {
		return err
	}
	s.commit = func() error { return s.writer.exec(ctx, "COMMIT") }
	pages := int64(maxPages)
	if set.maxBytes > 0 {
		pages = min(pages, max(set.maxBytes/4096, 1))
	}
	_, err = s.writer.row(ctx, 1, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	for _, text := range []string{sqlGet, sqlScan, sqlScanDown, sqlPut, sqlDelete} {
		if err == nil {
			stmt, fault := s.writer.take(ctx, text)
			if err = fault; err == nil {
				s.writer.give(text, stmt)
			}
		}
	}
	if err == nil {
		_, err = s.writer.row(ctx, 1, "SELECT count(*) FROM (SELECT 1 FROM entry LIMIT 1)")
	}
	if err != nil {
		return errors.Join(err, s.writer.close())
	}
	return nil
}

// Close implements [journal.Store]: it waits for the Updates and Views under way, turns away those that
// wait, and empties the write-ahead log into the file. It must not be called from within a View or an
// Update.
func (s *Store) Close() error {
	s.once.Do(func() {
		close(s.closing)
		<-s.gone
		s.closed = failure("close", errors.Join(s.views.close(), s.writer.close()))
	})
	return s.closed
}
