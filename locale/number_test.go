package locale_test

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"willing/locale"
)

// TestACountIsWrittenAsItsLanguageDoes: in each language as CLDR has it, whatever its length.
func TestACountIsWrittenAsItsLanguageDoes(t *testing.T) {
	for _, lang := range locale.Languages {
		tag := language.MustParse(lang)
		if lang == "ar" {
			tag = language.MustParse("ar-u-nu-latn")
		}
		p := message.NewPrinter(tag)
		for _, n := range []int{0, 7, 42, 999, 1000, 1234, 10_007, 99_999, 100_000, 1_234_567, 1_000_000_000, -1, -999, -1000, -123_456} {
			want := strings.TrimPrefix(p.Sprintf("%d", n), "\u200e") // a mark of direction before a minus
			if got := locale.Number(lang, n); got != want {
				t.Errorf("%s: %d is written %q, not %q", lang, n, got, want)
			}
		}
	}
}

// TestAnUnknownLanguageCountsAsInEnglish: so that no page fails for it.
func TestAnUnknownLanguageCountsAsInEnglish(t *testing.T) {
	if got := locale.Number("xx", 12_345); got != "12,345" {
		t.Error(got)
	}
}
