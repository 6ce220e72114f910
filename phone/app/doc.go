// Package app serves the phone's application from headquarters: the page that installs it, the worker that runs
// it, and its program, which `make build` compiles to WebAssembly and packs. A program that was built without it
// says so on the page.
//
// It must not know anybody's data: whoever has not signed in gets the same files.
package app
