package team

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"testing"
)

// The person's own browser makes the key of their link as ed25519 does: both must agree.
func TestTheKeyOfALinkIsTheOneThatABrowserMakes(t *testing.T) {
	door, secret, err := newLink(bytes.NewReader(bytes.Repeat([]byte("chance"), 8)))
	if err != nil {
		t.Fatal(err)
	}
	key, hash, err := linkKey(door, secret)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := base64.RawURLEncoding.DecodeString(secret)
	seed := sha256.Sum256(append([]byte("willing/link/1"), raw...))
	if want := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey); !bytes.Equal(key, want) {
		t.Error("the key is another")
	}
	opens, _ := base64.RawURLEncoding.DecodeString(door)
	if sum := sha256.Sum256(opens); !bytes.Equal(hash, sum[:]) {
		t.Error("the door is another")
	}
	if _, _, err := linkKey(door, "short"); err == nil {
		t.Error("half a link was taken")
	}
}
