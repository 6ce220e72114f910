package storetest_test

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/journal"
	"willing/store/memory"
	"willing/store/storetest"
)

// reference is the backend that the wrong stores are made of.
var reference = storetest.Backend{
	Open: func(string) (journal.Store, error) { return memory.New(), nil },
	Full: func(_ string, room int64) (journal.Store, error) { return memory.New(memory.MaxBytes(room)), nil },
	Reopen: func(_ string, s journal.Store) (journal.Store, error) {
		var kept bytes.Buffer
		if err := s.Snapshot(context.Background(), &kept); err != nil {
			return nil, err
		}
		s.Close()
		return memory.Load(&kept)
	},
	Restore: func(_ string, snapshot io.Reader) (journal.Store, error) { return memory.Load(snapshot) },
}

// parsed returns the syntax of the Go files in a folder.
func parsed(t *testing.T, dir string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// A story that stands in no table would never be told.
func TestEveryStoryIsTold(t *testing.T) {
	written := 0
	for _, f := range parsed(t, ".") {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if ok && strings.HasPrefix(fn.Name.Name, "story") && fn.Recv == nil {
				written++
			}
		}
	}
	names := map[string]bool{}
	for _, c := range storetest.Cases() {
		names[c.Name] = true
	}
	if written != len(names) || written == 0 {
		t.Errorf("%d stories are written, %d are told", written, len(names))
	}
}

// Every backend beside this folder runs the whole suite.
func TestEveryBackendRunsTheSuite(t *testing.T) {
	folders, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	backends := 0
	for _, f := range folders {
		if !f.IsDir() || f.Name() == "storetest" || f.Name() == "sieve" { // no stores themselves
			continue
		}
		backends++
		called := calls(t, filepath.Join("..", f.Name()))
		if !called["storetest.Run"] {
			t.Errorf("store/%s does not run the suite", f.Name())
		}
		if called["t.Skip"] || called["t.Skipf"] || called["t.SkipNow"] {
			t.Errorf("store/%s skips a test", f.Name())
		}
	}
	if backends < 2 {
		t.Errorf("only %d backends found", backends)
	}
}

// calls returns the qualified names of the functions that a folder's files call.
func calls(t *testing.T, dir string) map[string]bool {
	found := map[string]bool{}
	for _, f := range parsed(t, dir) {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
					if x, ok := sel.X.(*ast.Ident); ok {
						found[x.Name+"."+sel.Sel.Name] = true
					}
				}
			}
			return true
		})
	}
	return found
}

// The library of stories must not know a backend; only this test file may.
func TestTheSuiteKnowsNoBackend(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(`"willing/store/`)) {
			t.Errorf("%s imports a backend", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func ExampleCase_Try() {
	folder := func() string { return "" } // the reference keeps nothing in files
	for _, c := range storetest.Cases()[:2] {
		fmt.Println(c.Name+":", c.Try(reference, folder))
	}
	// Output:
	// what was put is found again: <nil>
	// a missing key is nil, an empty value is not: <nil>
}
