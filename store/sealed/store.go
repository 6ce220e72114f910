package sealed

import (
	"context"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"willing/journal"
	"willing/store/paged"
)

// logBytes is how much a laptop logs before it writes its pages anew: they are read in well under a tenth of a second.
const logBytes = 4 << 20

// KeySize is how many bytes a key has.
const KeySize = chacha20poly1305.KeySize

// Store is a [journal.Store] whose content lies sealed in another one.
type Store struct {
	*paged.Store
	below journal.Store
}

var _ journal.Store = (*Store)(nil)

// Open opens what lies sealed in a store under a key of [KeySize] bytes, with XChaCha20-Poly1305; chance draws the
// nonces. From then on the
// store below belongs to it, and is closed with it; if it cannot be opened, the store below is left open. A key that
// does not fit is an error that wraps [journal.ErrBroken].
func Open(below journal.Store, key []byte, chance io.Reader) (*Store, error) {
	cipher, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	s, err := paged.Open(records{below}, paged.AEAD(cipher, chance))
	if err != nil {
		return nil, err
	}
	s.LogUpTo(logBytes)
	return &Store{s, below}, nil
}

// Scrub implements [journal.Store]: a page that held a deleted value is written anew, and the sealed one before it is
// gone from the files too, so that the key does not bring it back.
func (s *Store) Scrub(ctx context.Context) error {
	return errors.Join(s.Store.Scrub(ctx), s.below.Scrub(ctx))
}

// Snapshot implements [journal.Store]. The copy is one of the store below, and sealed as that is.
func (s *Store) Snapshot(ctx context.Context, w io.Writer) error { return s.below.Snapshot(ctx, w) }

// bucketRecords holds the records, sealed. Key: a record's name.
const bucketRecords journal.Bucket = "sealed"

// records are the named records of a [paged.Disk] as entries of a store.
type records struct{ in journal.Store }

// Get implements [paged.Disk].
func (d records) Get(name string) (data []byte, err error) {
	err = d.in.View(context.Background(), func(r journal.Reader) error {
		value, err := r.Get(bucketRecords, []byte(name))
		if value != nil {
			data = append([]byte{}, value...)
		}
		return err
	})
	return data, err
}

// Names implements [paged.Disk].
func (d records) Names(prefix string) (names []string, err error) {
	err = d.in.View(context.Background(), func(r journal.Reader) error {
		entries, failed := r.Scan(bucketRecords, []byte(prefix), nil)
		for key := range entries {
			name := string(key)
			if len(name) < len(prefix) || name[:len(prefix)] != prefix {
				break
			}
			names = append(names, name)
		}
		return failed()
	})
	return names, err
}

// Apply implements [paged.Disk].
func (d records) Apply(puts []paged.Record, deletes []string) error {
	return d.in.Update(context.Background(), func(w journal.Writer) error {
		for _, name := range deletes {
			if err := w.Delete(bucketRecords, []byte(name)); err != nil {
				return err
			}
		}
		for _, p := range puts {
			if err := w.Put(bucketRecords, []byte(p.Name), p.Data); err != nil {
				return err
			}
		}
		return nil
	})
}

// Close implements [paged.Disk].
func (d records) Close() error { return d.in.Close() }
