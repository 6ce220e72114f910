package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"

	"willing/journal"
)

const (
	sqlGet         = `SELECT value FROM entry WHERE bucket = ?1 AND key = ?2`
	sqlScan        = `SELECT key, value FROM entry WHERE bucket = ?1 AND key >= ?2 ORDER BY key`
	sqlScanTo      = `SELECT key, value FROM entry WHERE bucket = ?1 AND key >= ?2 AND key < ?3 ORDER BY key`
	sqlScanDown    = `SELECT key, value FROM entry WHERE bucket = ?1 AND key >= ?2 ORDER BY key DESC`
	sqlScanDownTo  = `SELECT key, value FROM entry WHERE bucket = ?1 AND key >= ?2 AND key < ?3 ORDER BY key DESC`
	sqlPut         = `INSERT INTO entry (bucket, key, value) VALUES (?1, ?2, ?3) ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value`
	sqlDelete      = `DELETE FROM entry WHERE bucket = ?1 AND key = ?2`
	sealSize       = 4
	doingRead      = "read"
	doingWrite     = "write"
	brokenChecksum = "the checksum of an entry is wrong"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers everything of an entry; the length keeps key and value apart.
func checksum(b journal.Bucket, key, value []byte) uint32 {
	head := make([]byte, 0, 64)
	head = append(head, b...)
	head = append(head, 0)
	head = binary.BigEndian.AppendUint64(head, uint64(len(key)))
	sum := crc32.Update(0, castagnoli, head)
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, value)
}

// seal returns value as it is stored, its checksum behind it.
func seal(b journal.Bucket, key, value []byte) []byte {
	sealed := append(make([]byte, 0, len(value)+sealSize), value...)
	return binary.BigEndian.AppendUint32(sealed, checksum(b, key, value))
}

// unseal returns the value of a stored one. An empty value comes back as an empty, non-nil slice.
func unseal(b journal.Bucket, key, sealed []byte) ([]byte, error) {
	n := len(sealed) - sealSize
	if n < 0 || binary.BigEndian.Uint32(sealed[n:]) != checksum(b, key, sealed[:n]) {
		return nil, fmt.Errorf("%w: %s", journal.ErrBroken, brokenChecksum)
	}
	return sealed[:n:n], nil
}

// errEnded answers whoever keeps a Reader or Writer beyond its View or Update.
var errEnded = errors.New("the view or update has ended")

// view reads one moment through one connection.
type view struct {
	conn  *conn
	ended bool
	fault error // the first error of the disk, which the View or Update returns even if fn drops it
}

// end forbids further use and closes what loops left open.
func (v *view) end() {
	v.ended = true
	v.conn.closeCursors()
}

// ready tells why nothing can be done any more, if so.
func (v *view) ready() error {
	if v.ended {
		return errEnded
	}
	return v.fault
}

// fail remembers the first error of the disk.
func (v *view) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	if v.fault == nil {
		v.fault = failure(doing, err)
	}
	return v.fault
}

// verdict joins what fn said with what the disk said.
func (v *view) verdict(err error) error {
	if v.fault == nil || errors.Is(err, journal.ErrStore) {
		return err
	}
	return errors.Join(v.fault, err)
}

func (v *view) Get(b journal.Bucket, key []byte) ([]byte, error) {
	if err := v.ready(); err != nil {
		return nil, err
	}
	row, err := v.conn.row(context.Background(), 1, sqlGet, string(b), bound(key))
	if err != nil {
		return nil, v.fail(doingRead, err)
	}
	if row == nil {
		return nil, nil
	}
	sealed, _ := row[0].([]byte)
	value, err := unseal(b, key, sealed)
	return value, v.fail(doingRead, err)
}

func (v *view) Scan(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	if to == nil {
		return v.scan(b, sqlScan, string(b), bound(from))
	}
	return v.scan(b, sqlScanTo, string(b), bound(from), to)
}

func (v *view) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	if to == nil {
		return v.scan(b, sqlScanDown, string(b), bound(from))
	}
	return v.scan(b, sqlScanDownTo, string(b), bound(from), to)
}

func (v *view) scan(b journal.Bucket, text string, args ...any) (iter.Seq2[[]byte, []byte], func() error) {
	var err error
	return func(yield func(k, v []byte) bool) {
		if err = v.ready(); err == nil {
			err = v.each(b, text, args, yield)
		}
	}, func() error { return err }
}

// each yields the rows until yield has enough.
func (v *view) each(b journal.Bucket, text string, args []any, yield func(k, v []byte) bool) error {
	cur, err := v.conn.query(context.Background(), 2, text, args...)
	if err != nil {
		return v.fail(doingRead, err)
	}
	defer cur.close()
	for !v.ended {
		row, err := cur.next()
		if row == nil || err != nil {
			return v.fail(doingRead, err)
		}
		key, _ := row[0].([]byte)
		sealed, _ := row[1].([]byte)
		value, err := unseal(b, key, sealed)
		if err != nil {
			return v.fail(doingRead, err)
		}
		if !yield(bound(key), value) {
			return nil
		}
	}
	return errEnded
}

// bound makes an empty key of a missing one: the driver would bind nil as NULL, and returns empty as nil.
func bound(key []byte) []byte {
	if key == nil {
		return []byte{}
	}
	return key
}

// tx writes inside one Update.
type tx struct{ view }

func (t *tx) Put(b journal.Bucket, key, value []byte) error {
	return t.change(sqlPut, string(b), bound(key), seal(b, key, value))
}

func (t *tx) Delete(b journal.Bucket, key []byte) error {
	return t.change(sqlDelete, string(b), bound(key))
}

func (t *tx) change(text string, args ...any) error {
	if err := t.ready(); err != nil {
		return err
	}
	if err := t.conn.settle(); err != nil {
		return t.fail(doingWrite, err)
	}
	return t.fail(doingWrite, t.conn.exec(context.Background(), text, args...))
}
