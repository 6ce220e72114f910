// Package storetest says what a [journal.Store] must do, as stories that every backend is put through.
//
// A backend's test calls [Run]; a backend with files also calls [RunCrash], which kills real processes.
// The stories return errors instead of failing a testing.T, so that the package can also run them
// against stores that are wrong on purpose: each wrong store must be caught by some story, and each
// story must catch some wrong store.
//
// It must not know any backend.
package storetest
