//go:build mutation

package simexchange

import (
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
)

// Each invariant has something in the program that it rests on. With that switched off, some season must break
// the invariant, or the simulator would see nothing.

// mostSeasons is how many are lived until the simulator must have seen it.
const mostSeasons = 120

func TestEachInvariantIsSeenToBreak(t *testing.T) {
	for _, m := range []struct {
		letter string
		what   string
		off    func() (on func())
		also   []string // as which it may show first
	}{
		{"a", "what headquarters says of arrivals changes no view", switchDesk("a"), nil},
		{"b", "what a device wrote for everybody goes nowhere", switchExchange("b"), nil},
		{"c", "everybody gets every body", switchExchange("c"), nil},
		{"d", "a no is no refusal", switchCasebook("G02"), nil},
		{"e", "erased content is not purged", switchDesk("e"), nil},
		{"f", "branches are not looked at", switchExchange("f"), []string{"b"}},
		{"g", "what went out is taken for not sent", switchExchange("g"), nil},
		{"h", "nothing is remembered of the last exchange", switchExchange("h"), nil},
		{"i", "a refusal of an unknown kind waits", switchCasebook("newer"), []string{"d"}},
		{"k", "no device is given a list", switchDesk("l"), nil},
		{"j", "a restored headquarters does not read its register", switchDesk("j"), []string{"d"}},
		{"c", "another device may hold everything", switchExchange("peers"), nil},
		{"j", "a headquarters that waits for devices gives what it has", switchExchange("j"), nil},
		{"k", "receipts are compared with nothing", switchExchange("k"), nil},
		{"k", "whatever another device calls a receipt is kept", switchExchange("forged"), nil},
		{"k", "receipts are not handed on", switchExchange("hearsay"), nil},
		{"b", "nobody is told that headquarters lacks content", switchExchange("missing"), nil},
		{"h", "content of the erased is asked for", switchDesk("lacking"), nil},
		{"l", "answers for the doctor are written down as they are", switchBoth("envelope", "G03"), nil},
		{"m", "whoever meets somebody reads what they tell the doctor", switchCasebook("G03"), nil},
		{"m", "headquarters opens no envelope", switchDesk("shut"), nil},
		{"d", "what devices wrote is not handed on to others", switchExchange("handed"), nil},
	} {
		t.Run(m.letter, func(t *testing.T) {
			defer m.off()()
			for seed := range uint64(mostSeasons) {
				f := Run(Draw(seed + 1))
				if f != nil && (f.Invariant == m.letter || slices.Contains(m.also, f.Invariant)) {
					t.Logf("%s: %v", m.what, f)
					return
				}
				if f != nil {
					t.Logf("%v", f)
				}
			}
			t.Errorf("%s, and (%s) is not seen to break in %d seasons", m.what, m.letter, mostSeasons)
		})
	}
}

func TestWithoutAnotherRoundANoStaysBehind(t *testing.T) {
	defer switchExchange("passed")()()
	if meetsSomebodyNew(t) {
		t.Error("what was passed over is not asked for again, and nothing shows it")
	}
}

func TestWhoCameEarlyWouldBeShownByAnOlderWord(t *testing.T) {
	defer switchDesk("early")()()
	for _, at := range cutsAfterControl {
		if _, _, wrong := earlyAndConfirmed(t, at); wrong != nil {
			t.Log(wrong)
			return
		}
	}
	t.Error("what headquarters says of arrivals reaches whoever came early all the same")
}

func TestByTheNumberAloneSomebodySawWhatTookItsPlace(t *testing.T) {
	defer switchDesk("number")()()
	w, _, asked, _ := lost(t, stopped(t))
	for _, f := range factsOf(t, w, w.nodes[0], asked) {
		if f.Type == casebook.OfferMade && f.Standing == casebook.Irregular {
			return
		}
	}
	t.Error("whoever asked is not said to have asked against a stop that they could not know")
}

func TestADeviceCouldNotStartOnceItsGrantIsOver(t *testing.T) {
	defer switchDesk("held")()()
	if _, _, _, _, wrong := outOfItsTime(t); wrong == nil {
		t.Error("a register that knows of somebody's erasure keeps no device from starting")
	}
}

func TestWhatHeadquartersLostWouldGoWithATurnedAwayDevice(t *testing.T) {
	defer switchExchange("lost")()()
	if onlyTheTurnedAwayHasIt(t).losesNothing() == nil {
		t.Error("a device that was turned away is asked for nothing, and nothing is lost")
	}
}

func switchExchange(what string) func() func() {
	return func() func() { exchange.Off = what; return func() { exchange.Off = "" } }
}

func switchDesk(what string) func() func() {
	return func() func() { desk.Off = what; return func() { desk.Off = "" } }
}

func switchCasebook(what string) func() func() {
	return func() func() { casebook.Off = what; return func() { casebook.Off = "" } }
}

// switchBoth is for what the desk does and the law asks for besides.
func switchBoth(what, gate string) func() func() {
	return func() func() {
		one, other := switchDesk(what)(), switchCasebook(gate)()
		return func() { one(); other() }
	}
}
