package sliver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// Sliver is 24 bits of a keyed one-way hash.
type Sliver uint32

// Bits is how many bits a sliver has.
const Bits = 24

// SecretSize is how many bytes a secret has.
const SecretSize = 32

// Of makes the sliver of a key: the first three bytes of HMAC-SHA-256.
func Of(secret []byte, key string) Sliver {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(key))
	return first(mac.Sum(nil))
}

func first(sum []byte) Sliver { return Sliver(binary.BigEndian.Uint32(sum) >> 8) }

// Maker makes many slivers under one secret. It is not safe for concurrent use.
type Maker func(key string) Sliver

// Under is a maker for a secret.
func Under(secret []byte) Maker {
	mac, sum := hmac.New(sha256.New, secret), make([]byte, 0, sha256.Size)
	return func(key string) Sliver {
		mac.Reset()
		mac.Write([]byte(key))
		return first(mac.Sum(sum[:0]))
	}
}

// NameLen is how many bytes [Name] has.
const NameLen = 8

// Name names a record together with a sliver of it, so that one of them can be known to be somebody else: the first
// bytes of the SHA-256 over both.
func Name(record []byte, s Sliver) [NameLen]byte {
	sum := sha256.Sum256(append(append([]byte{}, record...), byte(s>>16), byte(s>>8), byte(s)))
	return [NameLen]byte(sum[:])
}

// PrintSize is how many bytes tell secrets apart.
const PrintSize = 4

// Print tells a secret from others, without saying it.
func Print(secret []byte) [PrintSize]byte {
	sum := sha256.Sum256(append([]byte("willing/sliver/print/1"), secret...))
	return [PrintSize]byte(sum[:])
}
