package journal

import (
	"crypto/rand"
	"slices"
	"testing"
)

// TestARememberedSessionOpensNothingElse: after a session was verified, whatever differs from it in one bit is
// verified by itself, and refused.
func TestARememberedSessionOpensNothingElse(t *testing.T) {
	own, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	hand, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	who := ID{1}
	s, err := NewSession(who, own, hand.Public(), 1000, 2000)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if fault := s.fault(who, Ed25519, hand.Public()); fault != "" {
			t.Fatal(fault)
		}
	}
	longer, shifted, forged := *s, *s, *s
	longer.Until++
	shifted.From--
	forged.Sig = slices.Clone(s.Sig)
	forged.Sig[0] ^= 1
	other := slices.Clone(hand.Public())
	other[0] ^= 1
	for name, fault := range map[string]string{
		"longer": longer.fault(who, Ed25519, hand.Public()), "earlier": shifted.fault(who, Ed25519, hand.Public()), "forged": forged.fault(who, Ed25519, hand.Public()),
		"somebody else's": s.fault(ID{2}, Ed25519, hand.Public()), "for another key": s.fault(who, Ed25519, other),
	} {
		if fault == "" {
			t.Errorf("a session that is %s opens", name)
		}
	}
}

// TestAFullMemoryBeginsAnew: it never grows beyond its bound, and what it forgot is verified again.
func TestAFullMemoryBeginsAnew(t *testing.T) {
	m := memory{most: 3}
	for i := range 10 {
		m.add([32]byte{byte(i)})
		if len(m.set) > 3 || !m.has([32]byte{byte(i)}) {
			t.Fatalf("after %d it holds %d", i, len(m.set))
		}
	}
	if m.has([32]byte{0}) {
		t.Error("it forgets nothing")
	}
}
