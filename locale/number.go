package locale

import "strconv"

// thousands is what stands between groups of three digits, in each language (after CLDR; ours have groups of three
// only). A phone would carry all of the world's for six: golang.org/x/text/message stays in the test.
var thousands = map[string]string{"en": ",", "fr": "\u00a0", "es": ".", "it": ".", "pt": ".", "ar": ","}

// Number writes a count with the separators of the language; in Arabic with Western digits, as forms and telephones
// have them.
func Number(lang string, n int) string {
	between, ok := thousands[lang]
	if !ok {
		between = thousands["en"]
	}
	out := strconv.Itoa(n)
	for at := len(out) - 3; at > 0 && out[at-1] != '-'; at -= 3 {
		out = out[:at] + between + out[at:]
	}
	return out
}
