//go:build mutation

package desk

// Off is the care that the test suite has switched off, by the letter of the invariant of field.md that it serves;
// empty means none. It exists only in builds with the tag "mutation".
var Off string

func off(care string) bool { return care != "" && care == Off }
