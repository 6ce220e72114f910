// Package memory keeps a [journal.Store] in memory: the reference implementation, small enough to be
// believed by reading it. Tests and the demo use it; nothing in it survives the process unless it is
// written out with Snapshot and read back with [Load].
//
// Each bucket is a persistent treap: a change copies the path to it and shares the rest, so a View holds
// its moment by holding a pointer, and an Update that fails is forgotten by dropping one.
//
// It must not know what the bytes mean, nor any file, clock or chance.
package memory
