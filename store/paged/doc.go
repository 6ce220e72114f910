// Package paged keeps a [journal.Store] on a disk that can do no more than hold named records: a browser's
// IndexedDB, or a folder. Everything on it but the records' names is sealed, so whoever copies the disk
// reads nothing without the key.
//
// Entries lie in sorted pages, each a record; a directory, one record, says which page begins with which
// key. An Update writes one log record and nothing else, so it costs one durable write however large the
// store is. When the log has grown, a checkpoint writes the pages that changed anew, with the directory,
// and drops the log, all in one atomic step of the disk. To open, only directory and log are read: pages
// come when they are asked for, and none for what it surely does not hold.
//
// The package knows no meaning of what it keeps, and neither browser nor file: see [Disk] and [Sealer].
package paged
