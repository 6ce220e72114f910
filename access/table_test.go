package access

import (
	"slices"
	"testing"

	"willing/casebook"
)

// TestEveryActionHasARow keeps the table whole: no action without somebody who may, no hat that is none.
func TestEveryActionHasARow(t *testing.T) {
	for _, a := range Actions() {
		everywhere, local := HatsFor(a)
		if len(everywhere)+len(local) == 0 {
			t.Errorf("nobody may %s", a)
		}
		for _, hat := range append(everywhere, local...) {
			if !slices.Contains(casebook.Hats, hat) {
				t.Errorf("%s: %q is no hat", a, hat)
			}
		}
	}
}

// TestTheSafeDirectionIsOpenToAll: anybody on the staff may leave a person alone, and only the pair asks.
func TestTheSafeDirectionIsOpenToAll(t *testing.T) {
	for _, hat := range casebook.Hats {
		who := Who{Hats: []string{hat}}
		if !Decide(who, LeaveAlone, "anywhere") {
			t.Errorf("a %s cannot leave somebody alone", hat)
		}
		if Decide(who, Ask, "anywhere") {
			t.Errorf("a %s asks outside their own teams", hat)
		}
	}
	if Decide(Who{}, LeaveAlone, "") {
		t.Error("somebody without a hat may act")
	}
}
