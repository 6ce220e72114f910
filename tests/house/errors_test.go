package house

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/types"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// mayDrop are types whose writes cannot fail or keep their first error for Flush, as their documents promise.
var mayDrop = []string{"*strings.Builder", "strings.Builder", "*bytes.Buffer", "bytes.Buffer", "hash.Hash", "*bufio.Writer"}

// droppedErrors finds calls whose error nobody looks at and for which no comment on the line says why.
// Deferred closing is let through, and close as a method of our own: what matters of a written file is
// closed in the open.
func droppedErrors(s source, info *types.Info) []string {
	var out []string
	excused := map[int]bool{}
	for _, group := range s.file.Comments {
		excused[fset.Position(group.Pos()).Line] = true
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		var call *ast.CallExpr
		switch n := n.(type) {
		case *ast.ExprStmt:
			call, _ = n.X.(*ast.CallExpr)
		case *ast.GoStmt:
			call = n.Call
		case *ast.DeferStmt:
			if sel, ok := n.Call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Close" {
				call = n.Call
			}
		}
		if call != nil && givesError(info.TypeOf(call)) && !harmless(call, info) && !excused[fset.Position(call.End()).Line] {
			out = append(out, s.at(call)+": an error is dropped: look at it, or say on the line why not")
		}
		return true
	})
	return out
}

func givesError(result types.Type) bool {
	isError := func(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }
	if tuple, ok := result.(*types.Tuple); ok {
		return tuple.Len() > 0 && isError(tuple.At(tuple.Len()-1).Type())
	}
	return result != nil && isError(result)
}

// harmless: printing, and writing to where no write can fail.
func harmless(call *ast.CallExpr, info *types.Info) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	if fn, ok := info.Uses[sel.Sel].(*types.Func); ok && fn.Pkg() != nil && fn.Pkg().Path() == "fmt" {
		return strings.HasPrefix(fn.Name(), "Print") || strings.HasPrefix(fn.Name(), "Fprint")
	}
	receiver := info.TypeOf(sel.X)
	writes := receiver != nil && slices.Contains(mayDrop, receiver.String()) && sel.Sel.Name != "Flush"
	return writes || sel.Sel.Name == "close"
}

// listed is what `go list` says of one package.
type listed struct {
	ImportPath, Export string
	GoFiles            []string
}

// listPackages returns the house's own packages, and where the compiled form of every package lies.
func listPackages(t *testing.T) (own []listed, exports map[string]string) {
	t.Helper()
	exports = map[string]string{}
	in := json.NewDecoder(strings.NewReader(goTool(t, "list", "-export", "-deps", "-json=ImportPath,Export,GoFiles", "./...")))
	for {
		var p listed
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return own, exports
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if strings.HasPrefix(p.ImportPath, module+"/") {
			own = append(own, p)
		}
	}
}

// typesOf checks one package's types with the help of the compiled forms of what it imports.
func typesOf(pkg string, files []*ast.File, exports map[string]string) (*types.Info, error) {
	open := func(imported string) (io.ReadCloser, error) { return os.Open(exports[imported]) }
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", open)}
	_, err := config.Check(pkg, fset, files, info)
	return info, err
}

func TestNoErrorIsDropped(t *testing.T) {
	own, exports := listPackages(t)
	for _, p := range own {
		folder := strings.TrimPrefix(p.ImportPath, module+"/")
		if isForTests(folder) {
			continue // tests break things on purpose
		}
		var files []*ast.File
		var inside []source
		for _, s := range sources(t) {
			if s.pkg() == folder && slices.Contains(p.GoFiles, path.Base(s.path)) {
				files, inside = append(files, s.file), append(inside, s)
			}
		}
		info, err := typesOf(p.ImportPath, files, exports)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range inside {
			report(t, droppedErrors(s, info))
		}
	}
}

func TestADroppedErrorIsFound(t *testing.T) {
	s := planted(t, "desk/x.go", `package x
func fails() (int, error) { return 0, nil }
func f() {
	fails()
	_, _ = fails()
	fails() // for the sake of the other thing it does
}
`)
	info, err := typesOf("x", []*ast.File{s.file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	mustFind(t, droppedErrors(s, info), fmt.Sprintf("%s:4", s.path))
}
