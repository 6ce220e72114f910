package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// root is the repository, seen from this package.
const root = "../.."

// module is the path of the house's own module.
const module = "willing"

var fset = token.NewFileSet()

// source is one Go file of the repository.
type source struct {
	path string // from the root, with slashes
	text string
	file *ast.File
}

func (s source) pkg() string  { return path.Dir(s.path) }
func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// isForTests reports whether a package serves tests only, as storetest and everything below tests/ do.
func isForTests(pkg string) bool {
	return strings.HasPrefix(pkg, "tests/") || strings.HasSuffix(pkg, "test")
}

// at is where a node stands, as an editor jumps to it.
func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(fset.Position(n.Pos()).Line)
}

// lines counts the lines from the first to the last of a node.
func lines(n ast.Node) int {
	return fset.Position(n.End()).Line - fset.Position(n.Pos()).Line + 1
}

func parse(name, text string) (source, error) {
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	return source{name, text, file}, err
}

// planted parses a file that somebody might have written.
func planted(t *testing.T, name, text string) source {
	t.Helper()
	s, err := parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// passedOver are folders that hold no sources of ours.
func passedOver(name string) bool {
	return name != root && (strings.HasPrefix(name, ".") || slices.Contains([]string{"bin", "build", "node_modules", "testdata"}, name))
}

var readSources = sync.OnceValues(func() ([]source, error) {
	var out []source
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && passedOver(d.Name()):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(file) != ".go":
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		s, err := parse(filepath.ToSlash(name), string(text))
		out = append(out, s)
		return err
	})
	return out, err
})

// sources returns every Go file of the repository, whatever its build tags.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := readSources()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d Go files found: is this the repository?", len(all))
	}
	return all
}

// report fails once for each sentence.
func report(t *testing.T, faults []string) {
	t.Helper()
	for _, f := range faults {
		t.Error(f)
	}
}

// mustFind fails unless exactly one fault is reported, and it says what is wanted.
func mustFind(t *testing.T, faults []string, want string) {
	t.Helper()
	if len(faults) != 1 || !strings.Contains(faults[0], want) {
		t.Errorf("want one fault that says %q, got %q", want, faults)
	}
}

func TestEveryFileBelongsToTheModule(t *testing.T) {
	for _, s := range sources(t) {
		if s.file.Name.Name == "" || s.pkg() == "." {
			t.Errorf("%s: no Go file stands at the root; put it into a package", s.path)
		}
	}
}
