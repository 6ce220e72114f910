// Package sqlite keeps a [journal.Store] in one SQLite file and a log beside it, without cgo.
//
// All buckets share one table, clustered by (bucket, key). Tried against a table per bucket and against a
// rowid table with an index (200,000 Updates in batches of 32, one 300 B value under a random hash and
// three index entries each, 2 cores, one run of each layout):
//
//	layout                          Updates/s  Get     Scan 50, small  Scan 50, 300 B  file
//	one table, WITHOUT ROWID            8,963  7.5 µs        28 µs           48 µs    116 MB
//	the same, 8 KiB pages               8,719  8.5 µs        29 µs           52 µs    116 MB
//	table per bucket, WITHOUT ROWID     8,680  6.0 µs        24 µs           45 µs    105 MB
//	one rowid table and an index       10,417  8.4 µs       160 µs          166 µs    141 MB
//
// What decides is the scan, three to six times dearer by way of an index, and the size. A table per bucket
// gains too little to pay for a schema that changes with use.
//
// # Log first, table later
//
// An Update is durable when the log has it: a frame with its changes, appended and synced, together with the
// frames of whoever waited meanwhile. Where several write at once, up to sixteen of them share one sync. The changes stay in memory, in a tree that lies over the table for all
// who read, until there are some megabytes of them. Then they go into the table in one transaction, in the
// order of the table, so that neighbours share the work on their page: keys are scattered, and a page written for
// each of them is what an import would spend its time on. New changes go to a second tree and a second log
// file meanwhile. The table notes up to which Update it goes; what the log holds beyond that is read again
// when the store is opened after a fall. log.go describes the bytes, inuse.go how a log that is gone is missed.
//
// One fn runs at a time, in its caller's goroutine, while the one before it is on its way to the disk. If the log
// cannot take that one, those after it stand on what is lost and are told the same. An Update works on a
// tree of its own over the others, so an fn that fails has touched nothing; then its changes join the young ones. Trees are copied without
// copying, once for each group that goes into the log, and a View
// holds its moment by holding the trees of it and a read transaction. Beyond 32 MiB an Update spills what it
// has changed into the table, in a transaction that ends with it.
//
// SQLite's own log is moved into the file after each writing of the table, when the fn that ran meanwhile has ended:
// whoever begins later reads the newest, so that nothing is left behind and that log begins anew.
//
// An Update that asks for a key which is nowhere mostly hears so without a look at the table: see absent.
//
// If the table takes nothing, the disk being full, what was confirmed stays in the log and in memory, and no
// Update is taken in until there is room.
//
// Both are synced at every COMMIT: the log by us, the table by SQLite (synchronous=FULL). Scrub, Snapshot,
// Check and Close first bring everything into the table.
//
// Each stored value carries a CRC-32C over bucket, key and value, because SQLite itself does not notice
// a flipped bit in a row. A wrong sum is [journal.ErrBroken].
//
// A Reader or Writer serves one goroutine at a time. A View may be opened within an Update (it sees what
// was there before), and must not be opened within a View: at most 32 run at once.
//
// The files must have one owner; the node locks the folder, not this package. It must not know what the
// bytes mean.
package sqlite
