// Package phone is a node in a browser: the team's pages and the page for the person in front of them, made by the
// same handlers as at headquarters, on a store in the browser, without a network. It wires a node as package
// node does for a folder: store, keys, register, exchange, pages. What it needs of the browser comes in through
// [Browser]; package phone/browser is that, compiled to WebAssembly and run as a service worker, and
// phone/app are the files that headquarters serves to begin with.
//
// All of it lies encrypted: see docs/decisions/0029-the-phones-keys.md. The package knows no JavaScript, so that its
// tests run anywhere.
package phone
