// Package bundle writes and reads a message of the exchange as a file, for a stick or a share sheet: encrypted to
// the one device that it is for, with age. docs/exchange-protocol.md describes the bytes.
//
// It must not know what the message means, nor any file, node or clock.
package bundle
