// Command bench prints the figures of the project's numbers for this machine, beside the disk's fsync
// rate: `make bench` up to a hundred thousand people, `make bench-full` up to a million. It measures
// through the same use cases as everybody else, in a folder of its own that it removes at the end.
package main
