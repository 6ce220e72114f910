//go:build mutation

package phone

// Off is the promise that the test suite has switched off; empty means none. It exists only in builds with the tag "mutation".
var Off string

func off(promise string) bool { return promise != "" && promise == Off }
