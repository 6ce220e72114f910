package office_test

import (
	"slices"
	"testing"

	"willing/intake"
	"willing/locale"
)

// TestEveryFaultOfAListHasItsWords in each language of headquarters: one that lacked them would stand there in English.
func TestEveryFaultOfAListHasItsWords(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	rows := []intake.Code{intake.CodeNothing, intake.CodeStrict, "unknowable", "refused", "file-half-named"}
	for _, code := range slices.Concat(intake.FileCodes(), intake.NoteCodes(), intake.RowCodes(), rows) {
		for _, lang := range locale.Offices {
			if !words.Has(lang, "office.why."+string(code)) {
				t.Errorf("%s: %q has no words", lang, code)
			}
		}
	}
}
