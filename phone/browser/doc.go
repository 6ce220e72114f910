//go:build js

// Command browser is the phone's program: package phone, compiled to WebAssembly (GOOS=js GOARCH=wasm) and run by
// the service worker of phone/app. It lends package phone what only a browser has: IndexedDB, keys that nobody
// can take out, a line to headquarters. It exists only where GOOS is js.
package main
