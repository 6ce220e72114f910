//go:build !mutation

package exchange

// off is always false outside of the tests that switch an invariant off: see switch_mutation.go.
func off(string) bool { return false }
