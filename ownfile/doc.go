// Package ownfile writes a person's own file for them: a zip to read, for programs and for a spreadsheet, with the
// exact texts that they were told. The command line and the pages give it out.
//
// It knows words for what happened and nothing of who may have a file: that is for desk.Export to say. It must not
// open a store, and writes only where it is told to.
package ownfile
