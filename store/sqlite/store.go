package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"willing/journal"
)

// Store is a [journal.Store] in one SQLite file. Use [Open].
type Store struct {
	path   string
	id     []byte // of the file
	limit  int    // cost of changes beyond which they are written into the table; a field so that tests can have it small
	most   int64  // bytes that the table may take up; 0: as many as there are
	views  *pool
	turn   chan struct{}                // holds one token while an fn runs
	reader *conn                        // for fns; whoever has the turn uses it
	append func(*logFile, []byte) error // ends a group; a field so that tests can let the disk fail
	frames []byte                       // room of the goroutine that writes the log

	disk   sync.Mutex // for writer, and for the table as a whole
	writer *conn
	used   bool         // the table says that the log files are in use
	table  atomic.Int64 // bytes that the table takes up, if it is bounded

	published atomic.Pointer[moment] // the last moment that is durable
	flushes   atomic.Uint64          // COMMITs of the table begun
	absent    *absent

	mu      sync.Mutex // guards what follows
	wake    *sync.Cond // something of it has changed
	now     moment     // the newest, durable or not
	held    bool       // the log has taken an Update that stands on now.young: nobody may change that tree any more
	coming  int        // who is about to write and has not handed over yet
	waiting []*update  // for the log
	hurry   bool       // somebody waits for the log to hold every Update
	writing bool       // some are being written into the log
	logs    [2]*logFile
	active  int    // the log file that new Updates go to
	upto    uint64 // the last Update of now.old
	from    int    // the log file of now.old
	stuck   error  // why now.old does not go into the table
	lost    error  // the log has failed, and whoever stands on it is being told
	failed  error  // once set, the disk is unsure and no Update runs

	bell     chan struct{}
	flushing sync.WaitGroup
	once     sync.Once
	closing  chan struct{}
	gone     chan struct{} // closed when the goroutine that writes the log has ended
	closed   error         // what Close returns, valid once gone
}

var _ journal.Store = (*Store)(nil)

// Option adjusts a store when it is opened.
type Option func(*settings)

type settings struct {
	maxBytes   int64
	upToDamage bool
}

// MaxBytes lets the file grow to about n bytes (whole pages of 4 KiB); an Update beyond that fails with
// [journal.ErrStore], as on a full disk. 0 means 128 GiB, the most this package handles.
func MaxBytes(n int64) Option { return func(s *settings) { s.maxBytes = n } }

// UpToDamage opens a store whose log is damaged as it stood before the damage: with every Update up to there, and none
// behind. The log goes as at any opening, so it is for a copy.
func UpToDamage() Option { return func(s *settings) { s.upToDamage = true } }

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
		limit:   flushLimit,
		most:    set.maxBytes,
		views:   newPool(path),
		absent:  newAbsent(),
		turn:    make(chan struct{}, 1),
		bell:    make(chan struct{}, 1),
		closing: make(chan struct{}),
		gone:    make(chan struct{}),
	}
	s.wake = sync.NewCond(&s.mu)
	s.append = func(l *logFile, frames []byte) error { return l.add(frames) }
	if err := s.start(ctx, set); err != nil {
		return nil, atOpening(errors.Join(err, s.letGo()))
	}
	go s.write()
	return s, nil
}

// letGo closes what is open.
func (s *Store) letGo() error {
	var errs []error
	for _, c := range []*conn{s.reader, s.writer} {
		if c != nil {
			errs = append(errs, c.close())
		}
	}
	for _, l := range s.logs {
		if l != nil && l.file != nil {
			errs = append(errs, l.file.Close())
		}
	}
	return errors.Join(errs...)
}

// prepare leaves a sound file with the newest schema at path.
func prepare(ctx context.Context, path string) error {
	_, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		for _, tail := range []string{"-wal", "-log0", "-log1"} {
			if log, err := os.Stat(path + tail); err == nil && log.Size() > 0 {
				return fmt.Errorf("%w: there is %s without its file", journal.ErrBroken, filepath.Base(path+tail))
			}
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

// start opens the connections and makes each statement once, so that a damaged schema shows now. Then it takes
// in what the log holds.
func (s *Store) start(ctx context.Context, set settings) (err error) {
	if s.writer, err = connect(ctx, writerName(s.path)); err != nil {
		return err
	}
	if s.reader, err = connect(ctx, readerName(s.path, fnCache)); err != nil {
		return err
	}
	pages := int64(maxPages)
	if set.maxBytes > 0 {
		pages = min(pages, max(set.maxBytes/pageSize, 1))
	}
	if _, err = s.writer.row(ctx, 1, fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		return err
	}
	for _, text := range []string{sqlGet, sqlScan, sqlScanDown, sqlPut, sqlDelete, sqlEmpty, sqlFlushed, sqlUsed, sqlUnused, sqlSpan, sqlLastSpan} {
		stmt, err := s.writer.take(ctx, text)
		if err != nil {
			return err
		}
		s.writer.give(text, stmt)
	}
	if _, err = s.writer.row(ctx, 1, "SELECT count(*) FROM (SELECT 1 FROM entry LIMIT 1)"); err != nil {
		return err
	}
	return s.recover(ctx, set.upToDamage)
}

// recover reads the log that was left behind, if the store was not closed, and writes it into the table.
func (s *Store) recover(ctx context.Context, upToDamage bool) error {
	row, err := s.writer.row(ctx, 2, "SELECT upto, id FROM flushed")
	if err != nil {
		return err
	}
	if row == nil {
		return fmt.Errorf("%w: the file does not say what stands in it", journal.ErrBroken)
	}
	upto, _ := row[0].(int64)
	s.id, _ = row[1].([]byte)
	if upto < 0 || len(s.id) != idSize {
		return fmt.Errorf("%w: the file does not say what stands in it", journal.ErrBroken)
	}
	if s.used, err = s.inUse(ctx); err != nil {
		return err
	}
	if s.logs, err = openLogs(s.path); err != nil {
		return err
	}
	changes, last, err := s.replay(uint64(upto), upToDamage)
	if err == nil && last > uint64(upto) {
		err = s.intoTable(changes, last)
	} else if err == nil {
		err = s.measure(ctx)
	}
	for _, l := range s.logs {
		switch {
		case err != nil:
		case s.used:
			err = l.empty()
		default:
			err = l.cut(0) // a former program's
		}
	}
	s.now = moment{young: newTree(), number: last}
	s.published.Store(&moment{young: newTree(), number: last})
	return err
}

// replay makes the changes of all Updates of the log behind upto, which must be there without a gap, or those before the
// first damage.
func (s *Store) replay(upto uint64, upToDamage bool) (changes *tree, last uint64, err error) {
	frames := map[uint64][]byte{}
	last = upto
	for _, l := range s.logs {
		err := l.read(s.id, upto, s.used, func(number uint64, changes []byte) error {
			if number > upto {
				frames[number], last = changes, max(last, number)
			}
			return nil
		})
		if log := (*LogDamage)(nil); err != nil && !(upToDamage && errors.As(err, &log)) {
			return nil, 0, err
		}
	}
	changes = newTree()
	for number := upto + 1; number <= last; number++ {
		raw, there := frames[number]
		if !there && upToDamage {
			return changes, number - 1, nil
		}
		if !there {
			return nil, 0, damaged(s.logs[0].path, "and "+filepath.Base(s.logs[1].path)+" do not go on where the table ends: one of the files is older than the others, or damaged")
		}
		if _, err := replay(raw, changes); err != nil {
			return nil, 0, err
		}
	}
	return changes, last, nil
}

// Close implements [journal.Store]: it waits for the Updates and Views under way, turns away those that
// wait, writes the log into the table, and empties SQLite's own log into the file. It must not be called from
// within a View or an Update.
func (s *Store) Close() error {
	s.once.Do(func() {
		close(s.closing)
		s.turn <- struct{}{}
		err := s.flushAll()
		s.mu.Lock()
		if s.failed != nil {
			err = nil // whoever wrote was told
		}
		s.mu.Unlock()
		s.flushing.Wait()
		close(s.bell)
		<-s.gone
		s.give()
		if err == nil && s.failed == nil {
			err = s.rest()
		}
		s.closed = failure("close", errors.Join(err, s.views.close(), s.letGo()))
	})
	<-s.gone
	return s.closed
}
