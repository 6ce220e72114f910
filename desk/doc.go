// Package desk holds the use cases of Willing, one file each: authorise, load, decide, append, in one
// transaction. Pages, API, command line and exchange all come in here; there is no other way to the
// log.
//
// Every use case takes an [Acting]: who acts, with which key, and who witnesses. It asks package access
// whether they may try, loads the person, lets package casebook judge the very commit that is about to
// be written, signs and appends it, and brings the derived views up to date, atomically: the caller has
// an answer only after the commit is durable.
//
// The package sees casebook, programme, access and journal, and the small interfaces in seams.go that
// package node fills in (matching, markers, register, clock). It must not know SQL, files, HTML or
// command lines, and reads neither the wall clock nor the random source by itself.
//
// Files that begin with !js are what headquarters and laptops do and a phone never does: its program leaves
// them out (docs/decisions/0083).
package desk
