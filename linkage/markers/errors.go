package markers

import "errors"

// Kinds of failure, for errors.Is. No error of this package contains a key, a
// tag or anything of a person.
var (
	// ErrMalformed: bytes that are no marker or no keyring, or were damaged.
	ErrMalformed = errors.New("markers: malformed")
	// ErrNoGeneration: the ring has no such generation, or none at all.
	ErrNoGeneration = errors.New("markers: no such generation")
	// ErrInvalid: a marker that cannot be stored: no tags, an unknown reason, a
	// month that is none.
	ErrInvalid = errors.New("markers: invalid marker")
)
