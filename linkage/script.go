package linkage

import (
	"strings"
	"unicode"
)

// family of scripts that are compared in the same way.
type writing int

const (
	letters    writing = iota // Latin, Greek, Cyrillic: consonants and vowels
	consonants                // Arabic, Hebrew: vowels mostly unwritten
	signs                     // all others: kept as they are, never romanised
)

// writingOf tells how a normalised word is written; one letter of another
// family is enough to leave the word as it is.
func writingOf(word string) writing {
	kind := letters
	for i, r := range word {
		k := signs
		switch {
		case unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) || r < 0x80:
			k = letters
		case unicode.In(r, unicode.Arabic, unicode.Hebrew):
			k = consonants
		}
		if i > 0 && k != kind {
			return signs
		}
		kind = k
	}
	return kind
}

// romanised gives the Latin spellings under which a Latin, Greek or Cyrillic
// word may be met, one for each habit of writing it, without doubles. A Latin
// word is its own and only spelling.
func romanised(word string) []string {
	var out []string
	switch {
	case strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }):
		for _, style := range cyrillicStyles {
			out = appendNew(out, replaceLetters(word, style, cyrillic))
		}
	case strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Greek, r) }):
		for _, style := range greekStyles {
			out = appendNew(out, replaceLetters(style.Replace(word), nil, greek))
		}
	default:
		out = []string{word}
	}
	return out
}

func replaceLetters(word string, first, then map[rune]string) string {
	var b strings.Builder
	for _, r := range word {
		if s, ok := first[r]; ok {
			b.WriteString(s)
		} else if s, ok := then[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cyrillic covers Russian, Ukrainian, Belarusian, Bulgarian, Serbian and
// Macedonian letters on which the languages agree closely enough once folded
// by sound.
var cyrillic = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ie", 'ё': "e", 'ж': "zh",
	'з': "z", 'и': "i", 'і': "i", 'ї': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o",
	'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ў': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "tch",
	'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
	'ј': "i", 'љ': "l", 'њ': "n", 'ђ': "dj", 'ћ': "tch", 'џ': "dzh", 'ѓ': "g", 'ќ': "k", 'ѕ': "dz",
}

// cyrillicStyles hold what differs: Ukrainian and Belarusian г is h, Russian
// and the South Slavic one g; ё is written e, o or yo; Bulgarian ъ is a.
var cyrillicStyles = []map[rune]string{
	{'г': "h"},
	{'г': "g"},
	{'г': "g", 'ё': "yo", 'ъ': "a", 'щ': "sht"},
}

var greek = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k",
	'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'τ': "t", 'υ': "y",
	'φ': "f", 'χ': "kh", 'ψ': "ps", 'ω': "o",
}

// greekStyles are two habits: letter by letter as passports have it (ELOT 743),
// and by ear. They differ in the digraphs.
var greekStyles = []*strings.Replacer{
	strings.NewReplacer("ου", "ou", "γγ", "ng", "αυ", "av", "ευ", "ev"),
	strings.NewReplacer("ου", "ou", "γγ", "ng", "αυ", "av", "ευ", "ev", "αι", "e", "ει", "i", "οι", "i",
		"μπ", "b", "ντ", "d", "γκ", "g"),
	strings.NewReplacer("ου", "ou", "γγ", "g", "αυ", "af", "ευ", "ef", "αι", "e", "ει", "i", "οι", "i",
		"μπ", "b", "ντ", "nd", "γκ", "g", "β", "b"),
}

// unvowelled gives the consonant skeletons of an Arabic or Hebrew word, in the
// letters that skeleton uses for Latin words, so that مريم meets Maryam.
func unvowelled(word string) []string {
	rs := []rune(word)
	if len(rs) > 0 && unicode.Is(unicode.Hebrew, rs[0]) {
		out := appendNew(nil, hebrewSkeleton(rs, hebrewHard))
		return appendNew(out, hebrewSkeleton(rs, hebrewSoft))
	}
	return []string{arabicSkeleton(rs)}
}

func arabicSkeleton(rs []rune) string {
	var b strings.Builder
	for i, r := range rs {
		switch {
		case r == 'و': // a consonant before alef and at the start, else a vowel
			if i == 0 || i+1 < len(rs) && rs[i+1] == 'ا' {
				b.WriteByte('v')
			}
		case (r == 'ه' || r == 'ح') && i == len(rs)-1: // silent in most Latin spellings
		default:
			b.WriteString(arabic[r])
		}
	}
	return b.String()
}

// arabic maps consonants; what is absent (alef, hamza, ayn, ya, ta marbuta) is
// not heard in a skeleton.
var arabic = map[rune]string{
	'ب': "b", 'ت': "t", 'ث': "t", 'ج': "j", 'ح': "h", 'خ': "h", 'د': "d", 'ذ': "d", 'ر': "r", 'ز': "s",
	'س': "s", 'ش': "x", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "s", 'غ': "g", 'ف': "f", 'ق': "k", 'ك': "k",
	'ل': "l", 'م': "m", 'ن': "n", 'ه': "h", 'پ': "p", 'چ': "x", 'ژ': "j", 'گ': "g", 'ڤ': "v", 'ہ': "h",
}

func hebrewSkeleton(rs []rune, style map[rune]string) string {
	var b strings.Builder
	for i, r := range rs {
		switch {
		case r == 'ו':
			if i == 0 {
				b.WriteByte('v')
			}
		case r == 'ה' && i == len(rs)-1:
		default:
			if s, ok := style[r]; ok {
				b.WriteString(s)
			} else {
				b.WriteString(hebrew[r])
			}
		}
	}
	return b.String()
}

var hebrew = map[rune]string{
	'ג': "g", 'ד': "d", 'ה': "h", 'ז': "s", 'ח': "h", 'ט': "t", 'ל': "l", 'מ': "m", 'ם': "m", 'נ': "n",
	'ן': "n", 'ס': "s", 'צ': "ts", 'ץ': "ts", 'ק': "k", 'ר': "r", 'ת': "t",
}

// Hebrew writes b and v, k and kh, p and f, sh and s with one letter each.
var (
	hebrewHard = map[rune]string{'ב': "b", 'כ': "k", 'ך': "k", 'פ': "p", 'ף': "f", 'ש': "x"}
	hebrewSoft = map[rune]string{'ב': "v", 'כ': "h", 'ך': "h", 'פ': "f", 'ף': "f", 'ש': "s"}
)

func appendNew(list []string, s string) []string {
	if s == "" {
		return list
	}
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}
