package house

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"willing/casebook"
	"willing/locale"
)

// spoken is one sentence of the law as the code says it; what the code puts into it at run time is a *.
type spoken struct{ key, say, at string }

// sentences finds what packages casebook and desk say is missing: calls of lack, hands and the like with a
// key and a sentence, and composite literals with the fields Key and Say.
func sentences(all []source) (out []spoken) {
	for _, s := range all {
		if s.isTest() || s.pkg() != "casebook" && s.pkg() != "desk" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			var key, say ast.Expr
			switch n := n.(type) {
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "lack" || id.Name == "hands" || id.Name == "missing") && len(n.Args) > 1 {
					key, say = n.Args[len(n.Args)-2], n.Args[len(n.Args)-1]
				}
			case *ast.CompositeLit:
				if name, ok := n.Type.(*ast.Ident); ok && name.Name == "Error" {
					return true // its words lie apart: see wrongWords
				}
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						switch fmt.Sprint(kv.Key) {
						case "Key":
							key = kv.Value
						case "Say":
							say = kv.Value
						}
					}
				}
			}
			if literal, ok := key.(*ast.BasicLit); ok && say != nil && literal.Kind == token.STRING {
				name, _ := strconv.Unquote(literal.Value)
				out = append(out, spoken{name, written(say), s.at(n)})
			}
			return true
		})
	}
	return out
}

// written is a sentence with a * for each value.
func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return written(e.X) + written(e.Y)
	case *ast.Ident, *ast.SelectorExpr:
		if name := fmt.Sprint(e); name == "NeutralRefusal" || name == "&{casebook NeutralRefusal}" {
			return casebook.NeutralRefusal
		}
	}
	return "*"
}

var blanks = regexp.MustCompile(`{{\.\w+}}`)

// driftOf compares what the code says with the English words of area law.
func driftOf(said []spoken, words *locale.Words, has map[string]string) (out []string) {
	for _, s := range said {
		key := "law." + s.key
		if !words.Has("en", key) {
			out = append(out, fmt.Sprintf("%s: %q has no words: add %s to locale/messages/law.*.json", s.at, s.key, key))
			continue
		}
		english := blanks.ReplaceAllString(has[key], "*")
		if code := regexp.MustCompile(`\* UTC`).ReplaceAllString(s.say, "*"); english != code { // the page names the clock of the house instead
			out = append(out, fmt.Sprintf("%s says %q, law.en.json %q: make them one", s.at, code, english))
		}
	}
	return out
}

func TestTheLawSpeaksWithOneVoice(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	said := sentences(sources(t))
	if len(said) < 100 {
		t.Fatalf("only %d sentences were found", len(said))
	}
	report(t, driftOf(said, words, messages(t, "law.en.json")))
	for _, g := range casebook.Gates {
		if got := words.Say("en", "law.gate."+g.ID); got != g.Rule {
			t.Errorf("law.gate.%s says %q, the code %q", g.ID, got, g.Rule)
		}
	}
}

func TestASentenceOfTheLawThatDriftsIsNamed(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		`var a = lack("G01", "check.old", "Check again some day.")`: "make them one",
		`var b = hands("", "brand.new", "new "+a)`:                  "has no words",
	} {
		s := planted(t, "casebook/x.go", "package casebook\n"+line+"\n")
		mustFind(t, driftOf(sentences([]source{s}), words, messages(t, "law.en.json")), want)
	}
}

// messages reads the plain sentences of a message file; what has plural forms is left out.
func messages(t *testing.T, name string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "locale", "messages", name))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for key, message := range all {
		if sentence, ok := message.(string); ok {
			out[key] = sentence
		}
	}
	return out
}
