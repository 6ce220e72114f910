//go:build js

package promise

import (
	"errors"
	"syscall/js"
)

// Await waits for a promise. An exception is an error that says its name alone, since its text could hold anything.
func Await(promise js.Value) (result js.Value, err error) {
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

// Array copies bytes into a new Uint8Array.
func Array(data []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array
}

// Bytes copies a Uint8Array.
func Bytes(array js.Value) []byte {
	out := make([]byte, array.Get("length").Int())
	js.CopyBytesToGo(out, array)
	return out
}

// Make promises what fn gives, and runs it on a goroutine of its own: whoever waits in the browser's only thread waits for ever.
func Make(fn func() (js.Value, error)) js.Value {
	var start js.Func
	start = js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject := args[0], args[1]
		go func() {
			defer start.Release()
			if v, err := fn(); err != nil {
				reject.Invoke(js.Global().Get("Error").New(err.Error()))
			} else {
				resolve.Invoke(v)
			}
		}()
		return nil
	})
	return js.Global().Get("Promise").New(start)
}
