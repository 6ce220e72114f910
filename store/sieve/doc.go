// Package sieve knows of many keys that a store does not hold them, so that nobody need look: whoever asks 'was this
// seen before?' mostly hears no, and a look for nothing costs as much as one that finds something.
//
// A [Sieve] is a Bloom filter. It may say yes where there is nothing, of about one key in a hundred, and never no where there
// is something. It knows nothing of keys but hashes of them, which the caller makes.
package sieve
