package house

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// speechless are errors of kind BadInput that no page shows in their own words, each with the reason.
var speechless = map[string]string{
	"give an id, or at least":        "only the command line finds people by the beginning of an id",
	"give the whole id":              "only the command line finds people by the beginning of an id",
	"several ids begin like this":    "only the command line finds people by the beginning of an id",
	"the key against doing it twice": "only programs choose such a key",
	"this cannot be asked for with":  "only programs choose such a key",
	"this is no number of a paper":   "the team's page says it beside the field",
	"give one telephone number":      "the public page says it beside the field",
	"this is no telephone number":    "the public page says it beside the field",
	"a receipt's code has 16":        "the public page says it beside the field",
	"the scan is":                    "the team's page says it beside the field",
	"give a later day":               "the office's page says it beside the field",
	"":                               "what is wrong with a spreadsheet is said by its code (office.why)",
}

// onPages reports whether pages call into a file, so that its errors can stand on one.
func onPages(s source) bool {
	switch pkg := s.pkg(); {
	case s.isTest():
		return false
	case pkg == "node":
		return slices.Contains([]string{"zipped.go", "publish.go", "links.go", "doors.go"}, filepath.Base(s.path))
	default:
		return pkg == "desk" || pkg == "lists" || pkg == "web" || strings.HasPrefix(pkg, "web/")
	}
}

// wordless finds errors of kind BadInput that have no words on pages, and keys of errors for which there are none. In what
// only headquarters' pages call, those of its languages suffice.
func wordless(s source, known func(key string, office bool) bool) (out []string) {
	office := !strings.HasPrefix(s.pkg(), "web/team") && !strings.HasPrefix(s.pkg(), "web/person") && s.pkg() != "web"
	check := func(at ast.Node, bad bool, key, say string) {
		switch {
		case key != "" && !known(key, office):
			out = append(out, s.at(at)+": wrong."+key+" has no words in the messages")
		case bad && key == "" && !excused(say):
			out = append(out, s.at(at)+": on a page in another language this is one general sentence: give it a key, and words under wrong.KEY")
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			fn, _ := n.Fun.(*ast.Ident)
			switch {
			case fn == nil:
			case fn.Name == "fail" && len(n.Args) > 1:
				check(n, isBadInput(n.Args[0]), "", text(n.Args[1]))
			case fn.Name == "failFrom" && len(n.Args) > 2:
				check(n, isBadInput(n.Args[0]), "", text(n.Args[2]))
			case fn.Name == "failOnPage" && len(n.Args) > 0:
				check(n, true, text(n.Args[0]), "")
			}
		case *ast.CompositeLit:
			fields := map[string]ast.Expr{}
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					if name, ok := kv.Key.(*ast.Ident); ok {
						fields[name.Name] = kv.Value
					}
				}
			}
			if fields["Say"] == nil || fields["Kind"] == nil {
				return true
			}
			key, given := fields["Key"]
			check(n, isBadInput(fields["Kind"]) && (!given || text(key) == "" && isText(key)), text(key), text(fields["Say"]))
		}
		return true
	})
	return out
}

func excused(say string) bool {
	for start := range speechless {
		if start == say || start != "" && strings.HasPrefix(say, start) {
			return true
		}
	}
	return false
}

func isBadInput(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name == "BadInput"
	case *ast.SelectorExpr:
		return x.Sel.Name == "BadInput"
	}
	return false
}

func isText(x ast.Expr) bool {
	lit, ok := x.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

// text is what a literal says; "" for all else.
func text(x ast.Expr) string {
	if !isText(x) {
		return ""
	}
	out, _ := strconv.Unquote(x.(*ast.BasicLit).Value)
	return out
}

// wrongWords are the keys below "wrong." of an area's English file. That the other languages have the same is a test of package locale.
func wrongWords(t *testing.T, area string) map[string]bool {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "locale", "messages", area+".en.json"))
	if err != nil {
		t.Fatal(err)
	}
	all, out := map[string]any{}, map[string]bool{}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for key := range all {
		if key, ok := strings.CutPrefix(key, "wrong."); ok {
			out[key] = true
		}
	}
	return out
}

func TestWhatIsWrongIsSaidInTheLanguageOfThePage(t *testing.T) {
	everywhere, office := wrongWords(t, "wrong"), wrongWords(t, "office")
	source := ""
	for _, s := range sources(t) {
		if onPages(s) {
			source += s.text
			report(t, wordless(s, func(key string, of bool) bool { return everywhere[key] || of && office[key] }))
		}
	}
	for _, keys := range []map[string]bool{everywhere, office} {
		for key := range keys {
			if !strings.Contains(source, strconv.Quote(key)) {
				t.Errorf("wrong.%s: no error has this key", key)
			}
		}
	}
}

func TestAnErrorWithoutWordsIsFound(t *testing.T) {
	known := func(key string, office bool) bool { return key == "day" || key == "zip" && office }
	for name, line := range map[string]string{
		"desk/a.go":       `fail(BadInput, "choose another")`,
		"desk/b.go":       `failOnPage("none", BadInput, "choose another")`,
		"web/office/a.go": `f(&desk.Error{Kind: desk.BadInput, Say: "choose another"})`,
		"web/team/a.go":   `f(&desk.Error{Kind: desk.BadInput, Key: "zip", Say: "choose another"})`,
	} {
		mustFind(t, wordless(planted(t, name, "package x\nfunc g() {\n"+line+"\n}\n"), known), name+":3")
	}
	for name, line := range map[string]string{
		"desk/a.go":       `failOnPage("day", BadInput, "choose another")`,
		"desk/b.go":       `fail(NotFound, "there is nobody")`,
		"desk/c.go":       `fail(BadInput, "give one telephone number")`,
		"web/office/a.go": `f(&desk.Error{Kind: desk.BadInput, Key: "zip", Say: "choose another"})`,
	} {
		if found := wordless(planted(t, name, "package x\nfunc g() {\n"+line+"\n}\n"), known); len(found) > 0 {
			t.Errorf("%s: %q", line, found)
		}
	}
}
