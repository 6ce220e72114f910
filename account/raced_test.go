package account

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// raced does something many times at once, and counts how often it was not told to wait.
func raced(times int, try func(i int) error) (tried int) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() {
			if err := try(i); !errors.Is(err, ErrWait) {
				mu.Lock()
				defer mu.Unlock()
				tried++
			}
		})
	}
	all.Wait()
	return tried
}

// TestPINsGuessedAtOnceAreCounted: whoever sends many guesses together gets no more of them than whoever waits for each.
func TestPINsGuessedAtOnceAreCounted(t *testing.T) {
	g := newGate(t)
	g.must(g.SetPIN(t.Context(), "door", "4711"))
	tried := raced(3*perPIN.tries, func(i int) error {
		return g.CheckPIN(t.Context(), "door", fmt.Sprintf("%04d", i), fmt.Sprintf("192.0.2.%d", i))
	})
	if tried > perPIN.tries {
		t.Errorf("%d PINs were tried at once, %d may be", tried, perPIN.tries)
	}
}

// TestPasswordsGuessedAtOnceAreCounted: likewise at the door.
func TestPasswordsGuessedAtOnceAreCounted(t *testing.T) {
	g := newGate(t)
	g.hasPassword(nadia, "seven grey seals")
	tried := raced(2*perAccount.tries, func(i int) error {
		_, _, err := g.SignIn(t.Context(), Password{"nadia", "seven grey seals", fmt.Sprintf("%06d", i), fmt.Sprintf("192.0.2.%d", i)}, known)
		return err
	})
	if tried > perAccount.tries {
		t.Errorf("%d codes were tried at once, %d may be", tried, perAccount.tries)
	}
}

// TestANetworkIsOneAddress: whoever has one address of a network of the newer kind has them all, and one of the older
// kind may be written as one of the newer.
func TestANetworkIsOneAddress(t *testing.T) {
	g := newGate(t)
	for i := range perAsking.tries {
		g.must(g.Ask(t.Context(), fmt.Sprintf("2001:db8:1:2::%x", i+1)))
		g.must(g.Ask(t.Context(), "192.0.2.7"))
	}
	g.is(g.Ask(t.Context(), "2001:db8:1:2:ffff::1"), ErrWait)
	g.is(g.Ask(t.Context(), "::ffff:192.0.2.7"), ErrWait)
	g.must(g.Ask(t.Context(), "2001:db8:1:3::1"))
	g.must(g.SetPIN(t.Context(), "door", "4711"))
	for i := range perAddress.tries {
		g.must(g.Failed(t.Context(), fmt.Sprintf("2001:db8:1:2::%x", i+1)))
	}
	g.is(g.CheckPIN(t.Context(), "door", "4711", "2001:db8:1:2:ffff::1"), ErrWait)
}
