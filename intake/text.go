package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean gives the value of a cell: white space off both ends (no-break spaces too), composed (NFC), without characters
// that nobody can see. hidden says whether any of those were there. Inside, everything stays as written.
func clean(s string) (value string, hidden bool) {
	if isPrintableASCII(s) {
		return strings.TrimSpace(s), false
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.IndexFunc(s, isHidden) >= 0 {
		s, hidden = dropHidden(s)
	}
	s = strings.TrimFunc(s, unicode.IsSpace)
	return norm.NFC.String(s), hidden
}

func isPrintableASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func dropHidden(s string) (string, bool) {
	runes, dropped := []rune(s), false
	var b strings.Builder
	for i, r := range runes {
		if isHidden(r) && !joins(runes, i) {
			dropped = true
			continue
		}
		b.WriteRune(r)
	}
	return b.String(), dropped
}

// isHidden holds for control characters, bidirectional marks and overrides, zero-width and soft hyphen, tags.
func isHidden(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < ' ', r >= 0x7F && r < 0xA0:
		return r != 0x85
	case r < 0x200B:
		return r == 0xAD || r == 0x61C || r == 0x180E || r == 0x34F
	case r <= 0x206F:
		return r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060
	}
	return r == 0xFEFF || r >= 0xFFF9 && r <= 0xFFFB || r >= 0xE0000 && r <= 0xE007F
}

// joins spares the joiners between two letters of a script that is spelled with them (Persian, Hindi …).
func joins(runes []rune, i int) bool {
	if runes[i] != 0x200C && runes[i] != 0x200D || i == 0 || i+1 == len(runes) {
		return false
	}
	return needsJoiners(runes[i-1]) && needsJoiners(runes[i+1])
}

func needsJoiners(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
		unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer)
}

// latinDigits writes Arabic-Indic, Persian, Devanagari, full-width … digits as 0 to 9.
func latinDigits(s string) string {
	if isPrintableASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.IsDigit(r) {
			return r
		}
		for _, zero := range digitZeros {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, s)
}

// The zeros of the decimal digits that people write dates and phones with.
var digitZeros = []rune{0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0xFF10}

// plainKey folds a heading or a word for comparison: lower case, no marks, no punctuation, single blanks.
func plainKey(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.IsMark(r) && !unicode.Is(unicode.Devanagari, r), isHidden(r):
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(foldLetter(r))
		default:
			blank = true
		}
	}
	return b.String()
}

// foldLetter joins letters that headings are written with in two ways.
func foldLetter(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى':
		return 'ي'
	case 'ς':
		return 'σ'
	}
	return r
}

func countDigits(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if '0' <= s[i] && s[i] <= '9' {
			n++
		}
	}
	return n
}
