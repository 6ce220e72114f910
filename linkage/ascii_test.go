package linkage

import (
	"testing"

	"pgregory.net/rapid"
)

// The short way gives what the long one gives.
func TestTheShortWayOfNormalisingGivesTheSame(t *testing.T) {
	for _, s := range []string{"", " ", "'", "O'Brien", " Anna-Maria  de la Cruz ", "a'`b", "-- x", "x --", "ABC 123", "a\x00b\tc\x7fd"} {
		if short, ok := normaliseASCII(s); !ok || short != normaliseAny(s) {
			t.Errorf("%q is %q the short way, %q the long one", s, short, normaliseAny(s))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "any")
		if rapid.Bool().Draw(t, "ascii") {
			s = string(rapid.SliceOf(rapid.ByteRange(0, 127)).Draw(t, "bytes"))
		}
		if short, ok := normaliseASCII(s); ok && short != normaliseAny(s) {
			t.Fatalf("%q is %q the short way, %q the long one", s, short, normaliseAny(s))
		}
	})
}
