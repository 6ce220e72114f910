// Package journal keeps the log: signed commits in append-only lanes, one lane for each device, epoch
// and scope, each commit bound to the one before it by hash.
//
// A commit is made in three steps. [Prepare] fixes the content of a [Draft]; people sign it, as its actor
// or its witnesses ([Prepared.SignActor], [Prepared.SignWitness]); the device seals it into its lane
// ([Prepared.Seal]). A commit from anywhere is judged by [Verify], which says who truly signed what, and
// put on record by [Append], which keeps lanes contiguous, never overwrites, and keeps both branches
// where a cloned device has written twice in the same place.
//
// Bodies lie apart from headers, bound by salted commitments. A body is present, withheld (it may still
// come) or erased (gone for good), and the chain verifies with or without it.
//
// The log lies on a [Store] of ordered maps, in the buckets that buckets.go describes. Functions take
// a [Reader] or a [Writer]; the package keeps no state, reads no clock and draws no chance of its own.
//
// It knows no meaning. Which events there are, what an effect is worth, who may do what: that is for the
// fold to say, and this package must never import it. It imports the standard library and a CBOR
// codec, nothing else. docs/event-format.md describes every byte for other languages.
package journal
