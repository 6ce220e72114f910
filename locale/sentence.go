package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	opening = "“‘«‹„\"'([¿¡ \u00a0\u202f"        // may stand before the first letter
	closing = "”’»›\"'`\u00a0\u202f\u200e\u200f" // may stand behind the stop
	stops   = ".!?…:؟۔。！？"
)

// Capital lets a text begin with a capital letter, where its script has any: behind an opening mark too, and never in a word that
// is no word of a language (programme.yaml, `willing verify`).
func Capital(text string) string {
	at := len(text) - len(strings.TrimLeft(text, opening))
	first, size := utf8.DecodeRuneInString(text[at:])
	if !unicode.IsLower(first) || technical(text[at:]) {
		return text
	}
	return text[:at] + string(unicode.ToTitle(first)) + text[at+size:]
}

// technical reports whether the first word is a name out of a program: it holds a mark or a digit, or a capital behind a small letter.
func technical(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	before := ' '
	return strings.ContainsFunc(strings.TrimRight(word, ",;"+stops), func(r rune) bool {
		camel := unicode.IsUpper(r) && unicode.IsLower(before)
		before = r
		return camel || strings.ContainsRune("._/=@", r) || unicode.IsDigit(r)
	})
}

// Sentence makes a whole sentence of a text that may be written to stand within another: with a capital, and with a full stop unless it
// ends with a stop of its own, inside a closing mark or before it.
func Sentence(text string) string {
	text = Capital(strings.TrimSpace(text))
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, closing))
	if text == "" || strings.ContainsRune(stops, last) {
		return text
	}
	return text + "."
}
