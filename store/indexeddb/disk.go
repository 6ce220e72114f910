//go:build js

package indexeddb

import (
	"errors"
	"fmt"
	"syscall/js"

	"willing/journal"
	"willing/promise"
	"willing/store/paged"
)

// records is the one object store of the database: name → bytes.
const records = "records"

// Disk is a [paged.Disk] in one IndexedDB database of this origin.
type Disk struct{ db js.Value }

var _ paged.Disk = (*Disk)(nil)

// OpenDisk opens a database by name and makes it if there is none.
func OpenDisk(name string) (*Disk, error) {
	factory := js.Global().Get("indexedDB")
	if factory.IsUndefined() {
		return nil, errors.New("this browser has no IndexedDB")
	}
	request := factory.Call("open", name, 1)
	upgrade := js.FuncOf(func(js.Value, []js.Value) any {
		request.Get("result").Call("createObjectStore", records)
		return nil
	})
	defer upgrade.Release()
	request.Set("onupgradeneeded", upgrade)
	db, err := answer(request)
	if err != nil {
		return nil, err
	}
	return &Disk{db: db}, nil
}

// Delete takes a database away with all that is in it.
func Delete(name string) error {
	_, err := answer(js.Global().Get("indexedDB").Call("deleteDatabase", name))
	return err
}

// Get implements [paged.Disk].
func (d *Disk) Get(name string) ([]byte, error) {
	store, err := d.reading()
	if err != nil {
		return nil, err
	}
	v, err := answer(store.Call("get", name))
	if err != nil || v.IsUndefined() {
		return nil, err
	}
	return promise.Bytes(v), nil
}

// Names implements [paged.Disk].
func (d *Disk) Names(prefix string) ([]string, error) {
	store, err := d.reading()
	if err != nil {
		return nil, err
	}
	keys, err := answer(store.Call("getAllKeys", js.Global().Get("IDBKeyRange").Call("bound", prefix, prefix+"\uffff")))
	if err != nil {
		return nil, err
	}
	out := make([]string, keys.Length())
	for i := range out {
		out[i] = keys.Index(i).String()
	}
	return out, nil
}

func (d *Disk) reading() (store js.Value, err error) {
	defer caught(&err)
	return d.db.Call("transaction", records, "readonly").Call("objectStore", records), nil
}

// Apply implements [paged.Disk]: one transaction, answered when it is durable.
func (d *Disk) Apply(puts []paged.Record, deletes []string) (err error) {
	defer caught(&err)
	tx := d.db.Call("transaction", records, "readwrite", map[string]any{"durability": "strict"})
	ended := make(chan error, 3)
	complete := js.FuncOf(func(js.Value, []js.Value) any { ended <- nil; return nil })
	aborted := js.FuncOf(func(js.Value, []js.Value) any { ended <- fault(tx.Get("error")); return nil })
	defer complete.Release()
	defer aborted.Release()
	tx.Set("oncomplete", complete)
	tx.Set("onabort", aborted)
	store := tx.Call("objectStore", records)
	for _, name := range deletes {
		store.Call("delete", name)
	}
	for _, r := range puts {
		store.Call("put", promise.Array(r.Data), r.Name)
	}
	return <-ended
}

// Close implements [paged.Disk].
func (d *Disk) Close() error {
	d.db.Call("close")
	return nil
}

// answer waits for an IDBRequest.
func answer(request js.Value) (js.Value, error) {
	ended := make(chan error, 2)
	success := js.FuncOf(func(js.Value, []js.Value) any { ended <- nil; return nil })
	failure := js.FuncOf(func(js.Value, []js.Value) any { ended <- fault(request.Get("error")); return nil })
	defer success.Release()
	defer failure.Release()
	request.Set("onsuccess", success)
	request.Set("onerror", failure)
	request.Set("onblocked", failure) // another tab holds the database
	if err := <-ended; err != nil {
		return js.Undefined(), err
	}
	return request.Get("result"), nil
}

// ErrNoRoom says that the browser gives this origin no more room.
var ErrNoRoom = fmt.Errorf("the browser gives this application no more: %w", journal.ErrFull)

// fault makes an error of a DOMException, by its name alone.
func fault(e js.Value) error {
	if e.IsNull() || e.IsUndefined() {
		return errors.New("the browser's store did not answer")
	}
	if name := e.Get("name").String(); name != "QuotaExceededError" {
		return errors.New("the browser's store failed: " + name)
	}
	return ErrNoRoom
}

// caught turns a JavaScript exception into an error.
func caught(err *error) {
	switch x := recover().(type) {
	case nil:
	case js.Error:
		*err = fault(x.Value)
	default:
		panic(x)
	}
}
