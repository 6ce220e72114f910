// Command bench prints the figures of the project's numbers for this machine, beside the disk's fsync
// rate: `make bench` at ten thousand, a hundred thousand and a million people, `make bench-quick` at the first. It measures
// through the same use cases as everybody else, in a folder of its own that it removes at the end.
//
// A house of a million can be made once and measured by itself, as often as wanted:
//
//	go run ./tests/bench -keep DIR -build 1000000
//	go run ./tests/bench -keep DIR -million
package main
