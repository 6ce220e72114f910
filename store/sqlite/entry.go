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
	sqlGet        = `SELECT value FROM entry WHERE bucket = ? AND key = ?`
	sqlScan       = `SELECT key, value FROM entry WHERE bucket = ? AND key >= ? ORDER BY key`
	sqlScanTo     = `SELECT key, value FROM entry WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key`
	sqlScanDown   = `SELECT key, value FROM entry WHERE bucket = ? AND key >= ? ORDER BY key DESC`
	sqlScanDownTo = `SELECT key, value FROM entry WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key DESC`
	sqlPut        = `INSERT INTO entry (bucket, key, value) VALUES (?, ?, ?) ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value`
	sqlDelete     = `DELETE FROM entry WHERE bucket = ? AND key = ?`
	sqlEmpty      = `DELETE FROM entry WHERE bucket = ?`
	sqlFlushed    = `UPDATE flushed SET upto = ?`
	sealSize      = 4
	doingRead     = "read"
	doingWrite    = "write"
)

// ErrEntry is damage to what one entry says, where the pages of the file fit together: it goes with the entry.
var ErrEntry = fmt.Errorf("%w: the checksum of an entry is wrong", journal.ErrBroken)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers everything of an entry; the length keeps key and value apart. What stands before the key is taken byte by
// byte, since [crc32.Update] would have it on the heap, for each entry that is read.
func checksum(b journal.Bucket, key, value []byte) uint32 {
	sum := ^uint32(0)
	take := func(c byte) { sum = castagnoli[byte(sum)^c] ^ sum>>8 }
	for i := range len(b) {
		take(b[i])
	}
	take(0)
	for shift := 56; shift >= 0; shift -= 8 {
		take(byte(uint64(len(key)) >> shift))
	}
	return crc32.Update(crc32.Update(^sum, castagnoli, key), castagnoli, value)
}

// seal writes the checksum behind the value, where room is left for it.
func seal(sealed []byte, sum uint32) { binary.BigEndian.PutUint32(sealed[len(sealed)-sealSize:], sum) }

// unseal returns the value of a stored one. An empty value comes back as an empty, non-nil slice.
func unseal(b journal.Bucket, key, sealed []byte) ([]byte, error) {
	n := len(sealed) - sealSize
	if n < 0 || binary.BigEndian.Uint32(sealed[n:]) != checksum(b, key, sealed[:n]) {
		return nil, ErrEntry
	}
	return sealed[:n:n], nil
}

// errEnded answers whoever keeps a Reader or Writer beyond its View or Update.
var errEnded = errors.New("the view or update has ended")

// view reads one moment: what the table holds, through one connection, and over it what it does not hold yet.
type view struct {
	conn  *conn
	began bool    // a read transaction is open, or none is wanted
	trees []*tree // the newest first
	ended bool
	name  []byte // room for the name that Get looks for
	fault error  // the first error of the disk, which the View or Update returns even if fn drops it
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
	if c, changed := v.changed(b, key, v.trees); changed {
		return c.content(), nil
	}
	return v.stored(b, key)
}

// changed finds the newest change of an entry that the table does not hold yet.
func (v *view) changed(b journal.Bucket, key []byte, trees []*tree) (change, bool) {
	v.name = append(append(append(v.name[:0], b...), 0), key...)
	for _, in := range trees {
		if c, changed := in.Get(sought(v.name)); changed {
			return c, true
		}
	}
	return change{}, false
}

// stored reads an entry of the table.
func (v *view) stored(b journal.Bucket, key []byte) ([]byte, error) {
	v.begin()
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
	return v.scan(b, bounds{from: from, to: to})
}

func (v *view) ScanDown(b journal.Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	return v.scan(b, bounds{from: from, to: to, down: true})
}

func (v *view) scan(b journal.Bucket, x bounds) (iter.Seq2[[]byte, []byte], func() error) {
	var err error
	return func(yield func(k, v []byte) bool) {
		if err = v.ready(); err == nil {
			err = v.entries(b, x, yield)
		}
	}, func() error { return err }
}

// entries yields the entries of a range until yield has enough: changes and rows.
func (v *view) entries(b journal.Bucket, x bounds, yield func(k, v []byte) bool) error {
	var ws walks
	for _, in := range v.trees {
		if w := start(in, b, x); w.valid {
			ws = append(ws, w)
		}
	}
	if len(ws) == 0 {
		return v.each(b, x, yield)
	}
	return v.merge(b, ws, x, yield)
}

// begin opens a read transaction before the first look at the table, only to save locks: what else the table
// shows, the trees make up for.
func (v *view) begin() {
	if !v.began {
		v.began = v.conn.exec(context.Background(), "BEGIN") == nil
	}
}

// rows opens a cursor over a range of the table.
func (v *view) rows(b journal.Bucket, x bounds) (*cursor, error) {
	v.begin()
	switch {
	case x.to == nil && x.down:
		return v.conn.query(context.Background(), 2, sqlScanDown, string(b), bound(x.from))
	case x.to == nil:
		return v.conn.query(context.Background(), 2, sqlScan, string(b), bound(x.from))
	case x.down:
		return v.conn.query(context.Background(), 2, sqlScanDownTo, string(b), bound(x.from), x.to)
	}
	return v.conn.query(context.Background(), 2, sqlScanTo, string(b), bound(x.from), x.to)
}

// each yields the rows of a range until yield has enough.
func (v *view) each(b journal.Bucket, x bounds, yield func(k, v []byte) bool) error {
	cur, err := v.rows(b, x)
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
