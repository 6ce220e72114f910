//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
)

// Without the look at what headquarters sealed, a laptop takes for signed what nobody signed.
func TestWithoutTheLookAtHeadquartersALaptopBelievesWhatItMadeUp(t *testing.T) {
	desk.Off = "home.proofs"
	t.Cleanup(func() { desk.Off = "" })
	told := tellsAge(t)
	if got := told.stands(unsigned(t, told.hq.Writes(told.form), told.hq.Key)); got != casebook.Counts {
		t.Errorf("the look is switched off, and nothing shows it: it is %s", got)
	}
}

// Without it a restored headquarters takes for its own word what somebody made up with the key of its former disk.
func TestWithoutTheLookAtWhatItLostARestoredHouseBelievesWhatSomebodyMadeUp(t *testing.T) {
	desk.Off = "home.proofs"
	t.Cleanup(func() { desk.Off = "" })
	lost := losesAge(t)
	if got := lost.stands(unsigned(t, lost.hq.Writes(lost.form), lost.hq.Key)); got != casebook.Counts {
		t.Errorf("the look is switched off, and nothing shows it: it is %s", got)
	}
}
