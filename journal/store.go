package journal

import (
	"context"
	"io"
	"iter"
)

// Bucket names one ordered map of a [Store]. Names are short lower-case words ("commits", "people").
type Bucket string

// Store keeps ordered maps of bytes, one per [Bucket], durably. It is all that the journal and the
// views ask of a disk, so one small conformance suite (store/storetest) covers every backend.
//
// Rules that every implementation keeps:
//
//   - View sees one consistent moment and never blocks writers.
//   - Update is atomic: everything fn wrote, or nothing. It returns nil only after the data is
//     durable. Several Updates may share one disk write (group commit), but each is judged alone:
//     an error from one fn undoes that fn's writes only.
//   - fn is run exactly once, and one at a time among all Updates; it must not call Update itself.
//   - An error of the disk is returned wrapped in [ErrStore] to every Update it touched; then nothing
//     of them is stored, unless the error also wraps [ErrUncertain].
//   - Slices handed to fn or returned by Get and Scan belong to the store: valid until fn returns,
//     never to be changed. Slices passed to Put and Delete are copied before fn returns.
type Store interface {
	View(ctx context.Context, fn func(Reader) error) error
	Update(ctx context.Context, fn func(Writer) error) error

	// Scrub makes deleted values unreadable in every file of the store (free pages, write-ahead log,
	// temporary files). It returns after the last trace is overwritten or truncated.
	Scrub(ctx context.Context) error

	// Snapshot writes a consistent copy of the whole store while others read and write.
	// The same implementation opens it again as an ordinary store file.
	Snapshot(ctx context.Context, w io.Writer) error

	Close() error
}

// Reader reads one consistent moment of a [Store].
type Reader interface {
	// Get returns the value under key, or nil if there is none. A stored empty value is a non-nil empty slice.
	Get(b Bucket, key []byte) ([]byte, error)

	// Scan yields the entries with from <= key < to in ascending byte order; a nil to means no upper
	// bound. A disk error ends the iteration early and is what err then returns; always ask err afterwards.
	Scan(b Bucket, from, to []byte) (entries iter.Seq2[[]byte, []byte], err func() error)

	// ScanDown is Scan in descending order over the same half-open range.
	ScanDown(b Bucket, from, to []byte) (entries iter.Seq2[[]byte, []byte], err func() error)
}

// Writer reads and writes inside one Update; it reads its own writes.
type Writer interface {
	Reader
	Put(b Bucket, key, value []byte) error
	Delete(b Bucket, key []byte) error
}

// Emptier is a Writer of a store that takes everything out of a bucket at once, for less than entry by entry.
type Emptier interface {
	Empty(b Bucket) error
}
