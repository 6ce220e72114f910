package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand"
	"testing"

	"willing/journal"
)

// What the store thinks absent is absent, whatever is written, deleted, written into the table, spilt, or undone.
func TestNothingThatIsThereIsThoughtAbsent(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	s.limit = 20_000
	rng := rand.New(rand.NewSource(7))
	key := func() []byte {
		return append([]byte{byte(254 + rng.Intn(2))}, fmt.Sprint(rng.Intn(3000))...) // few spans, the last of them too
	}
	have := map[string][]byte{}
	spared := 0
	for range 400 {
		next := maps.Clone(have)
		fails := rng.Intn(10) == 0
		size := 1 + rng.Intn(60)
		if rng.Intn(20) == 0 {
			size *= 20 // beyond the limit
		}
		err := s.Update(context.Background(), func(w journal.Writer) error {
			for range size {
				k := key()
				if s.absent.lacks(people, k) {
					spared++
				}
				value, err := w.Get(people, k)
				if err != nil || (value == nil) != (next[string(k)] == nil) || !bytes.Equal(value, next[string(k)]) {
					t.Fatalf("%q is %q, want %q (%v)", k, value, next[string(k)], err)
				}
				switch k = key(); rng.Intn(6) {
				case 0:
					next[string(k)] = bytes.Repeat([]byte{1}, 1+rng.Intn(60))
					err = w.Put(people, k, next[string(k)])
				case 1:
					delete(next, string(k))
					err = w.Delete(people, k)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if fails {
				return context.Canceled
			}
			return nil
		})
		if fails != (err != nil) {
			t.Fatal(err)
		}
		if !fails {
			have = next
		}
	}
	if spared < 100 {
		t.Errorf("only %d looks at the table were spared", spared)
	}
}

// A span that is too long to be read for a few looks is left until there were more.
func TestALongSpanIsReadWhenItPays(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	const rows = 1000
	name := func(i int) []byte { return fmt.Appendf(nil, "p%06d", i) }
	mustUpdate(t, s, func(w journal.Writer) error {
		for i := range rows {
			if err := w.Put(people, name(i), nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.flushed(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.flushing.Wait() // nobody else writes into the table
	asked := 0
	for ; asked < rows; asked++ {
		mustUpdate(t, s, func(w journal.Writer) error {
			_, err := w.Get(people, name(rows+asked))
			return err
		})
		if s.absent.spans[people]['p'].bits != nil {
			break
		}
	}
	if asked < rows/rowsPerMiss/2 || asked > 2*rows/rowsPerMiss {
		t.Errorf("learnt after %d looks for nothing", asked)
	}
}
