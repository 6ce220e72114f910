//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
	"willing/exchange"
	"willing/node/nodetest"
)

// Without headquarters' word that it lacked something itself, a device that was given nothing waits for ever.
func TestWithoutThatWordContentNeverComes(t *testing.T) {
	exchange.Off = "missing"
	t.Cleanup(func() { exchange.Off = "" })
	h := nodetest.New(t)
	waits, vera := broughtHome(t, h)
	waits.syncs()
	if answered(t, waits.n.Desk, h, vera) {
		t.Error("what headquarters lacks is switched off, and nothing shows it")
	}
}

// Without taking it off the list of what may still come, headquarters asks for what it may not have.
func TestWithoutForgettingWhatIsLackingTheErasedAreAskedFor(t *testing.T) {
	desk.Off = "lacking"
	t.Cleanup(func() { desk.Off = "" })
	if out := erasedMeanwhile(t, nodetest.New(t)); out.Requests == 1 {
		t.Error("what is asked for of the erased is switched off, and nothing shows it")
	}
}

// Whoever refused and is given up loses every name and number here. Taken for parted from somebody, they would be put down as come back, and
// again as one who refused, of whom nothing is left to recognise them by.
func TestWithoutKnowingThatSheIsGivenUpTheRegisterSaysSheCameBack(t *testing.T) {
	desk.Off = "parted"
	t.Cleanup(func() { desk.Off = "" })
	if !givesUp(t, nodetest.New(t)).saysShe("reopened") {
		t.Error("the giving up is switched off, and nothing shows it")
	}
}
