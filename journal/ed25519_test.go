package journal

import (
	"crypto/ed25519"
	"encoding/binary"
	"testing"
)

// Whoever signs with the neutral point and nothing else is believed by RFC 8032 for some messages, if the key is one of
// those that have no secret.
func TestAKeyThatEverybodyHasProvesNothing(t *testing.T) {
	nobodys := make([]byte, ed25519.SignatureSize)
	nobodys[0] = 1
	for _, key := range everybodys {
		for _, sign := range []byte{0, 0x80} {
			key := append([]byte(nil), key[:]...)
			key[31] |= sign
			fits := 0
			for i := range uint32(256) {
				message := binary.BigEndian.AppendUint32(nil, i)
				if ed25519.Verify(key, message, nobodys) {
					fits++
				}
				if VerifyEd25519(key, message, nobodys) || signatureFault(Ed25519, key, message, nobodys) == "" {
					t.Fatalf("%x signs", key)
				}
			}
			if fits == 0 && decodes(key) {
				t.Errorf("%x is no key that everybody has", key)
			}
		}
	}
}

// decodes leaves out two that no verifier reads: a point with x = 0 has no other sign.
func decodes(key []byte) bool {
	y := [32]byte(key)
	y[31] &^= 0x80
	return key[31]&0x80 == 0 || y != everybodys[1] && y != everybodys[4] && y != everybodys[6]
}

func TestAnHonestKeyIsBelieved(t *testing.T) {
	for i := range byte(32) {
		key := ed25519.NewKeyFromSeed(append(make([]byte, 31), i))
		if sig := ed25519.Sign(key, []byte("x")); !VerifyEd25519(key.Public().(ed25519.PublicKey), []byte("x"), sig) {
			t.Fatal("an honest signature is refused")
		}
	}
}
