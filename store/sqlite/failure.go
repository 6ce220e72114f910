package sqlite

import (
	"context"
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"willing/journal"
)

// code returns SQLite's primary result code, or 0 if err is none of its errors.
func code(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// broken tells whether err says that the file is not what was written. A read beyond its end counts.
func broken(err error) bool {
	var e *driver.Error
	if errors.As(err, &e) && e.Code() == codes.SQLITE_IOERR_SHORT_READ {
		return true
	}
	return code(err) == codes.SQLITE_CORRUPT || code(err) == codes.SQLITE_NOTADB || errors.Is(err, journal.ErrBroken)
}

// failure wraps an error of SQLite for the callers of the store. SQLite's messages name tables and
// columns, never values.
func failure(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, journal.ErrStore):
		return err
	case errors.Is(err, journal.ErrBroken):
		return fmt.Errorf("%s: %w: %w", doing, journal.ErrStore, err)
	case broken(err):
		return fmt.Errorf("%s: %w: %w: %w", doing, journal.ErrStore, journal.ErrBroken, err)
	}
	if noRoom(err) {
		return fmt.Errorf("%s: %w: %w: %w", doing, journal.ErrStore, journal.ErrFull, err)
	}
	return fmt.Errorf("%s: %w: %w", doing, journal.ErrStore, err)
}

// noRoom tells whether there is no room left. SQLite says of the file that its readers share only that it could not be made as large
// as it must be.
func noRoom(err error) bool {
	var e *driver.Error
	return code(err) == codes.SQLITE_FULL || errors.As(err, &e) && e.Code() == codes.SQLITE_IOERR_SHMSIZE || journal.Full(err)
}

// unsure tells whether a failed COMMIT may yet survive: the log was written, but whether it reached the
// disk is not known. A full disk or a held lock is found before the commit mark is written.
func unsure(err error) bool {
	switch code(err) {
	case codes.SQLITE_FULL, codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_CONSTRAINT, codes.SQLITE_NOMEM:
		return false
	}
	return true
}

// atOpening wraps an error met while opening. The statements are fixed, so whatever is not the fault of
// the folder, the disk or a lock is the fault of the file.
func atOpening(err error) error {
	if noRoom(err) {
		return failure("open", err)
	}
	switch code(err) {
	case 0, codes.SQLITE_CANTOPEN, codes.SQLITE_PERM, codes.SQLITE_READONLY, codes.SQLITE_FULL, codes.SQLITE_BUSY,
		codes.SQLITE_IOERR, codes.SQLITE_NOMEM, codes.SQLITE_LOCKED, codes.SQLITE_AUTH:
		return failure("open", err)
	}
	return fmt.Errorf("open: %w: %w: %w", journal.ErrStore, journal.ErrBroken, err)
}
