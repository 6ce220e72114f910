package house

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// The budgets: what a reader can hold in mind. Above the soft ones a line is printed, above the hard
// ones the test fails.
const (
	functionSoft, functionHard = 60, 100
	fileSoft, fileHard         = 500, 800
	testFileHard               = 1000
	interfaceHard              = 8
)

// overBudget returns what is over a hard budget, and what is over a soft one only.
func overBudget(all []source) (hard, soft []string) {
	weigh := func(where, what string, n, softly, hardly int) {
		switch say := fmt.Sprintf("%s: %s of %d; the budget is %d, hard %d", where, what, n, softly, hardly); {
		case n > hardly:
			hard = append(hard, say)
		case n > softly:
			soft = append(soft, say)
		}
	}
	for _, s := range all {
		limit := fileHard
		if s.isTest() {
			limit = testFileHard
		}
		weigh(s.path, "lines in the file", strings.Count(s.text, "\n"), fileSoft, limit)
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				weigh(s.at(n), "lines in "+n.Name.Name, lines(n), functionSoft, functionHard)
			case *ast.InterfaceType:
				weigh(s.at(n), "methods in an interface", n.Methods.NumFields(), interfaceHard, interfaceHard)
			}
			return true
		})
	}
	return hard, soft
}

func TestBudgetsAreKept(t *testing.T) {
	hard, soft := overBudget(sources(t))
	report(t, hard)
	for _, s := range soft {
		t.Log(s)
	}
	var lengths []int
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				lengths = append(lengths, lines(f))
			}
		}
	}
	slices.Sort(lengths)
	t.Logf("%d functions: median %d lines, 95 %% under %d", len(lengths), lengths[len(lengths)/2], lengths[len(lengths)*95/100]+1)
}

func TestABrokenBudgetIsNamed(t *testing.T) {
	long := "package x\nfunc f() {\n" + strings.Repeat("\t_ = 0\n", 100) + "}\n"
	hard, _ := overBudget([]source{planted(t, "casebook/x.go", long)})
	mustFind(t, hard, "lines in f")
	hard, _ = overBudget([]source{planted(t, "casebook/x.go", "package x\n"+strings.Repeat("\n", 801))})
	mustFind(t, hard, "lines in the file")
	hard, soft := overBudget([]source{planted(t, "casebook/x_test.go", "package x\n"+strings.Repeat("\n", 801))})
	if len(hard) != 0 || len(soft) != 1 {
		t.Errorf("a test file of 802 lines is over the soft budget only: %q, %q", hard, soft)
	}
	hard, _ = overBudget([]source{planted(t, "casebook/x.go", "package x\ntype wide interface { A(); B(); C(); D(); E(); F(); G(); H(); I() }\n")})
	mustFind(t, hard, "methods in an interface of 9")
}
