package memory

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"

	"willing/journal"
)

// A snapshot is the line [magic], then each entry in order of (bucket, key) as
//
//	0x01, bucket, key, value   each with its length before it, an unsigned varint
//
// then 0x00 and the SHA-256 of all bytes before the sum.
const magic = "willing memory store 1\n"

// maxPart bounds one bucket name, key or value of a snapshot, in bytes.
const maxPart = 1 << 30

// Snapshot implements [journal.Store]; [Load] reads what it writes.
func (s *Store) Snapshot(ctx context.Context, w io.Writer) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.views.Done()
	now := s.published.Load()
	sum := sha256.New()
	out := bufio.NewWriter(io.MultiWriter(w, sum))
	out.WriteString(magic)
	for _, b := range slices.Sorted(maps.Keys(now.buckets)) {
		now.buckets[b].up(nil, nil, func(k, v []byte) bool {
			out.WriteByte(1)
			writePart(out, []byte(b))
			writePart(out, k)
			writePart(out, v)
			return ctx.Err() == nil
		})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	out.WriteByte(0)
	if err := out.Flush(); err != nil { // a bufio.Writer keeps its first error
		return fmt.Errorf("snapshot: %w", err)
	}
	if _, err := w.Write(sum.Sum(nil)); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return nil
}

func writePart(out *bufio.Writer, p []byte) {
	out.Write(binary.AppendUvarint(out.AvailableBuffer(), uint64(len(p))))
	out.Write(p)
}

// Load reads a store that Snapshot wrote. Anything else gives an error that wraps [journal.ErrBroken],
// except a failure of r itself, which is returned as it is.
func Load(r io.Reader, options ...Option) (*Store, error) {
	in := &source{r: bufio.NewReader(r), sum: sha256.New()}
	head, err := in.bytes(len(magic))
	if err != nil {
		return nil, err
	}
	if string(head) != magic {
		return nil, broken("not a snapshot of a memory store")
	}
	s := New(options...)
	now, by := s.published.Load(), &draft{}
	if err := in.entries(now, by); err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	return s, nil
}

func broken(why string) error {
	return fmt.Errorf("memory store: %w: %s", journal.ErrBroken, why)
}

// source reads a snapshot and hashes what it has read.
type source struct {
	r      *bufio.Reader
	sum    hash.Hash
	failed error // of r, other than its end
}

// entries fills m until the closing mark.
func (in *source) entries(m *moment, by *draft) error {
	var bucket, key []byte
	for first := true; ; first = false {
		mark, err := in.bytes(1)
		if err != nil {
			return err
		}
		switch mark[0] {
		case 0:
			return nil
		case 1:
		default:
			return broken("unknown mark")
		}
		var p [3][]byte
		for i := range p {
			if p[i], err = in.part(); err != nil {
				return err
			}
		}
		order := bytes.Compare(p[0], bucket)
		if !first && (order < 0 || order == 0 && bytes.Compare(p[1], key) <= 0) {
			return broken("entries out of order")
		}
		bucket, key = p[0], p[1]
		m.buckets[journal.Bucket(bucket)] = m.buckets[journal.Bucket(bucket)].with(by, key, p[2])
		m.size += int64(len(key) + len(p[2]))
	}
}

// finish compares the sum and sees that nothing follows it.
func (in *source) finish() error {
	want := in.sum.Sum(nil)
	got, err := in.bytes(len(want))
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return broken("the checksum is wrong")
	}
	switch _, err := in.r.ReadByte(); {
	case err == nil:
		return broken("bytes after the end")
	case !errors.Is(err, io.EOF):
		return err
	}
	return nil
}

// part reads a length and that many bytes.
func (in *source) part() ([]byte, error) {
	n, err := binary.ReadUvarint(in)
	if in.failed != nil {
		return nil, in.failed
	}
	if err != nil || n > maxPart {
		return nil, broken("cut short or impossible length")
	}
	return in.bytes(int(n))
}

// ReadByte lets binary.ReadUvarint read through the hash.
func (in *source) ReadByte() (byte, error) {
	b, err := in.r.ReadByte()
	if err == nil {
		in.sum.Write([]byte{b})
	} else if !errors.Is(err, io.EOF) {
		in.failed = err
	}
	return b, err
}

// bytes reads n bytes; it allocates as they come, so a lying length costs nothing.
func (in *source) bytes(n int) ([]byte, error) {
	var buf bytes.Buffer
	_, err := io.CopyN(&buf, in.r, int64(n))
	if errors.Is(err, io.EOF) {
		return nil, broken("cut short")
	}
	if err != nil {
		return nil, err
	}
	in.sum.Write(buf.Bytes())
	return append([]byte{}, buf.Bytes()...), nil
}
