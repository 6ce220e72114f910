//go:build js

package main

import (
	"errors"
	"syscall/js"

	"willing/phone"
	"willing/store/indexeddb"
	"willing/store/paged"
)

// browser lends package phone what the worker has: see phone/app/files/worker.js.
type browser struct{ worker js.Value }

var _ phone.Browser = browser{}

// Disk implements [phone.Browser].
func (browser) Disk(name string) (paged.Disk, error) { return indexeddb.OpenDisk(name) }

// sealer is a key that the browser keeps.
type sealer struct {
	indexeddb.Sealer
	key js.Value
}

func sealed(key js.Value) paged.Sealer { return sealer{indexeddb.SealWith(key), key} }

// NewKey implements [phone.Browser].
func (b browser) NewKey(secret []byte) (paged.Sealer, []byte, error) {
	wrapped, err := await(b.worker.Call("newKey", arrayOf(secret)))
	if err != nil {
		return nil, nil, err
	}
	raw := bytesOf(wrapped)
	key, err := b.OpenKey(secret, raw)
	return key, raw, err
}

// OpenKey implements [phone.Browser].
func (b browser) OpenKey(secret, wrapped []byte) (paged.Sealer, error) {
	key, err := await(b.worker.Call("openKey", arrayOf(secret), arrayOf(wrapped)))
	if err != nil {
		return nil, errors.Join(phone.ErrWrong, err)
	}
	return sealed(key), nil
}

// Rewrap implements [phone.Browser].
func (b browser) Rewrap(secret, wrapped, other []byte) ([]byte, error) {
	again, err := await(b.worker.Call("rewrap", arrayOf(secret), arrayOf(wrapped), arrayOf(other)))
	if err != nil {
		return nil, errors.Join(phone.ErrWrong, err)
	}
	return bytesOf(again), nil
}

// Hold implements [phone.Browser].
func (b browser) Hold(key paged.Sealer) error {
	value := js.Null()
	if s, ok := key.(sealer); ok {
		value = s.key
	}
	_, err := await(b.worker.Call("hold", value))
	return err
}

// Held implements [phone.Browser].
func (b browser) Held() (paged.Sealer, error) {
	key, err := await(b.worker.Call("held"))
	if err != nil || !key.Truthy() {
		return nil, err
	}
	return sealed(key), nil
}

// Room implements [phone.Browser].
func (b browser) Room() phone.Room {
	room, err := await(b.worker.Call("room"))
	if err != nil {
		return phone.Room{}
	}
	return phone.Room{
		Lasting: room.Get("lasting").Bool(), Used: int64(room.Get("used").Float()), Most: int64(room.Get("most").Float()), Newer: room.Get("newer").Bool(),
	}
}

// await waits for a promise. An exception is an error that says its name alone.
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
