package casebook

import (
	"strings"
	"unicode"
)

// CostWords is the most words a cost page may have, so that it can be read aloud in two minutes (G04).
const CostWords = 150

// Sections of a disclosure, in the order in which they are told (G04). None may be empty.
var Sections = []string{
	"why-you",         // why you, and who told us
	"work",            // what the work is, and its good
	"risks",           // what can happen to you
	"time",            // hours, months, years
	"money",           // what it costs, what is paid back
	"family-and-work", // what it asks of those around you
	"injury",          // cover if you are hurt
	"leavers",         // what happens to those who leave
	"alternatives",    // other ways to help, or none
	"no-return",       // where it becomes hard to turn back, and that one may stop there
	"saying-yes",      // what a yes starts
	"saying-no",       // how to say no, and what follows: as full as saying-yes
	"leaving",         // how to leave later
}

// Points are what a person must have said in their own words before an offer (G06).
var Points = []string{"voluntary", "may-leave", "risks", "costs"}

// DisclosureText is one language of one version of what the role costs.
type DisclosureText struct {
	Language string            `json:"language"`           // BCP 47
	Title    string            `json:"title"`              // as it stands above the text
	Cost     string            `json:"cost"`               // the cost page, Markdown, at most [CostWords] words
	Sections map[string]string `json:"sections"`           // by the ids of [Sections], Markdown
	Headings map[string]string `json:"headings,omitempty"` // what stands above each section, by its id or "cost"
}

// In returns the text in one language: one text, or none.
func (t *Text) In(language string) []DisclosureText {
	for _, x := range t.Texts {
		if x.Language == language {
			return []DisclosureText{x}
		}
	}
	return nil
}

// DisclosureFault says what keeps a text from being published.
type DisclosureFault struct {
	Language string
	Section  string // a section id, or "cost"
	Problem  string // for people, with the remedy
	Key      string // of that sentence, for translators
	Count    int    // words that there are
	Wanted   int    // words that there should be
}

// Faults applies G04 to one text: no empty section, a short cost page, and a part on no that is as
// full as the part on yes (at least as many words).
func (t *DisclosureText) Faults() []DisclosureFault {
	var out []DisclosureFault
	fault := func(section, key string, count, wanted int, problem string) {
		out = append(out, DisclosureFault{t.Language, section, problem, key, count, wanted})
	}
	if n := Words(t.Cost); n == 0 {
		fault("cost", "cost-empty", 0, 0, "the cost page is empty: say in a few plain sentences what the role costs")
	} else if n > CostWords {
		fault("cost", "cost-long", n, CostWords, "the cost page has "+itoa(n)+" words: shorten it to "+itoa(CostWords)+", it is read aloud")
	}
	for _, id := range Sections {
		if Words(t.Sections[id]) == 0 {
			fault(id, "section-empty", 0, 0, "the section is missing or empty: write it")
		}
	}
	if yes, no := Words(t.Sections["saying-yes"]), Words(t.Sections["saying-no"]); no < yes {
		fault("saying-no", "no-short", no, yes, "the part on no has "+itoa(no)+" words, the part on yes "+itoa(yes)+": make no at least as full")
	}
	return out
}

// Words counts the words of a text as people would: runs of letters and digits between white space. Where
// a script puts no space between words (Han, Kana, Thai …), two letters count as a word; our rule of thumb.
func Words(s string) int {
	n := 0
	for _, field := range strings.Fields(s) {
		spaced, unspaced := 0, 0
		for _, r := range field {
			if unicode.In(r, unspacedScripts...) {
				unspaced++
			} else if isWordRune(r) {
				spaced = 1
			}
		}
		n += spaced + (unspaced+1)/2
	}
	return n
}

var unspacedScripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}
