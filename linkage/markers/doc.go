// Package markers keeps what remains of a person who said no or was erased:
// enough to recognise them, nothing to read.
//
// A [Marker] holds keyed one-way tags of the person's linkage keys, a reason, a
// month and a batch; no name, no phone, no id of a person. A tag is HMAC-SHA-256
// over a key's value, cut to 16 bytes, under a secret that HKDF derives for each
// kind of key from the 32 random bytes of a [Keyring] generation. Without the
// ring nobody can test a name; with it anybody can, so the ring is the
// security: it lies outside database and backups. A marker is pseudonymous
// personal data, not nothing.
//
// What a marker does show to whoever holds it without the ring: how many tags
// of each kind it has (so whether a phone was known, and roughly how long a
// name is), the month, the reason, and whether another marker of the same
// generation shares a tag with it.
//
// Keys come in generations. New markers are made with the newest; old ones stay
// checked until their generation is retired, which destroys its secret.
//
// The package knows package linkage and nothing else of the house: no cases, no
// storage, no clock. Chance and time come in from outside.
package markers
