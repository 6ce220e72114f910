// Package indexeddb is the disk of a phone: records in a browser's IndexedDB, sealed with a key that the
// browser keeps and lets nobody take out. Store/paged makes a [journal.Store] of it.
//
// Each write asks for durability 'strict' and is answered when the transaction is complete. The package
// exists only where GOOS is js; it knows nothing of what the records mean.
package indexeddb
