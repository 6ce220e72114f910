//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
)

// Without this care a laptop counts those of whom it has a header alone.
func TestWithoutCareALaptopCountsWhoIsElsewhere(t *testing.T) {
	desk.Off = "elsewhere"
	t.Cleanup(func() { desk.Off = "" })
	h, l, _ := apartFromFrance(t)
	for _, n := range counts(t, l.n.Desk, h.As("cora")) {
		if n.people != 1 {
			return
		}
	}
	t.Error("the care is switched off, and nothing shows it")
}
