package linkage

import (
	"slices"
	"testing"
)

// TestWhatIsHeardIsAlike: what a word is found under is among what people type for it, and a Latin word is found as it stands.
func TestWhatIsHeardIsAlike(t *testing.T) {
	for word, typed := range map[string][]string{
		"ершова": {"ershova"}, "татьяна": {"tatiana", "tatyana"}, "δημητρησ": {"dimitris"}, "غانم": {"ghanim", "ghanem"}, "الفاسي": {"alfasi", "fassi"},
	} {
		heard := Heard(Normalise(word))
		for _, as := range typed {
			if !slices.ContainsFunc(Alike(as), func(a string) bool { return slices.Contains(heard, a) }) {
				t.Errorf("%s is found under %q, and %s looked for as %q", word, heard, as, Alike(as))
			}
		}
	}
	for _, word := range []string{"rossi", "muller", "王"} {
		if got := Heard(word); len(got) > 0 {
			t.Errorf("%s is found under %q beside itself", word, got)
		}
		if got := Alike(word); got[0] != word {
			t.Errorf("%s is looked for as %q first", word, got[0])
		}
	}
}
