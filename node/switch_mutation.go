//go:build mutation

package node

// Off is the care that the test suite has switched off; empty means none. It exists only in builds with the tag "mutation".
var Off string

func off(care string) bool { return care != "" && care == Off }
