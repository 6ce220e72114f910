package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"

	"willing/durable"
	"willing/journal"
)

// The migrations are numbered and never change once released: migrations.lock holds their SHA-256, and
// a test compares.
//
//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer says that a newer program wrote the file: nothing is damaged, and that one opens it. It wraps [journal.ErrBroken].
var ErrNewer = fmt.Errorf("%w: a newer program wrote it", journal.ErrBroken)

// newest is the highest migration this program knows.
const newest = 3

// migrate brings the file at path to the newest schema. A file from a later program is refused.
func migrate(ctx context.Context, path string) error {
	connector, err := driver.NewConnector(writerName(path))
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	db.SetMaxOpenConns(1)
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	has, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if has > newest {
		return fmt.Errorf("%w: the file has schema %d, this program knows %d", ErrNewer, has, newest)
	}
	if has < newest {
		if _, err := p.Up(ctx); err != nil {
			return err
		}
	}
	return db.Close()
}

// create makes an empty store beside path and moves it into place when it is complete, so that a file at
// path is never half made.
func create(ctx context.Context, path string) error {
	fresh := path + ".new"
	if err := remove(fresh); err != nil {
		return err
	}
	f, err := os.OpenFile(fresh, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := migrate(ctx, fresh); err != nil { // its last connection empties and removes the log
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return durable.Folder(filepath.Dir(path))
}

// remove deletes a database file and whatever SQLite may have left beside it.
func remove(path string) error {
	for _, tail := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + tail); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
