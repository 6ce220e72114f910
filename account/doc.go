// Package account keeps what lets people into one node: passkeys, passwords with codes, one-time links,
// tokens for programs, sessions, and how often somebody has tried. It lies in buckets of its own beside the
// log: derived from nothing, never exchanged, part of every backup. A restore raises the node's epoch, and
// with it every session, link and token from before has ended.
//
// Secrets that the program draws are kept as their SHA-256, since nobody can guess 256 bits; those that
// people think up are kept by argon2id. Whoever reads the store can sign in as nobody.
//
// The package must not know pages or use cases: it says whose a cookie is, and others say what that person
// may do. Time and chance come in from outside.
package account
