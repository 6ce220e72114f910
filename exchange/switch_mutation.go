//go:build mutation

package exchange

// Off is the invariant that the test suite has switched off, by its letter in field.md; empty means none.
// It exists only in builds with the tag "mutation".
var Off string

func off(invariant string) bool { return invariant != "" && invariant == Off }
