//go:build js

package main

import (
	"errors"
	"syscall/js"

	"willing/phone"
	"willing/promise"
	"willing/store/indexeddb"
	"willing/store/paged"
)

// browser lends package phone what the worker has: see phone/app/files/worker.js.
type browser struct{ worker js.Value }

var _ phone.Browser = browser{}

// Disk implements [phone.Browser].
func (b browser) Disk(name string) (paged.Disk, error) {
	d, err := indexeddb.OpenDisk(name)
	return disk{d, b.worker}, err
}

// disk tells the worker when something is written, so that it shows no page of before.
type disk struct {
	*indexeddb.Disk
	worker js.Value
}

// Apply implements [paged.Disk].
func (d disk) Apply(puts []paged.Record, deletes []string) error {
	if phone.Unseen(puts, deletes) {
		return d.Disk.Apply(puts, deletes)
	}
	if _, err := promise.Await(d.worker.Call("changing")); err != nil {
		return err
	}
	err := d.Disk.Apply(puts, deletes)
	_, failed := promise.Await(d.worker.Call("changed"))
	return errors.Join(err, failed)
}

// sealer is a key that the browser keeps.
type sealer struct {
	indexeddb.Sealer
	key js.Value
}

func sealed(key js.Value) paged.Sealer { return sealer{indexeddb.SealWith(key), key} }

// NewKey implements [phone.Browser].
func (b browser) NewKey(secret []byte) (paged.Sealer, []byte, error) {
	wrapped, err := promise.Await(b.worker.Call("newKey", promise.Array(secret)))
	if err != nil {
		return nil, nil, err
	}
	raw := promise.Bytes(wrapped)
	key, err := b.OpenKey(secret, raw)
	return key, raw, err
}

// OpenKey implements [phone.Browser].
func (b browser) OpenKey(secret, wrapped []byte) (paged.Sealer, error) {
	key, err := promise.Await(b.worker.Call("openKey", promise.Array(secret), promise.Array(wrapped)))
	if err != nil {
		return nil, errors.Join(phone.ErrWrong, err)
	}
	return sealed(key), nil
}

// Rewrap implements [phone.Browser].
func (b browser) Rewrap(secret, wrapped, other []byte) ([]byte, error) {
	again, err := promise.Await(b.worker.Call("rewrap", promise.Array(secret), promise.Array(wrapped), promise.Array(other)))
	if err != nil {
		return nil, errors.Join(phone.ErrWrong, err)
	}
	return promise.Bytes(again), nil
}

// Hold implements [phone.Browser].
func (b browser) Hold(key paged.Sealer) error {
	value := js.Null()
	if s, ok := key.(sealer); ok {
		value = s.key
	}
	_, err := promise.Await(b.worker.Call("hold", value))
	return err
}

// Held implements [phone.Browser].
func (b browser) Held() (paged.Sealer, error) {
	key, err := promise.Await(b.worker.Call("held"))
	if err != nil || !key.Truthy() {
		return nil, err
	}
	return sealed(key), nil
}

// Room implements [phone.Browser].
func (b browser) Room() phone.Room {
	room, err := promise.Await(b.worker.Call("room"))
	if err != nil {
		return phone.Room{}
	}
	return phone.Room{
		Lasting: room.Get("lasting").Bool(), Used: int64(room.Get("used").Float()), Most: int64(room.Get("most").Float()), Newer: room.Get("newer").Bool(),
	}
}
