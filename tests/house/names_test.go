package house

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// undocumented lists the exported names outside of tests that say nothing of themselves.
func undocumented(all []source) []string {
	var out []string
	for _, s := range all {
		if s.isTest() || s.file.Name.Name == "main" {
			continue
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && ofExported(d.Recv) {
					out = append(out, s.at(d)+": "+d.Name.Name+" is exported and not explained")
				}
			case *ast.GenDecl:
				out = append(out, bareSpecs(s, d)...)
			}
		}
	}
	return out
}

// bareSpecs lists exported types, constants and variables without a comment of their own or on their group.
func bareSpecs(s source, d *ast.GenDecl) []string {
	var out []string
	for _, spec := range d.Specs {
		var names []*ast.Ident
		explained := d.Doc != nil
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names, explained = []*ast.Ident{spec.Name}, explained || spec.Doc != nil || spec.Comment != nil
		case *ast.ValueSpec:
			names, explained = spec.Names, explained || spec.Doc != nil || spec.Comment != nil
		}
		for _, name := range names {
			if name.IsExported() && !explained {
				out = append(out, s.at(name)+": "+name.Name+" is exported and not explained")
			}
		}
	}
	return out
}

// ofExported reports whether a function is none's method, or that of an exported type.
func ofExported(recv *ast.FieldList) bool {
	if recv == nil {
		return true
	}
	exported := false
	ast.Inspect(recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			exported = exported || id.IsExported()
		}
		_, generic := n.(*ast.IndexExpr)
		return !generic || exported
	})
	return exported
}

func TestEveryExportedNameIsExplained(t *testing.T) {
	report(t, undocumented(sources(t)))
}

func TestAnUnexplainedNameIsFound(t *testing.T) {
	for _, text := range []string{
		"package x\nfunc Bare() {}\n",
		"package x\ntype Bare struct{}\n",
		"package x\nconst Bare = 1\n",
		"package x\n// T is told.\ntype T struct{}\nfunc (t *T) Bare() {}\n",
	} {
		mustFind(t, undocumented([]source{planted(t, "casebook/x.go", text)}), "Bare is exported")
	}
}

// withoutExample are packages whose Example test is still to be written. A row that is no longer true fails.
var withoutExample = []string{}

// barePackages lists packages without doc.go (unless they are one file) or without an Example test.
func barePackages(all []source, excused []string) []string {
	files, docs, examples := map[string]int{}, map[string]bool{}, map[string]bool{}
	for _, s := range all {
		pkg := s.pkg()
		if s.file.Name.Name == "main" {
			continue
		}
		if s.isTest() {
			examples[pkg] = examples[pkg] || strings.Contains(s.text, "\nfunc Example")
			continue
		}
		files[pkg]++
		docs[pkg] = docs[pkg] || s.file.Doc != nil && (strings.HasSuffix(s.path, "/doc.go") || files[pkg] == 1 && only(all, s))
	}
	var out []string
	for pkg := range files {
		if !docs[pkg] {
			out = append(out, pkg+": no doc.go that says what the package is for and what it must not know")
		}
		needsExample := pkg != "examples" && !isForTests(pkg)
		switch excuse := slices.Contains(excused, pkg); {
		case needsExample && !examples[pkg] && !excuse:
			out = append(out, pkg+": no Example test shows how the package is used")
		case examples[pkg] && excuse:
			out = append(out, pkg+": has its Example now: take it out of withoutExample")
		}
	}
	slices.Sort(out)
	return out
}

// only reports whether a file is its package's only one beside tests.
func only(all []source, s source) bool {
	return !slices.ContainsFunc(all, func(o source) bool { return o.pkg() == s.pkg() && o.path != s.path && !o.isTest() })
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	report(t, barePackages(sources(t), withoutExample))
}

func TestABarePackageIsFound(t *testing.T) {
	example := planted(t, "fresh/x_test.go", "package x\n\nfunc ExampleX() {}\n")
	bare := planted(t, "fresh/x.go", "package x\n")
	told := planted(t, "fresh/doc.go", "// Package x is told.\npackage x\n")
	mustFind(t, barePackages([]source{bare, example}, nil), "no doc.go")
	mustFind(t, barePackages([]source{told}, nil), "no Example")
	mustFind(t, barePackages([]source{told, example}, []string{"fresh"}), "take it out")
}
