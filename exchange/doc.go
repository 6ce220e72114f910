// Package exchange is how two nodes that were apart come to hold the same: which lanes each has, what the
// other lacks, in which order it goes, how it is packed, signed and sealed.
//
// It is a pure state machine: [Step] takes a state, a moment and an input, and returns the next state and
// what is to be done. It opens no connection, starts no goroutine, reads no clock and draws no chance;
// whoever drives it (package node, a simulator, a phone) does that. One exchange is one message there and
// one back; a line that breaks leaves nothing behind that has to be cleaned up, since the next message
// carries a newer vector.
//
// What arrives is handed on to be taken in, and judged there: nothing in this package gives an event any
// effect, and it must never learn to. It knows who may see what ([Sight]), not what anything means.
//
// docs/exchange-protocol.md describes every byte for other clients.
package exchange
