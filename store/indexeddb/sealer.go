//go:build js

package indexeddb

import (
	"errors"
	"syscall/js"

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
	return await(subtle().Call("generateKey", algorithm, false, []any{"encrypt", "decrypt"}))
}

func subtle() js.Value { return js.Global().Get("crypto").Get("subtle") }

// Seal implements [paged.Sealer]: a random nonce, then the ciphertext, bound to the record's name.
func (s Sealer) Seal(name string, plain []byte) ([]byte, error) {
	nonce := js.Global().Get("Uint8Array").New(nonceSize)
	js.Global().Get("crypto").Call("getRandomValues", nonce)
	sealed, err := await(subtle().Call("encrypt", s.algorithm(nonce, name), s.key, arrayOf(plain)))
	if err != nil {
		return nil, err
	}
	return append(bytesOf(nonce), bytesOf(js.Global().Get("Uint8Array").New(sealed))...), nil
}

// Open implements [paged.Sealer].
func (s Sealer) Open(name string, sealed []byte) ([]byte, error) {
	if len(sealed) < nonceSize {
		return nil, errors.New("too short")
	}
	plain, err := await(subtle().Call("decrypt", s.algorithm(arrayOf(sealed[:nonceSize]), name), s.key, arrayOf(sealed[nonceSize:])))
	if err != nil {
		return nil, err
	}
	return bytesOf(js.Global().Get("Uint8Array").New(plain)), nil
}

func (s Sealer) algorithm(nonce js.Value, name string) map[string]any {
	return map[string]any{"name": "AES-GCM", "iv": nonce, "additionalData": arrayOf([]byte(name))}
}

// await waits for a promise. An exception on the way is an error that says its name alone.
func await(promise js.Value) (result js.Value, err error) {
	ended := make(chan error, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		result = args[0]
		ended <- nil
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		ended <- errors.New("the browser refused: " + args[0].Get("name").String())
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	err = <-ended
	return result, err
}
