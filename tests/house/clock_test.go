package house

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayReadClock are the packages that may read the wall clock and the random source, with the reason.
var mayReadClock = map[string]string{
	"node":          "here time and chance come in; it hands both on to the desk",
	"phone/browser": "here time and chance come into a phone; it hands both on to package phone",
	"demo":          "the keys of its invented people are real keys, whatever the seed",
}

// clockReaders are the functions of package time that look at the wall clock by themselves.
var clockReaders = []string{"Now", "Since", "Until"}

// seeded are the names of math/rand and math/rand/v2 that draw no chance of their own.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "NewSource", "NewZipf", "Rand", "PCG", "ChaCha8", "Source", "Source64", "Zipf"}

// clockReads finds whoever reads the wall clock or the random source and may not.
func clockReads(all []source) []string {
	var out []string
	for _, s := range all {
		if s.isTest() || isForTests(s.pkg()) || mayReadClock[s.pkg()] != "" {
			continue
		}
		names := importNames(s)
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if ok && readsByItself(names[x.Name], sel.Sel.Name) {
				out = append(out, fmt.Sprintf("%s: %s.%s: only node reads the wall clock and the random source; let the time or the reader come in as an argument", s.at(sel), x.Name, sel.Sel.Name))
			}
			return true
		})
	}
	return out
}

func readsByItself(imported, name string) bool {
	switch imported {
	case "time":
		return slices.Contains(clockReaders, name)
	case "crypto/rand":
		return true
	case "math/rand", "math/rand/v2":
		return !slices.Contains(seeded, name)
	}
	return false
}

// importNames maps the name by which a file knows a package to its path.
func importNames(s source) map[string]string {
	out := map[string]string{}
	for _, spec := range s.file.Imports {
		full, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := strings.TrimSuffix(full, "/v2")
		name = name[strings.LastIndex(name, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		out[name] = full
	}
	return out
}

func TestOnlyTheNodeReadsClockAndChance(t *testing.T) {
	report(t, clockReads(sources(t)))
}

func TestAHiddenClockIsFound(t *testing.T) {
	for _, text := range []string{
		"package x\nimport \"time\"\nvar now = time.Now\n",
		"package x\nimport clock \"time\"\nfunc f(t clock.Time) bool { return clock.Since(t) > 0 }\n",
		"package x\nimport \"crypto/rand\"\nvar r = rand.Reader\n",
		"package x\nimport \"math/rand/v2\"\nfunc f() int { return rand.IntN(6) }\n",
	} {
		mustFind(t, clockReads([]source{planted(t, "casebook/x.go", text)}), "only node reads")
	}
	calm := planted(t, "demo/x.go", "package x\nimport \"math/rand/v2\"\nvar r = rand.New(rand.NewPCG(1, 2))\n")
	if found := clockReads([]source{calm}); len(found) > 0 {
		t.Errorf("a seeded source is no chance of its own: %q", found)
	}
}
