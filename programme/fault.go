package programme

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that keeps a folder from being a programme.
type Fault struct {
	File    string `json:"file"` // slash-separated, within the folder
	Line    int    `json:"line"` // from 1; 0: the file as a whole, or its absence
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"` // what to do about it
}

// String is the fault in one line: "words/fr.yaml:3: … (…)".
func (f Fault) String() string { return f.where() + ": " + f.Problem + " (" + f.Remedy + ")" }

func (f Fault) where() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// faults gathers what is wrong, so that one run shows all of it.
type faults []Fault

func (fs *faults) add(file string, line int, problem, remedy string) {
	*fs = append(*fs, Fault{file, line, problem, remedy})
}

// sorted puts the faults in the order of files and lines, each once.
func (fs faults) sorted() []Fault {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.Compact(fs)
}

// instead is the remedy for a word that is none of known: the nearest, if one is near, else all.
func instead(word string, known []string) string {
	if best := nearest(word, known, 1+len(word)/3); best != "" {
		return "did you mean " + best + "?"
	}
	return "known here: " + strings.Join(known, ", ")
}

// nearest is the word of known that takes the fewest edits, at most so many and not all of its
// letters; "" when there is none.
func nearest(word string, known []string, most int) string {
	best := ""
	for _, k := range known {
		if d := edits(strings.ToLower(word), strings.ToLower(k)); d <= most && d < len(k) {
			best, most = k, d-1
		}
	}
	return best
}

// edits counts the letters to insert, delete, replace or swap with a neighbour that turn a into b
// (optimal string alignment; Boytsov 2011, section 2.1).
func edits(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last := []int(nil), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row := make([]int, len(t)+1)
		row[0] = i
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(t)]
}

// clip quotes a word of the folder for a message, shortened.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return "'" + s + "'"
}
