package house

import (
	"go/ast"
	"regexp"
	"strings"
	"testing"
)

// left matches marks of work that somebody meant to come back to. Spelled apart, so as not to find itself.
var left = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)

// dead matches lines of comments that are Go statements switched off. (Code that explains is indented.)
var dead = regexp.MustCompile(`^// ?(?:\w+(?:, \w+)* := |(?:if|for|switch|func|defer|go) [^.]*\{$|return [\w.]+\(.*\)$|\}$|\w+\.\w+\(.*\)$)`)

// looseEnds finds marks of unfinished work and code that was switched off.
func looseEnds(all []source) []string {
	var out []string
	for _, s := range all {
		for _, group := range s.file.Comments {
			for _, c := range group.List {
				switch {
				case left.MatchString(c.Text):
					out = append(out, s.at(c)+": a mark of unfinished work: finish it, or write it into an issue")
				case dead.MatchString(c.Text):
					out = append(out, s.at(c)+": code that is switched off: delete it, the history keeps it")
				}
			}
		}
	}
	return out
}

// silentSkips finds tests that are left out without saying why.
func silentSkips(all []source) []string {
	var out []string
	for _, s := range all {
		if !s.isTest() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if ok && (sel.Sel.Name == "SkipNow" || sel.Sel.Name == "Skip" && len(call.Args) == 0) {
				out = append(out, s.at(call)+": a test is left out without the reason: use Skip with a sentence")
			}
			return true
		})
	}
	return out
}

func TestNothingIsLeftLyingAbout(t *testing.T) {
	report(t, looseEnds(sources(t)))
	report(t, silentSkips(sources(t)))
}

func TestWhatLiesAboutIsFound(t *testing.T) {
	for _, comment := range []string{"// " + "TO" + "DO later", "// x := f()", "// if x == nil {", "// store.Close()", "// return f(x)"} {
		found := looseEnds([]source{planted(t, "casebook/x.go", "package x\n\n"+comment+"\nvar y int\n")})
		mustFind(t, found, "casebook/x.go:3")
	}
	skip := planted(t, "casebook/x_test.go", "package x\nfunc f(t *T) { t.Skip() }\n")
	mustFind(t, silentSkips([]source{skip}), "without the reason")
	if strings.Contains(strings.Join(looseEnds(sources(t)), ""), "house/comments_test.go") {
		t.Error("this file finds itself")
	}
}
