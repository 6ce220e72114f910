package office_test

import (
	"strings"
	"testing"

	"willing/access"
	"willing/locale"
)

// TestEveryRightHasItsWords in each language of headquarters: one that lacked them would stand there in English.
func TestEveryRightHasItsWords(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range access.Actions() {
		key := "staff.right." + strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(string(a))
		for _, lang := range locale.Offices {
			if !words.Has(lang, key) {
				t.Errorf("%s: %q has no words", lang, a)
			}
		}
	}
}
