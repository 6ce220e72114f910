package office

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestChangesAreMarkedWordByWord(t *testing.T) {
	got := changes("You are paid nothing at all.", "You are paid expenses, and nothing else.")
	want := []piece{{"", "You are paid"}, {"+", "expenses, and"}, {"", "nothing"}, {"-", "at all."}, {"+", "else."}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v", got)
	}
}

func TestBothTextsCanBeReadOutOfTheChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 12)
		before, after := words.Draw(t, "before"), words.Draw(t, "after")
		var old, now []string
		for _, p := range changes(strings.Join(before, " "), strings.Join(after, " ")) {
			if p.Sign != "+" {
				old = append(old, strings.Fields(p.Text)...)
			}
			if p.Sign != "-" {
				now = append(now, strings.Fields(p.Text)...)
			}
		}
		if strings.Join(old, " ") != strings.Join(before, " ") || strings.Join(now, " ") != strings.Join(after, " ") {
			t.Fatalf("%v and %v came out as %v and %v", before, after, old, now)
		}
	})
}
