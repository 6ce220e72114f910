package house

import (
	"fmt"
	"go/ast"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"willing/casebook"
)

// page is one document of the repository.
type page struct {
	path string // from the root, with slashes
	text string
}

// pages returns the documents at the root and below docs/.
func pages(t *testing.T) []page {
	t.Helper()
	var out []page
	add := func(file string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page{filepath.ToSlash(name), string(text)})
	}
	for _, name := range []string{"README.md", "GOALS.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"} {
		add(filepath.Join(root, name))
	}
	err := filepath.WalkDir(filepath.Join(root, "docs"), func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(file) == ".md" {
			add(file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	fence    = regexp.MustCompile("(?ms)^```.*?^```$")
	ticked   = regexp.MustCompile("`([^`\n]+)`")
	link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	symbol   = regexp.MustCompile(`^([a-z]+)\.([A-Z]\w*)(?:\.([A-Z]\w*))?(?:\(\))?$`)
	gateID   = regexp.MustCompile(`\bG\d\d\b`)
	makeWord = regexp.MustCompile(`^make ([a-z-]+)$`)
	pathLike = regexp.MustCompile(`^[\w.*-]*(?:/[\w.*-]*)+$|^[\w-]+\.(?:md|go|mod|sum|yaml|csv|sql|json|txt|lock)$`)
)

// quoted lists what stands in backticks outside of code blocks.
func (p page) quoted() []string {
	var out []string
	for _, m := range ticked.FindAllStringSubmatch(fence.ReplaceAllString(p.text, ""), -1) {
		out = append(out, m[1])
	}
	return out
}

// notPaths are texts that look like paths and are something else.
var notPaths = map[string]string{"t/": "the beginning of a scope", "r/": "the beginning of a scope"}

// inData is the prefix with which documents name a path inside a data folder.
const inData = "DIR/"

// known answers whether something that a document names is there.
type known struct {
	symbols map[string]bool // "casebook.Fold", "journal.Store.Update"
	files   map[string]bool // "doc.go", wherever it lies
	makes   string          // the Makefile
	modules string          // go.mod
	wiring  string          // the sources of package node, which name every path of a data folder
	gates   map[string]bool
}

func whatThereIs(t *testing.T) known {
	t.Helper()
	k := known{symbols: map[string]bool{}, files: map[string]bool{}, gates: map[string]bool{}}
	for name, into := range map[string]*string{"Makefile": &k.makes, "go.mod": &k.modules} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		*into = string(text)
	}
	for _, name := range kept(t) {
		k.files[path.Base(name)] = true
	}
	for _, s := range sources(t) {
		if s.pkg() == "node" {
			k.wiring += s.text
		}
		if s.isTest() {
			k.addTests(s)
		} else {
			k.addSymbols(s)
		}
	}
	for _, g := range casebook.Gates {
		k.gates[g.ID] = true
	}
	return k
}

// addTests notes the tests of a file, under the package that they test.
func (k known) addTests(s source) {
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
			k.symbols[strings.TrimSuffix(s.file.Name.Name, "_test")+"."+f.Name.Name] = true
		}
	}
}

// addSymbols notes the exported names of a file, methods and fields under their type.
func (k known) addSymbols(s source) {
	pkg := s.file.Name.Name + "."
	for _, d := range s.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				name = receiver(d.Recv.List[0].Type) + "." + name
			}
			k.symbols[pkg+name] = true
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				k.addSpec(pkg, spec)
			}
		}
	}
}

func (k known) addSpec(pkg string, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, n := range spec.Names {
			k.symbols[pkg+n.Name] = true
		}
	case *ast.TypeSpec:
		k.symbols[pkg+spec.Name.Name] = true
		var fields *ast.FieldList
		switch of := spec.Type.(type) {
		case *ast.StructType:
			fields = of.Fields
		case *ast.InterfaceType:
			fields = of.Methods
		default:
			return
		}
		for _, f := range fields.List {
			for _, n := range f.Names {
				k.symbols[pkg+spec.Name.Name+"."+n.Name] = true
			}
		}
	}
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// drift lists what a document names and what is not there.
func (k known) drift(p page) []string {
	var out []string
	missing := func(what string) { out = append(out, fmt.Sprintf("%s names %s, which is not there", p.path, what)) }
	for _, q := range p.quoted() {
		if !k.has(p, q) {
			missing(q)
		}
	}
	for _, id := range gateID.FindAllString(p.text, -1) {
		if !k.gates[id] {
			missing(id)
		}
	}
	for _, m := range link.FindAllStringSubmatch(p.text, -1) {
		target, _, _ := strings.Cut(m[1], "#")
		if target != "" && !strings.Contains(target, "://") && !strings.HasPrefix(target, "mailto:") && !exists(path.Join(path.Dir(p.path), target)) {
			missing(m[1])
		}
	}
	return out
}

// has decides about one text in backticks. Commands are for drift_commands_test.go, and what is neither path
// nor symbol nor target is taken at its word.
func (k known) has(p page, q string) bool {
	if m := makeWord.FindStringSubmatch(q); m != nil {
		return strings.Contains(k.makes, "\n"+m[1]+":")
	}
	if m := symbol.FindStringSubmatch(q); m != nil {
		name := m[1] + "." + m[2]
		if m[3] != "" {
			name += "." + m[3]
		}
		return k.symbols[name]
	}
	if inside, ok := strings.CutPrefix(q, inData); ok {
		for part := range strings.SplitSeq(strings.Trim(inside, "/"), "/") {
			if !strings.Contains(k.wiring, `"`+part+`"`) {
				return false
			}
		}
		return true
	}
	if !pathLike.MatchString(q) || strings.HasPrefix(q, "/") || notPaths[q] != "" {
		return true
	}
	return exists(q) || exists(path.Join(path.Dir(p.path), q)) || k.files[q] || strings.Contains(k.modules, "\t"+q+" ")
}

// exists reports whether a path or pattern from the root is there.
func exists(name string) bool {
	found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil && len(found) > 0
}

func TestDocumentsNameOnlyWhatIsThere(t *testing.T) {
	k := whatThereIs(t)
	for _, p := range pages(t) {
		report(t, k.drift(p))
	}
}

func TestDriftIsFound(t *testing.T) {
	k := whatThereIs(t)
	for _, lie := range []string{
		"see `casebook/nothing.go`", "see `nothing.md`", "see `casebook.Nothing`", "see `journal.Store.Nothing`",
		"run `make nothing`", "it lies in `DIR/keys/nothing.key`", "[here](nothing.md)", "gate G99", "`node.TestNothing`",
	} {
		mustFind(t, k.drift(page{"docs/x.md", lie}), "which is not there")
	}
	for _, truth := range []string{
		"see `casebook/fold.go`, `casebook.Fold`, `journal.Store.Update`, `desk.Desk.Tell`", "`casebook.TestAnUnknownKindOfEventConsentsToNothing`", "`make test`", "`DIR/keys/markers.key`",
		"`casebook/g*.go`, `doc.go`, `github.com/goccy/go-yaml`", "[here](../README.md#what)", "[there](https://example.org/x.md)", "a `yes` and/or a `no`", "G28",
	} {
		if found := k.drift(page{"docs/x.md", truth}); len(found) > 0 {
			t.Errorf("%s: %q", truth, found)
		}
	}
}
