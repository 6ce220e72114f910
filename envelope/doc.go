// Package envelope closes what only some may read, so that whoever keeps it or carries it on cannot: an age file for one
// recipient or several, padded, so that its size says little of what is in it.
//
// What a person answers for the doctor lies in one that headquarters opens, wherever it was answered. The package knows
// neither people nor forms nor the log; it must not know where keys lie.
package envelope
