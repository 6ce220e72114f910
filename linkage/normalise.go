package linkage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Normalise brings a name or a place into the form in which it is compared:
// compatibility forms resolved (NFKC), case folded, marks taken off Latin,
// Greek, Arabic and Hebrew letters and off Cyrillic ones except й, ё and ї,
// which are letters of their own; apostrophes and invisible characters
// dropped, everything else that is no letter or digit turned into one blank.
// Other scripts keep their marks, which there are part of the word. Words stay
// in their order. It is idempotent.
func Normalise(s string) string {
	if plain, ok := normaliseASCII(s); ok {
		return plain
	}
	return normaliseAny(s)
}

// normaliseASCII is the short way for what most names are made of.
func normaliseASCII(s string) (string, bool) {
	out, blank := make([]byte, 0, len(s)), false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return "", false
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c == '\'' || c == '`':
			continue
		case (c < 'a' || c > 'z') && (c < '0' || c > '9'):
			blank = true
			continue
		}
		if blank && len(out) > 0 {
			out = append(out, ' ')
		}
		out, blank = append(out, c), false
	}
	return string(out), true
}

func normaliseAny(s string) string {
	s = strings.ToValidUTF8(s, " ")
	for range 4 { // folding can undo composition; two rounds settle all known cases
		next := normaliseOnce(s)
		if next == s {
			break
		}
		s = next
	}
	return s
}

func normaliseOnce(s string) string {
	s = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
	return norm.NFKC.String(clean(stripMarks(s)))
}

// stripMarks takes marks off the letters of the scripts in which they are
// accents or optional vowels.
func stripMarks(s string) string {
	var b strings.Builder
	var base rune
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			base = r
			b.WriteRune(unaccented(r))
			continue
		}
		if keepsMark(base, r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func keepsMark(base, mark rune) bool {
	switch {
	case unicode.Is(unicode.Cyrillic, base):
		return mark == '\u0306' && base == 'и' || mark == '\u0308' && (base == 'е' || base == 'і')
	case unicode.In(base, unicode.Latin, unicode.Greek, unicode.Arabic, unicode.Hebrew):
		return false
	}
	return unicode.IsLetter(base)
}

// unaccented maps letters whose accent is not a separate mark, and the Arabic
// letters that writers use for one another.
func unaccented(r rune) rune {
	switch r {
	case 'ø':
		return 'o'
	case 'ł':
		return 'l'
	case 'đ', 'ð':
		return 'd'
	case 'ħ':
		return 'h'
	case 'ı':
		return 'i'
	case 'ς':
		return 'σ'
	case 'ى', 'ی', 'ې':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ٱ':
		return 'ا'
	}
	return r
}

// clean leaves words of letters, marks and digits, parted by single blanks.
func clean(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) && r != 'ـ', unicode.IsDigit(r), unicode.IsMark(r) && b.Len() > 0 && !blank:
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		case isDropped(r):
		default:
			blank = true
		}
	}
	return b.String()
}

// isDropped names what stands inside a word without parting it: apostrophes,
// the Arabic stretching stroke, soft hyphens, zero-width and direction marks.
func isDropped(r rune) bool {
	return strings.ContainsRune("'’‘ʼ`´ʹʺʻ׳״ـ", r) || unicode.Is(unicode.Cf, r)
}
