package memory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"testing"

	"willing/journal"
)

// written is the snapshot of a small store.
func written(t testing.TB) []byte {
	s := New()
	err := s.Update(context.Background(), func(w journal.Writer) error {
		return errors.Join(
			w.Put("people", []byte("ada"), []byte("scout")),
			w.Put("people", []byte("bo"), nil),
			w.Put("tours", []byte{0, 0xff}, []byte("a ship")))
	})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := s.Snapshot(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestEverySnapshotWithAFlippedBitIsRefused(t *testing.T) {
	good := written(t)
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if _, err := Load(bytes.NewReader(bad)); !errors.Is(err, journal.ErrBroken) {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
		}
	}
}

func TestEverySnapshotCutShortOrProlongedIsRefused(t *testing.T) {
	good := written(t)
	for i := range good {
		if _, err := Load(bytes.NewReader(good[:i])); !errors.Is(err, journal.ErrBroken) {
			t.Fatalf("the first %d bytes: %v", i, err)
		}
	}
	if _, err := Load(bytes.NewReader(append(good, 0))); !errors.Is(err, journal.ErrBroken) {
		t.Fatalf("a byte more: %v", err)
	}
}

func TestAReaderThatFailsIsNotCalledBroken(t *testing.T) {
	fault := errors.New("the cable came out")
	good := written(t)
	for i := range good {
		r := io.MultiReader(bytes.NewReader(good[:i]), failing{fault})
		if _, err := Load(r); !errors.Is(err, fault) || errors.Is(err, journal.ErrBroken) {
			t.Fatalf("after %d bytes: %v", i, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// FuzzLoad appends a right checksum to its input, so that the fuzzer gets past it.
func FuzzLoad(f *testing.F) {
	good := written(f)
	f.Add(good[len(magic) : len(good)-sha256.Size])
	f.Add([]byte{0})
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0x03, 'a', 0})
	f.Fuzz(func(t *testing.T, body []byte) {
		body = append([]byte(magic), body...)
		sum := sha256.Sum256(body)
		s, err := Load(bytes.NewReader(append(body, sum[:]...)))
		if err != nil {
			if !errors.Is(err, journal.ErrBroken) {
				t.Fatal(err)
			}
			return
		}
		var again bytes.Buffer
		if err := s.Snapshot(context.Background(), &again); err != nil {
			t.Fatal(err)
		}
		t2, err := Load(&again)
		if err != nil {
			t.Fatal(err)
		}
		if one, two := s.published.Load().size, t2.published.Load().size; one != two {
			t.Fatalf("%d bytes became %d", one, two)
		}
	})
}
