//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
	"willing/node/nodetest"
)

// Without the check that publishing makes, a folder that nobody could publish would be in use on every device.
func TestWithoutTheCheckAFaultReachesADevice(t *testing.T) {
	desk.Off = "filed"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	publishesAFault(t, h)
	l.syncs()
	if l.n.Programme() != nil {
		t.Error("the check of what arrives is switched off, and nothing shows it")
	}
}

// Without asking when a device joined, it would be asked for ever about people of whom it never had anything.
func TestWithoutItsFirstDayALateDeviceIsAskedForEver(t *testing.T) {
	desk.Off = "joined"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	person := h.Noted("Vera", "Conti", "+393490000009")
	h.Met(person)
	h.Erased(person, h.Told(person))
	late := joins(t, h, nil, "IT")
	if why := whys(executed(t, h)); why[late.n.Name().String()] == "" {
		t.Error("when a device joined is switched off, and nothing shows it")
	}
}

// Without asking who named a page first, somebody else's entry takes it from the person who signed it.
func TestWithoutWhoNamedItFirstASignedPageGoesAstray(t *testing.T) {
	desk.Off = "named"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	person, _ := borrows(t, h, photograph(300<<10))
	if _, err := h.Desk().OpenScan(t.Context(), h.As("cora"), person, scanOf(t, h.Desk(), h.As("cora"), person)); err == nil {
		t.Error("nothing shows it")
	}
}

// Without asking how far headquarters truly was, a modified device confirms what is erased later.
func TestWithoutHowFarItWasADeviceConfirmsAhead(t *testing.T) {
	desk.Off = "seen"
	t.Cleanup(func() { desk.Off = "" })
	if x := confirmsAhead(t, nodetest.New(t)); x.Confirmed == 0 {
		t.Errorf("how far headquarters was is switched off, and nothing shows it: %+v", x)
	}
}
