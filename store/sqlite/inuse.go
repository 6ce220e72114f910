package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"willing/durable"
	"willing/journal"
)

// The table says whether the log files are in use: only so can a file that is gone be told from one that never was. It is
// said when the first Update goes into the log and not at opening, so that whoever only reads writes nothing; and it is taken
// back by Close. A full disk then refuses that first Update, and goes on being read.
const (
	sqlUsed   = `INSERT INTO logs (used) VALUES (1)`
	sqlUnused = `DELETE FROM logs`
	sqlInUse  = `SELECT count(*) FROM logs`
	sqlRootOf = `SELECT rootpage FROM sqlite_schema WHERE name = 'logs'`
)

// LogDamage says that one of the files beside the table's, which hold what came last, is not what was written. It
// wraps [journal.ErrBroken].
type LogDamage struct {
	File string // its name, without the folder
	What string // ends a sentence that begins with the name
}

// Error names the file and says what is wrong with it.
func (d *LogDamage) Error() string { return d.File + " " + d.What }

// Unwrap returns [journal.ErrBroken].
func (d *LogDamage) Unwrap() error { return journal.ErrBroken }

func damaged(path, what string) error {
	return &LogDamage{filepath.Base(path), what}
}

// use sees, before a group goes into the log, that both files are there, durably, and that the table says so: in its file
// itself, in case SQLite's own log goes with ours.
func (s *Store) use() error {
	s.disk.Lock()
	defer s.disk.Unlock()
	if s.used {
		return nil
	}
	for _, l := range s.logs {
		if err := l.begin(s.id); err != nil {
			return err
		}
	}
	if err := durable.Folder(filepath.Dir(s.path)); err != nil {
		return err
	}
	ctx := context.Background()
	if err := s.writer.exec(ctx, sqlUsed); err != nil {
		return err
	}
	s.used = true
	s.writer.row(ctx, 3, "PRAGMA wal_checkpoint(PASSIVE)") // what this one cannot move, the next one moves
	return nil
}

// rest says in the table that the log files are not in use, when everything stands in the table, and removes them.
func (s *Store) rest() error {
	s.disk.Lock()
	defer s.disk.Unlock()
	if s.used {
		if err := s.writer.exec(context.Background(), sqlUnused); err != nil {
			return err
		}
		s.used = false
	}
	var errs []error
	for _, l := range s.logs {
		errs = append(errs, l.remove())
	}
	return errors.Join(errs...)
}

// inUse reads whether the log files are in use.
func (s *Store) inUse(ctx context.Context) (bool, error) {
	row, err := s.writer.row(ctx, 1, sqlInUse)
	if err != nil {
		return false, err
	}
	n, _ := row[0].(int64)
	return n > 0, nil
}

// Unfinished is how many bytes of an Update that was never finished Open found at the end of the log and left out: what was
// being written when the power went or the process was killed. Nobody had been told that it was saved. One case looks the same:
// where the power went before the disk had the note of the very last Updates that were confirmed (some seconds later, or
// with the next), and the disk then spoilt those.
func (s *Store) Unfinished() int64 {
	var n int64
	for _, l := range s.logs {
		n += l.unfinished
	}
	return n
}

// emptyLeaf makes a page of a table that has no other one of a table without rows.
// Format: https://www.sqlite.org/fileformat2.html#b_tree_pages.
func emptyLeaf(page []byte) error {
	if len(page) < 8 || page[0] != 13 {
		return fmt.Errorf("%w: the table of the logs has grown", journal.ErrBroken)
	}
	clear(page)
	page[0] = 13
	binary.BigEndian.PutUint16(page[5:], uint16(len(page))) // 65536 is written as 0
	return nil
}

// remove closes the file and takes it away, if nothing stands in it.
func (l *logFile) remove() error {
	if l.file == nil || l.size > int64(logHead) {
		return nil
	}
	err := l.file.Close()
	l.file, l.size = nil, 0
	return errors.Join(err, os.Remove(l.path))
}
