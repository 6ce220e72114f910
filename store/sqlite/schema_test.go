package sqlite

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// A released migration has run on somebody's file: it never changes. A new one adds its line to the lock
// (sha256sum migrations/*.sql shows it) and raises newest.
func TestReleasedMigrationsAreLocked(t *testing.T) {
	lock, err := os.ReadFile("migrations.lock")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for i, name := range files {
		content, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&want, "%x  %s\n", sha256.Sum256(content), path.Base(name))
		if !strings.HasPrefix(path.Base(name), fmt.Sprintf("%05d_", i+1)) {
			t.Errorf("%s is not numbered %d", name, i+1)
		}
	}
	if string(lock) != want.String() {
		t.Errorf("migrations.lock says\n%sbut the files give\n%s", lock, want.String())
	}
	if len(files) != newest {
		t.Errorf("there are %d migrations, but newest is %d", len(files), newest)
	}
}

// The settings that the promises of this package rest on are really in force.
func TestSettingsAreInForce(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	ctx := context.Background()
	reader := func(run func(*conn) error) error { return s.views.read(ctx, s.closing, pin, run) }
	writer := func(run func(*conn) error) error { return s.chore(ctx, run) }
	for _, c := range []struct {
		on   func(func(*conn) error) error
		name string
		want any
	}{
		{writer, "journal_mode", "wal"},
		{writer, "synchronous", int64(2)},
		{writer, "secure_delete", int64(1)},
		{writer, "foreign_keys", int64(1)},
		{writer, "busy_timeout", int64(5000)},
		{writer, "temp_store", int64(2)},
		{writer, "page_size", int64(4096)},
		{writer, "auto_vacuum", int64(0)},
		{writer, "max_page_count", int64(maxPages)},
		{writer, "application_id", int64(applicationID)},
		{reader, "query_only", int64(1)},
		{reader, "temp_store", int64(2)},
	} {
		err := c.on(func(x *conn) error {
			row, err := x.row(ctx, 1, "PRAGMA "+c.name)
			if err == nil && row[0] != c.want {
				t.Errorf("%s is %v, want %v", c.name, row[0], c.want)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestTheFileIsForItsOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	mustUpdate(t, mustOpen(t, dir), put("ada"))
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
}
