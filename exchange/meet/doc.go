// Package meet lets a node meet others: it drives the pure steps of package exchange with a real desk behind
// them, and does what comes of them. Whose lines, files and keys these are, package node says; a phone and the
// simulator say it in their own way.
//
// It must not know any store, file, socket or clock by itself: all of them come in.
package meet
