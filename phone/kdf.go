package phone

import (
	"crypto/hkdf"
	"crypto/sha256"
	"io"

	"golang.org/x/crypto/argon2"
)

// Argon2id as RFC 9106 describes it, with OWASP's second choice of cost: what a cheap phone does in a second or
// two.
const (
	argonTime   = 2
	argonMemory = 19 << 10 // KiB
	saltSize    = 16
	secretSize  = 32
)

// fromPassphrase makes the secret that opens a lock from what somebody typed.
func (l lock) fromPassphrase(typed string) []byte {
	return argon2.IDKey([]byte(typed), l.Salt, l.Time, l.Memory, 1, secretSize)
}

// fromPasskey makes it from what a passkey's pseudo-random function gave (WebAuthn level 3, PRF extension).
func fromPasskey(given []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, given, nil, "willing/phone/passkey/1", secretSize)
}

func newLock(kind string, rand io.Reader) (lock, error) {
	l := lock{Kind: kind, Salt: make([]byte, saltSize)}
	if kind == passkey {
		l.Salt = make([]byte, secretSize)
	} else {
		l.Time, l.Memory = argonTime, argonMemory
	}
	_, err := io.ReadFull(rand, l.Salt)
	return l, err
}
