//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Without the care at the door, whoever has a code gives another's device other territories.
func TestWithoutTheCareAtTheDoorACodeReplacesAGrant(t *testing.T) {
	desk.Off = "admit"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	device := journal.Device{7}
	for _, scope := range []string{"t/FR", "t/IT"} {
		must(t, h.Desk().AdmitDevice(t.Context(), h.As("admin"), casebook.DeviceGrant{Device: device[:], Scopes: []string{scope}}))
	}
	if now, _, _ := h.Desk().Grant(device); now.Scopes[0] != "t/IT" {
		t.Error("the care is switched off, and nothing shows it")
	}
}
