// Package promise waits in Go for what a browser promises, and carries bytes over to its side and back. It knows
// nothing of what they mean, and exists only where GOOS is js.
package promise
