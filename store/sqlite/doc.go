// Package sqlite keeps a [journal.Store] in one SQLite file, without cgo.
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
// What decides is the scan, three to six times dearer by way of an index, and the size. The rates of Updates
// are bound by fsync, which on that disk varied several-fold from second to second: their differences
// mean nothing. A table per bucket gains too little to pay for a schema that changes with use.
//
// One goroutine owns the only writing connection. Updates that wait together share one COMMIT. fn runs in
// its caller's goroutine while the writer waits, so a panic in it needs no carrying across. Views read on
// connections of their own; SQLite's write-ahead log gives each one moment.
//
// What an Update writes stays in an overlay in memory: Get looks there first, scans merge overlay and table.
// When fn has succeeded the overlay is flushed in the order of the table, so that neighbours share the work
// on their page; an fn that fails has touched nothing. Beyond 16 MiB an Update spills what it has into the
// table and goes on with an empty overlay. If a flush fails, or an Update that has spilled, the
// transaction begins anew with the overlays of those before it in the batch. Tried (8,000 rows a
// transaction, 36 B random keys, a table of 200,000 rows, 2 cores, one run, time before COMMIT):
//
//	                                              as they come   in order
//	a statement a row, in a savepoint                  13.0 µs    11.7 µs
//	a statement a row, no savepoint                     9.6 µs     6.5 µs
//	a statement for 8 rows, no savepoint                9.3 µs     6.4 µs
//	a statement for 64 rows, no savepoint               9.8 µs     7.1 µs
//
// A savepoint copies each page before it is changed; so does a statement of many rows that may fail in
// mid-way, which eats what it saves. Hence order, no savepoints, and one prepared statement a row.
//
// Each stored value carries a CRC-32C over bucket, key and value, because SQLite itself does not notice
// a flipped bit in a row. A wrong sum is [journal.ErrBroken].
//
// A Reader or Writer serves one goroutine at a time. A View may be opened within an Update (it sees what
// was there before), and must not be opened within a View: at most 32 run at once.
//
// The file must have one owner; the node locks the folder, not this package. It must not know what the
// bytes mean.
package sqlite
