package desk

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// A comparison key has few holders, and most have one: so a key's entry packs the ids of its holders,
// smallest first. A key with more than packed holders says [crowd] instead, and each holder has an
// entry of its own (key, 0, record). What is stored depends on the set of holders alone, not on how it
// came about, so rebuilt views equal live ones.

// packed is how many holders one entry packs.
const packed = 16

// crowd stands in the entry of a key with more holders than that.
var crowd = []byte("many")

// mostHolders bounds how many records one key may bring up: a shared phone has a few holders, and a key
// with hundreds says little about anybody.
const mostHolders = 200

// keySize is how many bytes name a key in the index: a hash of it, which keeps rows and index small. Should
// two keys share one, they bring up a record too many, and comparing the keys themselves drops it again.
//
// The first nearSize of them are of what the key is near to: the five or six ways to write a name beside one
// birth date lie in one page of the table, and are looked up and written together. What is near to many (a
// large town) spreads over the pages behind it.
const (
	keySize  = 8
	nearSize = 3
)

func indexKey(k Key) string {
	var room [128]byte
	kind := append(append(room[:0], k.Kind...), '=')
	whole := sha256.Sum256(append(kind, k.Value...))
	near := whole
	if k.Near != k.Value {
		near = sha256.Sum256(append(kind, k.Near...))
	}
	copy(near[nearSize:], whole[:keySize-nearSize])
	return string(near[:keySize])
}

// IndexKeys names the keys that find records, as a row and what devices carry of somebody name them.
func IndexKeys(keys []Key) []string {
	var out []string
	for _, k := range keys {
		if k.Indexed && !tooLong(k.Value) {
			out = append(out, indexKey(k))
		}
	}
	return out
}

// recordKey is one key of one record.
type recordKey struct {
	record casebook.ID
	key    string // as indexKey names it
}

// heldKeys are the keys of one record, packed.
type heldKeys struct {
	Record casebook.ID `json:"r"`
	Keys   []byte      `json:"k"`
}

func (row *Row) hold(record casebook.ID, key string) {
	if n := len(row.Held); n == 0 || row.Held[n-1].Record != record {
		row.Held = append(row.Held, heldKeys{Record: record})
	}
	last := &row.Held[len(row.Held)-1]
	last.Keys = append(last.Keys, key...)
}

func (row *Row) keys() []recordKey {
	n := 0
	for _, h := range row.Held {
		n += len(h.Keys) / keySize
	}
	out := make([]recordKey, 0, n)
	for _, h := range row.Held {
		for keys := string(h.Keys); len(keys) >= keySize; keys = keys[keySize:] {
			out = append(out, recordKey{h.Record, keys[:keySize]})
		}
	}
	return out
}

const idSize = len(casebook.ID{})

// holders returns the records that hold a key, at most mostHolders.
func holders(r journal.Reader, key string) ([]casebook.ID, error) {
	raw, err := r.Get(bucketKeys, []byte(key))
	if err != nil || raw == nil {
		return nil, err
	}
	if bytes.Equal(raw, crowd) {
		return crowded(r, key, mostHolders)
	}
	return unpack(raw), nil
}

func unpack(raw []byte) []casebook.ID {
	out := make([]casebook.ID, 0, len(raw)/idSize)
	for id := range slices.Chunk(raw, idSize) {
		out = append(out, casebook.ID(id))
	}
	return out
}

func pack(ids []casebook.ID) []byte {
	out := make([]byte, 0, len(ids)*idSize)
	for _, id := range ids {
		out = append(out, id[:]...)
	}
	return out
}

// crowded lists the holders of a key that has many.
func crowded(r journal.Reader, key string, most int) ([]casebook.ID, error) {
	prefix := append([]byte(key), 0)
	var out []casebook.ID
	entries, failed := r.Scan(bucketKeys, prefix, after(prefix))
	for k := range entries {
		if out = append(out, casebook.ID(k[len(prefix):])); len(out) == most {
			break
		}
	}
	return out, failed()
}

func crowdKey(key string, id casebook.ID) []byte { return append(append([]byte(key), 0), id[:]...) }

func compareRecordKeys(a, b recordKey) int {
	if order := cmp.Compare(a.key, b.key); order != 0 {
		return order
	}
	return compareIDs(a.record, b.record)
}

func compareIDs(a, b casebook.ID) int { return bytes.Compare(a[:], b[:]) }

// addHolder adds a holder to a key.
func addHolder(w journal.Writer, key string, id casebook.ID) error {
	raw, err := w.Get(bucketKeys, []byte(key))
	if err != nil {
		return err
	}
	if bytes.Equal(raw, crowd) {
		return w.Put(bucketKeys, crowdKey(key, id), nil)
	}
	ids := unpack(raw)
	i, known := slices.BinarySearchFunc(ids, id, compareIDs)
	if known {
		return nil
	}
	return setHolders(w, key, slices.Insert(ids, i, id))
}

// addHolders adds holders to a key.
func addHolders(w journal.Writer, key string, ids []casebook.ID) error {
	for _, id := range ids {
		if err := addHolder(w, key, id); err != nil {
			return err
		}
	}
	return nil
}

// setHolders writes all holders of a key, smallest first, that is no crowd's yet.
func setHolders(w journal.Writer, key string, ids []casebook.ID) error {
	if len(ids) <= packed {
		return w.Put(bucketKeys, []byte(key), pack(ids))
	}
	for _, id := range ids {
		if err := w.Put(bucketKeys, crowdKey(key, id), nil); err != nil {
			return err
		}
	}
	return w.Put(bucketKeys, []byte(key), crowd)
}

// removeHolder takes a holder from a key.
func removeHolder(w journal.Writer, key string, id casebook.ID) error {
	raw, err := w.Get(bucketKeys, []byte(key))
	if err != nil || raw == nil {
		return err
	}
	if !bytes.Equal(raw, crowd) {
		ids := slices.DeleteFunc(unpack(raw), func(have casebook.ID) bool { return have == id })
		if len(ids) == 0 {
			return w.Delete(bucketKeys, []byte(key))
		}
		return w.Put(bucketKeys, []byte(key), pack(ids))
	}
	if err := w.Delete(bucketKeys, crowdKey(key, id)); err != nil {
		return err
	}
	left, err := crowded(w, key, packed+1)
	if err != nil || len(left) > packed {
		return err
	}
	for _, each := range left {
		if err := w.Delete(bucketKeys, crowdKey(key, each)); err != nil {
			return err
		}
	}
	return w.Put(bucketKeys, []byte(key), pack(left))
}
