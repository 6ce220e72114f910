package linkage

import (
	"strings"
	"unicode/utf8"
)

// A sound is a Latin spelling in which letters that are heard alike in the
// languages of Europe and in the usual transliterations are written alike:
// Vasylyshyn and Wasilichin, Philippe and Filip, Mariya and Maria. Vowels stay,
// so that a sound still tells Karim from Karam. A skeleton is a sound without
// vowels: it also meets what was written without them.

// soundRules are tried at each letter, first match wins. Those that begin with
// ^ hold at the start of a word only, those that end in $ at its end.
var soundRules = []struct{ from, to string }{
	{"^mp", "b"}, {"^nt", "d"}, {"^gk", "g"}, {"^oua", "va"}, {"^oue", "ve"}, {"^oui", "vi"},
	{"off$", "ov"}, {"ij$", "i"},
	{"shch", "x"}, {"tsch", "x"}, {"tch", "x"}, {"sch", "x"}, {"sh", "x"}, {"cz", "x"}, {"sz", "s"},
	{"dzh", "j"}, {"zh", "j"}, {"dj", "j"},
	{"kh", "h"}, {"ph", "f"}, {"th", "t"}, {"dh", "d"}, {"gh", "g"}, {"rh", "r"}, {"bh", "b"}, {"lh", "l"}, {"nh", "n"},
	{"gk", "g"}, {"ck", "k"}, {"cqu", "k"}, {"qu", "k"}, {"tz", "ts"},
	{"ce", "se"}, {"ci", "si"}, {"cy", "si"}, {"c", "k"}, {"q", "k"}, {"x", "ks"}, {"w", "v"}, {"y", "i"},
	{"oua", "va"}, {"ou", "u"}, {"oo", "u"}, {"ee", "i"}, {"ae", "a"}, {"oe", "o"}, {"ue", "u"},
	{"ß", "s"}, {"þ", "t"}, {"æ", "a"}, {"œ", "o"},
}

type soundRule struct {
	from, to   string
	start, end bool
}

// rulesByLetter holds soundRules in their order under the first byte of what
// they replace.
var rulesByLetter = func() (table [256][]soundRule) {
	for _, r := range soundRules {
		from, start := strings.CutPrefix(r.from, "^")
		from, end := strings.CutSuffix(from, "$")
		table[from[0]] = append(table[from[0]], soundRule{from, r.to, start, end})
	}
	return table
}()

// soundsOf gives the sounds of a Latin spelling: two when it has a ch, which is
// sh in French and Portuguese but kh in Greek and German.
func soundsOf(latin string) []string {
	if !strings.Contains(latin, "ch") {
		return appendNew(nil, fold(latin, "x"))
	}
	return appendNew(appendNew(nil, fold(latin, "x")), fold(latin, "h"))
}

// fold applies the rules and then settles doubled letters and ie.
func fold(latin, ch string) string {
	var b strings.Builder
	for i := 0; i < len(latin); {
		from, to := soundAt(latin, i, ch)
		b.WriteString(to)
		i += from
	}
	return settle(b.String())
}

func soundAt(s string, i int, ch string) (length int, sound string) {
	rest := s[i:]
	if strings.HasPrefix(rest, "ch") {
		return 2, ch
	}
	for _, r := range rulesByLetter[rest[0]] {
		if r.start && i > 0 || r.end && rest != r.from {
			continue
		}
		if strings.HasPrefix(rest, r.from) {
			return len(r.from), r.to
		}
	}
	if rest[0] == 'h' && (len(rest) == 1 || i > 0 && !isVowel(s[i-1])) { // silent
		return 1, ""
	}
	_, n := utf8.DecodeRuneInString(rest)
	return n, rest[:n]
}

// settle writes doubled letters once and ie as e (as i at the end) until
// nothing changes.
func settle(s string) string {
	for {
		var b strings.Builder
		var last rune
		for _, r := range s {
			if r != last {
				b.WriteRune(r)
			}
			last = r
		}
		next := b.String()
		if inner, ok := strings.CutSuffix(next, "ie"); ok { // Stephanie is not Stephane
			next = inner + "i"
		}
		next = strings.ReplaceAll(next, "ie", "e")
		if next == s {
			return s
		}
		s = next
	}
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// skeleton drops the vowels of a sound and writes z as s. A word of vowels
// alone keeps them, since nothing else is left of it.
func skeleton(sound string) string {
	var b strings.Builder
	for _, r := range sound {
		switch {
		case r < utf8.RuneSelf && isVowel(byte(r)):
		case r == 'z':
			b.WriteByte('s')
		default:
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return sound
	}
	return b.String()
}

// skeletonsOf gives the skeletons of sounds; an h at the start may be silent.
func skeletonsOf(sounds []string) []string {
	var out []string
	for _, s := range sounds {
		k := skeleton(s)
		out = appendNew(out, k)
		if len(k) > 2 && k[0] == 'h' {
			out = appendNew(out, k[1:])
		}
	}
	return out
}

// without gives s with each of its letters between from and to (counted in
// letters, to excluded) left out in turn.
func without(s string, from, to int) []string {
	rs := []rune(s)
	var out []string
	for i := from; i < to && i < len(rs); i++ {
		out = appendNew(out, string(rs[:i])+string(rs[i+1:]))
	}
	return out
}
