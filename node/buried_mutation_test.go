//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
	"willing/node/nodetest"
)

// If the last that was noted were compared and no more, a device would bury whoever said no.
func TestWithoutTurnsADeviceBuriesWhoSaidNo(t *testing.T) {
	buriedWithout(t, "fairly", "before they said stop")
}

// If whoever is noted under other names counted as parted from somebody, what recognises them would go.
func TestWithoutPartingWhoIsNotedOtherwiseIsForgotten(t *testing.T) {
	desk.Off = "parted"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	p := noted(h)
	stops(h, p)
	desk.Off = "fairly" // how it was: the last notes alone were compared
	buries(h, h.Device(), p)
	if !heldBack(h) {
		t.Error("what was entered before is gone, although she was parted from nobody")
	}
}

func buriedWithout(t *testing.T, care, way string) {
	t.Helper()
	desk.Off = care
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	buried[way](h, h.Device())
	if heldBack(h) {
		t.Errorf("%s is switched off, and nothing shows it", care)
	}
}
