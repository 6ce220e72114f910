//go:build js

package indexeddb

import (
	"errors"
	"syscall/js"

	"willing/promise"
	"willing/store/paged"
)

const (
	nonceSize = 12 // of AES-GCM, in bytes
	keyBits   = 256
)

// Sealer seals with AES-GCM under a CryptoKey that the browser keeps: see [NewKey].
type Sealer struct{ key js.Value }

var _ paged.Sealer = Sealer{}

// SealWith seals under a CryptoKey for AES-GCM.
func SealWith(key js.Value) Sealer { return Sealer{key} }

// NewKey draws a key that cannot be taken out of the browser.
func NewKey() (js.Value, error) {
	algorithm := map[string]any{"name": "AES-GCM", "length": keyBits}
	return promise.Await(subtle().Call("generateKey", algorithm, false, []any{"encrypt", "decrypt"}))
}

func subtle() js.Value { return js.Global().Get("crypto").Get("subtle") }

// Seal implements [paged.Sealer]: a random nonce, then the ciphertext, bound to the record's name.
func (s Sealer) Seal(name string, plain []byte) ([]byte, error) {
	nonce := js.Global().Get("Uint8Array").New(nonceSize)
	js.Global().Get("crypto").Call("getRandomValues", nonce)
	sealed, err := promise.Await(subtle().Call("encrypt", s.algorithm(nonce, name), s.key, promise.Array(plain)))
	if err != nil {
		return nil, err
	}
	return append(promise.Bytes(nonce), promise.Bytes(js.Global().Get("Uint8Array").New(sealed))...), nil
}

// Open implements [paged.Sealer].
func (s Sealer) Open(name string, sealed []byte) ([]byte, error) {
	if len(sealed) < nonceSize {
		return nil, errors.New("too short")
	}
	plain, err := promise.Await(subtle().Call("decrypt", s.algorithm(promise.Array(sealed[:nonceSize]), name), s.key, promise.Array(sealed[nonceSize:])))
	if err != nil {
		return nil, err
	}
	return promise.Bytes(js.Global().Get("Uint8Array").New(plain)), nil
}

func (s Sealer) algorithm(nonce js.Value, name string) map[string]any {
	return map[string]any{"name": "AES-GCM", "iv": nonce, "additionalData": promise.Array([]byte(name))}
}
