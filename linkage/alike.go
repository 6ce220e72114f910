package linkage

import (
	"strings"
	"unicode"
)

// What is searched for is typed in the letters that somebody has at hand. A word in another alphabet than the Latin one is therefore
// found by its sound too, and one that writes no vowels by its consonants. Each has a mark before it that stands in no normalised word,
// so that nobody takes it for a word.
const (
	bySound    = "~"
	bySkeleton = "'"
)

// Heard gives what a normalised word in another alphabet is found under beside itself; nothing for a Latin one, which is found as it
// stands.
func Heard(word string) []string {
	switch writingOf(word) {
	case letters:
		if isLatin(word) {
			return nil
		}
		return marked(bySound, soundsIn(word))
	case consonants:
		out := marked(bySkeleton, unvowelled(word))
		if bare, ok := strings.CutPrefix(word, "ال"); ok && bare != "" {
			out = append(out, marked(bySkeleton, unvowelled(bare))...)
		}
		return out
	}
	return nil
}

// Alike gives all that a normalised word of a search may be met as: itself first, then as what was written in another alphabet is
// found, or in Latin letters.
func Alike(word string) []string {
	out := []string{word}
	switch writingOf(word) {
	case letters:
		sounds := soundsIn(word)
		out = append(out, marked(bySound, sounds)...)
		if isLatin(word) {
			return append(out, marked(bySkeleton, skeletonsOf(sounds))...)
		}
		for _, latin := range append(romanised(word), sounds...) {
			out = appendNew(out, latin)
		}
		return out
	case consonants:
		return append(out, marked(bySkeleton, unvowelled(word))...)
	}
	return out
}

func isLatin(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.In(r, unicode.Greek, unicode.Cyrillic) })
}

func soundsIn(word string) (out []string) {
	for _, latin := range romanised(word) {
		for _, s := range soundsOf(latin) {
			out = appendNew(out, s)
		}
	}
	return out
}

func marked(mark string, words []string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if w != "" {
			out = append(out, mark+w)
		}
	}
	return out
}
