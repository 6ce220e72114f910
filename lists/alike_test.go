package lists_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"willing/lists"
	"willing/node/nodetest"
)

func TestWhatSaysTheSameIsSaidOnce(t *testing.T) {
	got := lists.Alike([]string{"a1", "b1", "a2"}, func(s string) string { return s[:1] })
	if diff := cmp.Diff([][]string{{"a1", "a2"}, {"b1"}}, got); diff != "" {
		t.Error(diff)
	}
}

// TestALookCountsEverybody it saw, asked for or not, and says how far the file goes on.
func TestALookCountsEverybody(t *testing.T) {
	h := nodetest.New(t)
	lists.Bound(t, 2000, 500)
	for people, unasked := range map[int]int{3: 0, 703: 203, 2703: 1499} {
		id := keeps(t, h, office(people))
		look, err := of(t, h).Look(t.Context(), h.As("cora"), id, lists.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		if sum := look.New + look.Known + look.Held + look.Repeated + look.Rejected + look.Unasked; sum != look.Rows || look.Unasked != unasked {
			t.Errorf("of %d people: %d rows, %d accounted for, %d not asked for", people, look.Rows, sum, look.Unasked)
		}
		if look.Whole != (people < 2000) || look.Last != people+2 {
			t.Errorf("of %d people: whole %v, last row %d", people, look.Whole, look.Last)
		}
	}
}

// TestALookReadsToTheEnd: a fault far down a list is found, counted and named before anything comes in.
func TestALookReadsToTheEnd(t *testing.T) {
	h := nodetest.New(t)
	rows := strings.SplitAfter(office(5000), "\n")
	rows[3999] = ";;;Pisa\n" // nobody stands in row 4,000
	look, err := of(t, h).Look(t.Context(), h.As("cora"), keeps(t, h, strings.Join(rows, "")), lists.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if !look.Whole || look.Looked != 5001 || look.Rejected != 2 || look.Unasked != 0 {
		t.Errorf("looked at %d rows, whole %v, rejected %d, not asked for %d", look.Looked, look.Whole, look.Rejected, look.Unasked)
	}
	if len(look.Bad) != 2 || look.Bad[1].Row != 4000 || len(look.Bad[1].Why) == 0 {
		t.Errorf("the fault is named as %+v", look.Bad)
	}
}

// TestAListOfNoesComesInOnce however often it is uploaded, and says so.
func TestAListOfNoesComesInOnce(t *testing.T) {
	h := nodetest.New(t)
	var noes strings.Builder
	noes.WriteString("Name;Phone;Declined on\n")
	for i := range 203 { // more than one commit carries
		fmt.Fprintf(&noes, "A%d Bianchi;+3933311%05d;2020-01-01\n", i, i)
	}
	var first lists.Result
	for round := range 2 {
		id, err := of(t, h).Keep(h.As("cora").Who, "noes.csv", true, strings.NewReader(noes.String()))
		if err != nil {
			t.Fatal(err)
		}
		if err := of(t, h).Begin(h.As("cora"), id, lists.Reading{}); err != nil {
			t.Fatal(err)
		}
		got := ends(t, of(t, h), id).Result
		if round == 0 {
			first = got
			h.Reopen() // what is known of a list outlives the process
			continue
		}
		if first.Markers != 203 || got.Batch != first.Batch || got.Markers != 0 || got.Repeated != 203 || h.Node.Markers() != 203 {
			t.Errorf("first %+v, then %+v, %d markers", first, got, h.Node.Markers())
		}
	}
}
