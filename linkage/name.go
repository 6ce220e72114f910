package linkage

import (
	"slices"
	"strings"
)

// name is one reading of how a person is called: its words without particles,
// and which of them are the given and which the family name, as far as that
// can be told. Both lists are empty when it cannot.
type name struct {
	words         []*word
	given, family []*word
	// sure: the given name is listed and the family name is not, so that only
	// the family name may differ in a letter or in how it is transcribed.
	sure bool
	// guessed: sure from the list alone, while no field says so; the listed
	// word may be a family name after all (Mathieu).
	guessed bool
}

// Limits on the number of forms of one reading, against long hostile names.
const (
	maxSets  = 64
	maxSlips = 40
)

// readings gives the ways to read a person's name: as two fields, as one, and
// in the Latin letters that somebody added.
func readings(p Particulars) []name {
	var out []name
	if strings.TrimSpace(p.Family+p.Given) != "" {
		out = append(out, readFields(p.Family, p.Given))
	}
	for _, whole := range []string{p.Full, p.Latin} {
		if family, given, ok := strings.Cut(whole, ","); ok && strings.TrimSpace(given) != "" {
			out = append(out, readFields(family, given))
		} else if strings.TrimSpace(whole) != "" {
			out = append(out, readWhole(whole))
		}
	}
	return out
}

func readFields(family, given string) name {
	f, g := wordsOf(family), wordsOf(given)
	n := name{words: withoutParticles(append(slices.Clone(g), f...))}
	n.family, n.given = plain(f), plain(g)
	if len(n.family) == 0 || len(n.given) == 0 {
		return name{words: n.words}
	}
	givenListed, familyListed := allListed(n.given), allListed(n.family)
	switch {
	case givenListed && !familyListed:
		n.sure = true
	case familyListed && !givenListed:
		n.given, n.family = n.family, n.given
		n.sure, n.guessed = true, true
	}
	return n
}

// readWhole reads a name in one piece. The given name is the listed words at
// one end, when the other end is not listed.
func readWhole(whole string) name {
	n := name{words: withoutParticles(wordsOf(whole))}
	w := n.words
	if len(w) < 2 {
		return n
	}
	first, last := w[0].isListed(), w[len(w)-1].isListed()
	switch {
	case first && !last:
		i := 1
		for i < min(2, len(w)-1) && w[i].isListed() {
			i++
		}
		n.given, n.family, n.sure, n.guessed = w[:i], w[i:], true, true
	case last && !first:
		i := len(w) - 1
		for i > max(1, len(w)-2) && w[i-1].isListed() {
			i--
		}
		n.given, n.family, n.sure, n.guessed = w[i:], w[:i], true, true
	}
	return n
}

func (w *word) isListed() bool { return len(w.listed) > 0 }

func allListed(words []*word) bool {
	return !slices.ContainsFunc(words, func(w *word) bool { return !w.isListed() })
}

func plain(words []*word) []*word {
	out := make([]*word, 0, len(words))
	for _, w := range words {
		if !w.particle {
			out = append(out, w)
		}
	}
	return out
}

// withoutParticles drops the particles unless too little is left: Ben Carter
// is two words, Ben Ali Mustapha is not three.
func withoutParticles(words []*word) []*word {
	out := plain(words)
	if len(out) >= 2 || len(out) == len(words) {
		return out
	}
	out = nil
	for _, w := range words {
		if w.particle {
			w = newWord(w.text)
		}
		out = append(out, w)
	}
	return out
}

// strong gives the forms of a name that may carry a strong key. Two names of
// brothers or sisters never share one, unless a given name is unlisted and one
// letter away from the other's.
func (n name) strong() []string {
	if len(n.words) < 2 {
		return nil
	}
	var out []string
	out = combine(out, choicesOf(n.words)...)
	if len(n.family) > 1 && len(n.given) > 0 { // one of two surnames is often dropped
		for _, f := range n.family {
			if !f.isListed() { // a listed one may be half of Ana Clara, fields swapped
				out = combine(out, append(choicesOf(n.given), f.choices)...)
			}
		}
	}
	switch {
	case n.sure && len(n.family) == 1:
		out = combine(out, append(choicesOf(n.given), n.family[0].loose(!n.guessed))...)
	case !n.sure && len(n.words) <= 4:
		for i, w := range n.words {
			if forms := w.slipForms(); forms != nil {
				out = combine(out, append(choicesOf(except(n.words, i)), forms)...)
			}
		}
	}
	return out
}

func choicesOf(words []*word) [][]string {
	out := make([][]string, 0, len(words)+1)
	for _, w := range words {
		out = append(out, w.choices)
	}
	return out
}

func except(words []*word, i int) []*word {
	return append(slices.Clone(words[:i]), words[i+1:]...)
}

// loose gives the skeletons of a family name and, if slips are allowed, those
// with one letter left out. The first consonant stays, and short skeletons are
// left out altogether: they would fit anybody. The mark ~ keeps them apart from
// sounds.
func (w *word) loose(slips bool) []string {
	var out []string
	for _, k := range w.skeletons {
		if len(k) < 3 {
			continue
		}
		out = appendNew(out, "~"+k)
		if !slips {
			continue
		}
		for _, s := range without(k, 1, len(k)) {
			out = appendNew(out, "~"+s)
		}
	}
	return out[:min(len(out), maxSlips)]
}

// slipForms gives the forms of an unlisted word that may be a given name: its
// sounds and those with one inner letter left out, marked -.
func (w *word) slipForms() []string {
	if w.isListed() || w.writing != letters {
		return nil
	}
	var out []string
	for _, latin := range romanised(w.text) {
		for _, s := range soundsOf(latin) { // also when too short to be a slip itself
			out = appendNew(out, "-"+s)
		}
		for _, s := range slipsOf(latin) {
			out = appendNew(out, "-"+s)
		}
	}
	return out[:min(len(out), maxSlips)]
}

// minSkeleton is the number of consonants that a skeleton form must have in
// all to say anything.
const minSkeleton = 4

// weak gives the skeleton forms: the whole name, and each given name with each
// family name. With slips, one word at a time also lacks one consonant.
func (n name) weak(slips bool) []string {
	if len(n.words) < 2 {
		return nil
	}
	sets := [][]*word{n.words}
	if len(n.words) > 2 {
		for _, g := range n.given {
			for _, f := range n.family {
				sets = append(sets, []*word{g, f})
			}
		}
	}
	var out []string
	forms := make([][]string, 0, len(n.words))
	for _, set := range sets {
		forms = forms[:0]
		for _, w := range set {
			forms = append(forms, w.bones)
		}
		out = combine(out, forms...)
		if !slips || len(set) > 3 {
			continue
		}
		for i, w := range set {
			forms[i] = w.broken
			out = combine(out, forms...)
			forms[i] = w.bones
		}
	}
	return slices.DeleteFunc(out, func(f string) bool { return len(f) < minSkeleton+strings.Count(f, "+") })
}

// combine adds to forms each way to choose one form of every word, the chosen
// ones sorted, so that the order of words does not matter; at most maxSets
// ways, the last word's choices first. A word without forms leaves nothing to
// add.
func combine(forms []string, words ...[]string) []string {
	if slices.ContainsFunc(words, func(choices []string) bool { return len(choices) == 0 }) {
		return forms
	}
	var at [2 * maxWords]int // which form of each word is chosen
	var set [2 * maxWords]string
	var room [128]byte
	for range maxSets {
		for i, choices := range words {
			set[i] = choices[at[i]]
		}
		slices.Sort(set[:len(words)])
		text := room[:0]
		for i, form := range set[:len(words)] {
			if i > 0 {
				text = append(text, '+')
			}
			text = append(text, form...)
		}
		if len(text) > 0 && !slices.ContainsFunc(forms, func(f string) bool { return f == string(text) }) {
			forms = append(forms, string(text))
		}
		last := len(words) - 1
		for last >= 0 && at[last] == len(words[last])-1 {
			at[last] = 0
			last--
		}
		if last < 0 {
			break
		}
		at[last]++
	}
	return forms
}
