package account

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
)

// secretSize is the size of every secret that the program draws: 256 bits, so that its plain SHA-256 may be
// kept.
const secretSize = 32

var text64 = base64.RawURLEncoding

// draw makes a new secret: its text for the person, its hash for the store.
func (a *Accounts) draw() (token string, hash []byte, err error) {
	var raw [secretSize]byte
	if _, err := io.ReadFull(a.Rand, raw[:]); err != nil {
		return "", nil, err
	}
	sum := sha256.Sum256(raw[:])
	return text64.EncodeToString(raw[:]), sum[:], nil
}

// hashOf is under what a token is kept; nil if the text is no token.
func hashOf(token string) []byte {
	raw := rawOf(token)
	if raw == nil {
		return nil
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

func rawOf(token string) []byte {
	raw, err := text64.DecodeString(token)
	if err != nil || len(raw) != secretSize || text64.EncodeToString(raw) != token {
		return nil
	}
	return raw
}

// derive makes one key of another, for one purpose and its details.
func derive(key []byte, purpose string, details ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(purpose))
	for _, d := range details {
		mac.Write([]byte{byte(len(d))})
		mac.Write(d)
	}
	return mac.Sum(nil)
}
