package desk

import (
	"testing"

	"willing/casebook"
)

// TestAnotherMarkerIsAskedAboutAnew: somebody was judged a namesake of one person who said no. That says
// nothing of a second one whose marker came later and meets the same keys.
func TestAnotherMarkerIsAskedAboutAnew(t *testing.T) {
	asked := []*casebook.Fact{{Body: &casebook.Match{Marker: true, Kinds: []string{"phone"}, Met: [][]byte{{1}}}}}
	meets := func(tags ...byte) []casebook.Match {
		m := casebook.Match{Marker: true, Kinds: []string{"phone"}}
		for _, tag := range tags {
			m.Met = append(m.Met, []byte{tag})
		}
		return []casebook.Match{m}
	}
	if left := uncovered(meets(1), asked); len(left) != 0 {
		t.Error("the marker that was decided is asked about again")
	}
	if left := uncovered(meets(1, 2), asked); len(left) != 1 {
		t.Error("a second marker hides behind the first")
	}
}
