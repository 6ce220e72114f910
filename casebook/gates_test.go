package casebook_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"willing/casebook"
)

// names of the gates as law.md's table has them, in its order.
var gateNames = strings.Fields(`check-first stop minimum whole-truth told-first understood pair age own-act reflection
	final equal no-reason receipt unbundled told-again leave named-decider arrived caseload
	study-apart round-the-accused trip-plan own-place erasure honest-figures kept-no-longer asked-alone speaks-for-nobody`)

// TestMain has rapid try more histories than its default of 100, unless somebody asked for another number.
func TestMain(m *testing.M) {
	checks := flag.Lookup("rapid.checks")
	checks.DefValue = "400"
	if err := checks.Value.Set(checks.DefValue); err != nil {
		panic(err)
	}
	m.Run()
}

func TestTheGatesAreThoseOfTheLaw(t *testing.T) {
	if len(casebook.Gates) != len(gateNames) {
		t.Fatalf("%d gates, the law has %d", len(casebook.Gates), len(gateNames))
	}
	for i, g := range casebook.Gates {
		if want := fmt.Sprintf("G%02d", i+1); g.ID != want || g.Name != gateNames[i] {
			t.Errorf("gate %d is %s %s, want %s %s", i+1, g.ID, g.Name, want, gateNames[i])
		}
		if !strings.HasSuffix(g.Rule, ".") || g.Level == "" {
			t.Errorf("%s: the rule is a sentence and has a level", g.ID)
		}
	}
}

func TestEveryEnforcedGateHasAStory(t *testing.T) {
	told := map[string]bool{}
	for _, s := range stories {
		told[s.gate] = true
	}
	for _, g := range casebook.Gates {
		if g.Enforced != told[g.ID] {
			t.Errorf("%s: enforced %v, told %v", g.ID, g.Enforced, told[g.ID])
		}
	}
}

func TestTheDefaultsAreWithinTheLaw(t *testing.T) {
	if faults := casebook.DefaultLimits().Faults(); len(faults) > 0 {
		t.Errorf("%+v", faults)
	}
}
