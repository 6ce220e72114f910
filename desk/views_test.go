package desk

import (
	"context"
	"slices"
	"testing"

	"willing/casebook"
	"willing/journal"
	"willing/store/memory"
)

// counting counts what is written into the bucket of keys.
type counting struct {
	journal.Writer
	keys int
}

func (c *counting) Put(b journal.Bucket, key, value []byte) error {
	if b == bucketKeys {
		c.keys++
	}
	return c.Writer.Put(b, key, value)
}

func (c *counting) Delete(b journal.Bucket, key []byte) error {
	if b == bucketKeys {
		c.keys++
	}
	return c.Writer.Delete(b, key)
}

// Get counts too: a row that holds the same keys as before asks for none of them.
func (c *counting) Get(b journal.Bucket, key []byte) ([]byte, error) {
	if b == bucketKeys {
		c.keys++
	}
	return c.Writer.Get(b, key)
}

// A person's row comes in the place of another at each step of their way, nearly always with the same names and numbers.
func TestKeysAreTouchedOnlyWhereTheyDiffer(t *testing.T) {
	ada, other := casebook.ID{1}, casebook.ID{2}
	row := func(person casebook.ID, keys ...string) *Row {
		r := &Row{Person: person, Records: []casebook.ID{person}}
		for _, k := range keys {
			r.hold(person, k)
		}
		return r
	}
	parted := row(ada, "phone001")
	parted.hold(other, "birth001")
	for name, c := range map[string]struct {
		old, now []*Row
		touched  bool
		has      []string // what finds somebody afterwards, of phone001, birth001 and mail0001
	}{
		"a step further":    {[]*Row{row(ada, "birth001", "phone001")}, []*Row{row(ada, "birth001", "phone001")}, false, []string{"phone001", "birth001"}},
		"a number more":     {[]*Row{row(ada, "phone001")}, []*Row{row(ada, "mail0001", "phone001")}, true, []string{"phone001", "mail0001"}},
		"a number less":     {[]*Row{row(ada, "birth001", "phone001")}, []*Row{row(ada, "phone001")}, true, []string{"phone001"}},
		"another number":    {[]*Row{row(ada, "phone001")}, []*Row{row(ada, "mail0001")}, true, []string{"mail0001"}},
		"all of it is gone": {[]*Row{row(ada, "phone001")}, []*Row{row(ada)}, true, nil},
		"somebody new":      {nil, []*Row{row(ada, "phone001")}, true, []string{"phone001"}},
		"two in one":        {[]*Row{row(ada, "phone001"), row(other, "birth001")}, []*Row{parted}, false, []string{"phone001", "birth001"}},
		"whose it is":       {[]*Row{row(ada, "phone001")}, []*Row{row(other, "phone001")}, true, []string{"phone001"}},
	} {
		store := memory.New()
		err := store.Update(context.Background(), func(w journal.Writer) error {
			if err := replaceRows(w, nil, c.old); err != nil {
				return err
			}
			counted := &counting{Writer: w}
			if err := replaceRows(counted, c.old, c.now); err != nil {
				return err
			}
			if (counted.keys > 0) != c.touched {
				t.Errorf("%s: the keys were touched %d times", name, counted.keys)
			}
			for _, key := range []string{"phone001", "birth001", "mail0001"} {
				found, err := holders(w, key)
				if err != nil {
					return err
				}
				var want []casebook.ID
				for _, k := range keysIn(c.now) {
					if k.key == key {
						want = append(want, k.record)
					}
				}
				if !slices.Equal(found, want) || (len(found) > 0) != slices.Contains(c.has, key) {
					t.Errorf("%s: %s finds %v, not %v", name, key, found, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
