package linkage

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits against hostile cells; no name of a person reaches them.
const (
	maxText  = 400 // bytes of a name that are looked at
	maxWords = 6
	maxWord  = 30 // letters
)

// particles belong to a family name but are dropped, joined or added at will.
var particles = func() map[string]bool {
	set := map[string]bool{}
	for _, p := range strings.Fields(`de der den dem des du d van von vom zu zum zur ten ter te op
		da do das dos di del della delle dello dei degli la las le los el al
		bin ben ibn bint bent abu af av y e i ال بن ابن بنت`) {
		set[p] = true
	}
	return set
}()

// word is one word of a name with all that it may be compared as.
type word struct {
	text      string   // normalised
	writing   writing  //
	particle  bool     // left out of keys
	listed    []string // canonical given names if given.txt has it, else none
	slips     []string // canonical given names one slip away, if not listed
	sounds    []string // at least one
	skeletons []string // at least one

	choices []string // exact forms: the names it is listed under, else its sounds and what it may be a slip of
	bones   []string // skeletons, or those of the listed names it stands for
	broken  []string // bones with one inner consonant left out
}

// wordsOf takes a name apart. Particles are tagged, Arabic articles cut off,
// and compound given names such as Abd al-Rahman made one word.
func wordsOf(name string) []*word { return knownWords.get(clipped(name), takeApart) }

var knownWords memo[[]*word]

func takeApart(name string) []*word {
	var out []*word
	for _, text := range joinServant(splitArticles(strings.Fields(Normalise(name)))) {
		if len(out) == maxWords {
			break
		}
		if particles[text] {
			out = append(out, &word{text: text, particle: true})
			continue
		}
		out = append(out, newWord(text))
	}
	return out
}

func clipped(s string) string {
	if len(s) <= maxText {
		return s
	}
	cut := maxText
	for cut > maxText-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

func newWord(text string) *word {
	if rs := []rune(text); len(rs) > maxWord {
		text = string(rs[:maxWord])
	}
	w := &word{text: text, writing: writingOf(text)}
	switch w.writing {
	case letters:
		for _, latin := range romanised(text) {
			for _, s := range soundsOf(latin) {
				w.sounds = appendNew(w.sounds, s)
			}
		}
		w.skeletons = skeletonsOf(w.sounds)
	case consonants:
		w.sounds = []string{text}
		for _, s := range unvowelled(text) {
			w.skeletons = appendNew(w.skeletons, s)
		}
	}
	if len(w.sounds) == 0 {
		w.sounds = []string{text}
	}
	if len(w.skeletons) == 0 {
		w.skeletons = []string{text}
	}
	w.listed = givenNames().lookUp(w.sounds)
	if len(w.listed) == 0 && w.writing == letters {
		w.slips = givenNames().nearby(text)
	}
	w.form()
	return w
}

// form makes the forms of a word that every key of a name is made of.
func (w *word) form() {
	w.choices, w.bones = append(slices.Clip(w.sounds), w.slips...), w.skeletons
	if w.isListed() {
		w.choices, w.bones = w.listed, skeletonsOf(w.listed)
	}
	for _, k := range w.bones {
		if len(k) > 3 {
			for _, s := range without(k, 1, len(k)) {
				w.broken = appendNew(w.broken, s)
			}
		}
	}
}

// splitArticles parts the Arabic article from its word.
func splitArticles(texts []string) []string {
	const article = "ال"
	var out []string
	for _, t := range texts {
		if rest, ok := strings.CutPrefix(t, article); ok && utf8.RuneCountInString(rest) >= 2 {
			out = append(out, article, rest)
			continue
		}
		out = append(out, t)
	}
	return out
}

// joinServant makes one word of Abd and the name of God that follows it, and
// drops the article within, which Latin spellings write in five ways.
func joinServant(texts []string) []string {
	var out []string
	for i := 0; i < len(texts); i++ {
		t := texts[i]
		if t == "abd" || t == "abdel" || t == "abdul" || t == "abdal" || t == "عبد" {
			for i+1 < len(texts) && (texts[i+1] == "al" || texts[i+1] == "el" || texts[i+1] == "ال") {
				i++
			}
			if i+1 < len(texts) {
				i++
				t = strings.TrimRight(t, "eaul") + texts[i]
			}
		} else if rest, ok := cutServant(t); ok {
			t = "abd" + rest
		}
		out = append(out, t)
	}
	return out
}

// cutServant finds the rest of a joined Abdelkader, Abdul..., Abderrahmane.
func cutServant(t string) (rest string, ok bool) {
	if len(t) < 8 || t[:3] != "abd" || !isVowel(t[3]) {
		return "", false
	}
	if t[4] == 'l' || t[4] == t[5] {
		return t[5:], true
	}
	return "", false
}
