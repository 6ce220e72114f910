//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
	"willing/node/nodetest"
)

// Without waiting for headquarters' word, what two teams wrote of somebody would be gone for good.
func TestWithoutHeadquartersWordWhatWasWrittenIsLost(t *testing.T) {
	desk.Off = "arrived"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	_, second, zora := movedAway(t, h)
	second.syncs()
	if hasAll(h, zora) {
		t.Error("headquarters' word is switched off, and nothing shows it")
	}
}
