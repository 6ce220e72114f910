package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"willing/journal"
)

// applicationID marks the file as a store of this program (see migrations/00001_entry.sql).
const applicationID = 0x57494C4C

// examine looks at the 100 bytes of the file header and at the size, before SQLite sees the file.
// Format: https://www.sqlite.org/fileformat2.html#the_database_header.
func examine(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return err
	}
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("%w: the file is cut short", journal.ErrBroken)
		}
		return err
	}
	if string(head[:16]) != "SQLite format 3\x00" || binary.BigEndian.Uint32(head[68:]) != applicationID {
		return fmt.Errorf("%w: the file is not a store of this program", journal.ErrBroken)
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil // the log may hold newer pages than the file, so its size proves nothing
	}
	size := int64(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = 65536
	}
	if size < 512 || stat.Size()%size != 0 || stat.Size() < size*int64(binary.BigEndian.Uint32(head[28:])) {
		return fmt.Errorf("%w: the file is cut short", journal.ErrBroken)
	}
	return nil
}

// Check reads the whole store: the structure of the file and the checksum of every entry. The first thing
// wrong is returned as an error that wraps [journal.ErrBroken]; it names no key and no value. It takes
// some seconds for a million entries; others read and write meanwhile.
func (s *Store) Check(ctx context.Context) error {
	if err := s.flushed(ctx); err != nil {
		return err
	}
	return s.views.read(ctx, s.closing, pin, func(c *conn) error {
		defer c.closeCursors()
		if err := checkStructure(ctx, c); err != nil {
			return failure("check", err)
		}
		return failure("check", checkEntries(ctx, c))
	})
}

func checkStructure(ctx context.Context, c *conn) error {
	row, err := c.row(ctx, 1, "PRAGMA integrity_check(1)")
	if err != nil {
		return err
	}
	if word, _ := row[0].(string); word != "ok" {
		return fmt.Errorf("%w: the pages of the file do not fit together", journal.ErrBroken)
	}
	return nil
}

func checkEntries(ctx context.Context, c *conn) error {
	cur, err := c.query(context.Background(), 3, "SELECT bucket, key, value FROM entry")
	if err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := cur.next()
		if row == nil || err != nil {
			return err
		}
		bucket, _ := row[0].(string)
		key, _ := row[1].([]byte)
		sealed, _ := row[2].([]byte)
		if _, err := unseal(journal.Bucket(bucket), key, sealed); err != nil {
			return err
		}
	}
}
