//go:build mutation

package casebook

// Off is the gate that the test suite has switched off; empty means none. It exists only in builds with
// the tag "mutation".
var Off string

func off(gate string) bool { return gate != "" && gate == Off }
