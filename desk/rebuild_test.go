package desk

import (
	"encoding/hex"
	"maps"
	"testing"

	"willing/casebook"
	"willing/journal"
	"willing/store/memory"
)

// A phone that one person, a family and a whole village share: keys written together, all at once or some at a time, lie as they
// came to lie one by one, so that views made anew are what the live ones are.
func TestKeysWrittenTogetherLieAsOneByOne(t *testing.T) {
	var people []*derived
	for n, key := range []struct {
		name    string
		holders int
	}{{"one.....", 1}, {"family..", packed}, {"village.", packed + 1}, {"town....", 3 * packed}} {
		for i := range key.holders {
			row := &Row{}
			row.hold(casebook.ID{byte(7 * i), byte(n)}, key.name)
			row.hold(casebook.ID{byte(7 * i), byte(n)}, key.name) // noted twice
			people = append(people, &derived{row: row})
		}
	}
	oneByOne := keysAfter(t, func(w journal.Writer) error {
		for _, p := range people {
			for _, k := range p.row.keys() {
				if err := addHolder(w, k.key, k.record); err != nil {
					return err
				}
			}
		}
		return nil
	})
	together := keysAfter(t, func(w journal.Writer) error {
		g := renewed{w: w}
		for _, p := range people {
			if err := g.take(p); err != nil {
				return err
			}
		}
		return g.end()
	})
	sometimes := keysAfter(t, func(w journal.Writer) error {
		g := renewed{w: w}
		for i, p := range people {
			if err := g.take(p); err != nil {
				return err
			}
			if i%20 == 19 {
				if err := g.end(); err != nil {
					return err
				}
			}
		}
		return g.end()
	})
	if len(oneByOne) != 4+packed+1+3*packed {
		t.Errorf("%d entries", len(oneByOne))
	}
	if !maps.Equal(together, oneByOne) {
		t.Error("written all at once they lie otherwise")
	}
	if !maps.Equal(sometimes, oneByOne) {
		t.Error("written some at a time they lie otherwise")
	}
}

func keysAfter(t *testing.T, write func(journal.Writer) error) map[string]string {
	t.Helper()
	out := map[string]string{}
	s := memory.New()
	if err := s.Update(t.Context(), write); err != nil {
		t.Fatal(err)
	}
	if err := s.View(t.Context(), func(r journal.Reader) error {
		entries, failed := r.Scan(bucketKeys, nil, nil)
		for key, value := range entries {
			out[hex.EncodeToString(key)] = hex.EncodeToString(value)
		}
		return failed()
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
