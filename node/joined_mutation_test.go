//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// Without the look at the signature, whoever has a code lets a key in that they do not hold.
func TestWithoutTheSignatureAnybodysKeyIsLetIn(t *testing.T) {
	node.Off = "join.signed"
	t.Cleanup(func() { node.Off = "" })
	h := nodetest.New(t)
	code := invites(t, h, "IT")
	err := said(t, code, drawn(t, 7), lineTo(h), func(j *meet.Joining) error {
		j.Device, j.Proof = drawn(t, 8).Device(), proofOf(t, code, drawn(t, 8))
		return nil
	})
	if _, _, in := h.Desk().Grant(drawn(t, 8).Device()); !in {
		t.Errorf("the look is switched off, and nothing shows it: %v", err)
	}
}

// Without its epoch, a code that was used serves again after a restore.
func TestWithoutItsEpochACodeComesBackWithARestore(t *testing.T) {
	node.Off = "join.epoch"
	t.Cleanup(func() { node.Off = "" })
	h := nodetest.New(t)
	code := invites(t, h, "IT")
	r := restoring(t, h, backUp(t, h))
	if _, err := meet.Join(t.Context(), code, drawn(t, 7), meet.Laptop, lineTo(h)); err != nil {
		t.Fatal(err)
	}
	r.Register = h.RegisterCopy()
	_, err := node.Restore(t.Context(), r)
	must(t, err)
	movesTo(t, h, r.Folder)
	if _, err := meet.Join(t.Context(), code, drawn(t, 8), meet.Laptop, lineTo(h)); err != nil {
		t.Errorf("the epoch is switched off, and nothing shows it: %v", err)
	}
}

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
