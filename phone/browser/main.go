//go:build js

package main

import (
	"context"
	"crypto/rand"
	"net/http"
	"runtime/debug"
	"syscall/js"
	"time"

	"willing/phone"
	"willing/promise"
)

// prefix is where the application lives on headquarters' site.
const prefix = "/phone"

// While the program collects garbage it makes no page: it has one thread. It needs some 10 MB, and opening the phone has filled
// 45 already, for the passphrase, which a browser does not take back (runtime.MemStats on a phone with 2,000 cases). So it
// collects when that room is full rather than after each second page, and often only near the limit, as in a first load.
const (
	garbage = 400      // per cent of what lives
	limit   = 96 << 20 // bytes
)

func main() {
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(limit)
	worker := js.Global().Get("willing")
	location := js.Global().Get("location")
	p, err := phone.Open(context.Background(), phone.Config{
		Browser: browser{worker}, Post: post, Now: time.Now, Rand: rand.Reader,
		Host: location.Get("hostname").String(), Version: worker.Get("version").String(),
	})
	if err != nil {
		worker.Call("broken", err.Error())
		return
	}
	worker.Call("ready", js.FuncOf(serving(phone.Below(prefix, p), location)), js.FuncOf(func(js.Value, []js.Value) any {
		return promise.Make(func() (js.Value, error) { return js.Undefined(), p.Lock() })
	}), js.FuncOf(func(js.Value, []js.Value) any {
		return promise.Make(func() (js.Value, error) { return js.Undefined(), p.Close() })
	}), js.FuncOf(atTheDoor(p, location)))
	select {}
}

// atTheDoor makes the page that asks for the passphrase: (headers) → a promise of {status, headers, body}, or of null
// if there is nothing to open.
func atTheDoor(p *phone.Phone, location js.Value) func(js.Value, []js.Value) any {
	pages := phone.Below(prefix, p.Door())
	return func(_ js.Value, args []js.Value) any {
		return promise.Make(func() (js.Value, error) {
			if !p.Joined() {
				return js.Null(), nil
			}
			here := js.ValueOf(location.Get("origin").String() + prefix + "/")
			r, err := request([]js.Value{js.ValueOf(http.MethodGet), here, args[0], js.Null(), js.ValueOf(true)}, location)
			if err != nil {
				return js.Undefined(), err
			}
			w := &answer{header: http.Header{}}
			pages.ServeHTTP(w, r)
			return w.value(), nil
		})
	}
}

// serving answers the worker's fetch events: (method, url, headers, body, whether it comes from a page of this
// application) → a promise of {status, headers, body}.
func serving(pages http.Handler, location js.Value) func(js.Value, []js.Value) any {
	return func(_ js.Value, args []js.Value) any {
		return promise.Make(func() (js.Value, error) {
			r, err := request(args, location)
			if err != nil {
				return js.Undefined(), err
			}
			w := &answer{header: http.Header{}}
			pages.ServeHTTP(w, r)
			return w.value(), nil
		})
	}
}
