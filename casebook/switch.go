//go:build !mutation

package casebook

// off reports whether a gate is switched off. In every program that people run, none is: only the test
// suite, built with the tag "mutation", can switch one off, to see that a story then fails.
func off(string) bool { return false }
