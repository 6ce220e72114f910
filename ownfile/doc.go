// Package ownfile writes what a person gets who asks for all that is held about them: a zip with one page to
// read, the same as JSON, the history as a table, and each text exactly as they were shown it.
//
// It must not know stores, pages or the command line: whoever calls it has the file from
// [willing/desk.Desk.Export] and says what things are called.
package ownfile
