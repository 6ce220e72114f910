// Package sealed lays the sealed pages of package store/paged over any other store, so that whoever copies its files
// reads nothing without the key: neither what people wrote nor the words of the index. A laptop keeps its part of the
// house so.
//
// The store below brings what it is good at: one durable write for an Update, a copy while others work, and deleted
// values that are gone from its files. The package knows no file, no passphrase and no meaning of what it keeps.
package sealed
