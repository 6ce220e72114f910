package programme

import (
	"math"
	"strings"
	"unicode"
)

// Plain is the least reading ease at which we call a text plain: what a thirteen-year-old reads without
// effort on each of the scales below. A text below it is not refused; it is shown to its author and approver.
const Plain = 60

// formulas give the reading ease of a language, 0 (hard) to 100 (easy), from letters, syllables, words and
// sentences:
//
//	de  Amstad 1978, Flesch for German
//	en  Flesch 1948, "A new readability yardstick"
//	fr  Kandel and Moles 1958, Flesch for French
//	es  Szigriszt-Pazos 1993, perspicuity
//	it  Lucisano and Piemontese 1988, Gulpease
//	pt  Martins and others 1996, Flesch for Portuguese
//
// For Arabic there is none that does without vowel signs, so we say nothing.
var formulas = map[string]func(t tally) float64{
	"de": func(t tally) float64 { return 180 - t.perSentence() - 58.5*t.perWord() },
	"en": func(t tally) float64 { return 206.835 - 1.015*t.perSentence() - 84.6*t.perWord() },
	"fr": func(t tally) float64 { return 207 - 1.015*t.perSentence() - 73.6*t.perWord() },
	"es": func(t tally) float64 { return 206.835 - 62.3*t.perWord() - t.perSentence() },
	"it": func(t tally) float64 { return 89 + (300*t.sentences-10*t.letters)/t.words },
	"pt": func(t tally) float64 { return 248.835 - 1.015*t.perSentence() - 84.6*t.perWord() },
}

// tally counts what the formulas ask for.
type tally struct{ letters, syllables, words, sentences float64 }

func (t tally) perSentence() float64 { return t.words / t.sentences }
func (t tally) perWord() float64     { return t.syllables / t.words }

// Ease is the reading ease of a text in a language, 0 to 100; ok is false where no formula exists or the
// text has no words. Headings, links and numbers count as they are read: as words.
func Ease(language, markdown string) (ease int, ok bool) {
	formula := formulas[language]
	t := countText(markdown)
	if formula == nil || t.words == 0 {
		return 0, false
	}
	return int(math.Round(min(100, max(0, formula(t))))), true
}

// countText counts letters, syllables (runs of vowels, at least one a word), words and sentences.
func countText(text string) tally {
	var t tally
	open := false // words since the last end of a sentence
	for line := range strings.Lines(text) {
		for _, word := range strings.Fields(line) {
			letters, syllables := 0, 0
			vowel := false
			for _, r := range strings.ToLower(word) {
				if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
					continue
				}
				letters++
				is := strings.ContainsRune("aeiouyäàâáãéèêëíìîïóòôõöúùûüœæ", r)
				if is && !vowel {
					syllables++
				}
				vowel = is
			}
			if letters == 0 {
				continue
			}
			t.letters += float64(letters)
			t.syllables += float64(max(1, syllables))
			t.words++
			open = true
			if strings.ContainsAny(word[len(word)-1:], ".!?:;") {
				t.sentences++
				open = false
			}
		}
		if strings.TrimSpace(line) == "" && open { // a paragraph ends a sentence
			t.sentences++
			open = false
		}
	}
	if open {
		t.sentences++
	}
	return t
}
