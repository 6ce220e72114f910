package linkage

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed given.txt
var givenText string

// nameList is given.txt, ready to be asked.
type nameList struct {
	bySound map[string][]string // sound → canonical names
	bySlip  map[string][]string // sound with one letter left out → canonical names
}

var givenNames = sync.OnceValue(func() *nameList { return parseNames(givenText) })

// parseNames reads given.txt: a line is 'name variant ... : nickname ...'. The
// first name of a line is the canonical one. A line without a colon that
// starts with '*' lists names that stand for themselves.
func parseNames(text string) *nameList {
	l := &nameList{bySound: map[string][]string{}, bySlip: map[string][]string{}}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if own, ok := strings.CutPrefix(strings.TrimSpace(line), "*"); ok {
			for _, n := range strings.Fields(own) {
				l.add(canonical(n), n)
			}
			continue
		}
		full, nicks, _ := strings.Cut(line, ":")
		names := strings.Fields(full)
		if len(names) == 0 {
			continue
		}
		for _, n := range append(names, strings.Fields(nicks)...) {
			l.add(canonical(names[0]), n)
		}
	}
	return l
}

// canonical is the folded form of a listed name, its id in keys.
func canonical(name string) string { return soundsOf(Normalise(name))[0] }

func (l *nameList) add(id, name string) {
	text := Normalise(name)
	sounds := []string{text}
	if writingOf(text) == letters {
		sounds = soundsOf(text)
		for _, s := range slipsOf(text) {
			l.bySlip[s] = appendNew(l.bySlip[s], id)
		}
	}
	for _, s := range sounds {
		l.bySound[s] = appendNew(l.bySound[s], id)
	}
}

// lookUp gives the canonical names that a word of these sounds stands for.
func (l *nameList) lookUp(sounds []string) []string {
	var out []string
	for _, s := range sounds {
		for _, id := range l.bySound[s] {
			out = appendNew(out, id)
		}
	}
	return out
}

// nearby gives the canonical names that an unlisted word may be a slip of:
// one letter more, less, another or changed for its neighbour. No more than
// two, and none if there are more: such a word tells nothing.
func (l *nameList) nearby(text string) []string {
	var out []string
	for _, latin := range romanised(text) {
		for _, s := range slipsOf(latin) {
			for _, id := range l.bySlip[s] {
				out = appendNew(out, id)
			}
		}
	}
	if len(out) > 2 {
		return nil
	}
	return out
}

// minSlip is the length from which a word may be a slip of another: in shorter
// ones (Tom and Tim, Lea and Lia) a letter is a name's whole difference.
const minSlip = 5

// slipsOf gives the sounds of a Latin word and of the word with one letter left
// out. The first and the last letter are never left out: at the end stands
// what tells Mario from Maria.
func slipsOf(latin string) []string {
	var out []string
	n := utf8.RuneCountInString(latin)
	if n < minSlip {
		return nil
	}
	for _, s := range append([]string{latin}, without(latin, 1, n-1)...) {
		for _, sound := range soundsOf(s) {
			out = appendNew(out, sound)
		}
	}
	return out
}
