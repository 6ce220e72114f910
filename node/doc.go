// Package node wires a whole node: a data folder with its store, keys and register, and the desk on
// top. It is the only package that sees the stores, and the only one that reads the wall clock and the
// random source.
//
// A data folder holds:
//
//	willing.db        the journal and the views (SQLite; -wal, -shm, -log0 and -log1 beside it while open)
//	node.json         whose house this is, where it is found, which epoch it writes, and whether it is locked
//	programme/        a copy of the programme folder in force
//	keys/             device.key, markers.key, backup.key: never in a backup; on a device store.key, device.sealed, markers.key
//	register/         the register of erasures, refusals and revocations: never in a backup
//	backups/          encrypted backups, deleted after 35 days
//	last-backup.json  when a backup last worked
//	lock, socket      one process owns the folder; the command line reaches a running one through the socket
package node
