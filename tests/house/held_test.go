package house

import (
	"go/ast"
	"strings"
	"testing"
)

// askedWhileHeld finds calls that ask for the house a second time inside desk.Desk.House: as soon as somebody wants to write
// in between, both wait for ever, and so does whoever comes after them.
func askedWhileHeld(all []source) (out []string) {
	asks := askers(all)
	for _, s := range all {
		if s.isTest() || s.pkg() == "desk" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			held, ok := heldBy(n)
			if !ok {
				return true
			}
			ast.Inspect(held.Body, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && (toDesk(call) || asks[askedAs(s.pkg(), call)]) {
					out = append(out, s.at(call)+": asks the desk while it holds the house; gather what you need and ask afterwards")
				}
				return true
			})
			return true
		})
	}
	return out
}

// heldBy is the function that a call of House runs.
func heldBy(n ast.Node) (*ast.FuncLit, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || called(call) != "House" || len(call.Args) != 1 {
		return nil, false
	}
	held, ok := call.Args[0].(*ast.FuncLit)
	return held, ok
}

// askers are the functions that ask the desk, directly or through others of their package; those of a page under its own name,
// for every package.
func askers(all []source) map[string]bool {
	asks := map[string]bool{"Page.Folder": true} // through a function that it is given
	for more := true; more; {
		more = false
		for _, s := range all {
			if s.isTest() || s.pkg() == "desk" {
				continue
			}
			for _, d := range s.file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || f.Body == nil || asks[declaredAs(s.pkg(), f)] {
					continue
				}
				ast.Inspect(f.Body, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok && (toDesk(call) || asks[askedAs(s.pkg(), call)]) {
						asks[declaredAs(s.pkg(), f)], more = true, true
					}
					return true
				})
			}
		}
	}
	return asks
}

// toDesk reports whether a call is one of the desk's.
func toDesk(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	switch of := sel.X.(type) {
	case *ast.SelectorExpr:
		return of.Sel.Name == "Desk"
	case *ast.CallExpr:
		return called(of) == "desk" || called(of) == "Desk"
	}
	return false
}

func called(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// declaredAs and askedAs name a function alike: "web/office.place", and "Page.Place" for what a page does, which every package
// calls as p.Place.
func declaredAs(pkg string, f *ast.FuncDecl) string {
	if f.Recv == nil {
		return pkg + "." + f.Name.Name
	}
	kind := f.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	if of, ok := kind.(*ast.Ident); ok && pkg == "web" && of.Name == "Page" {
		return "Page." + f.Name.Name
	}
	return "" // another method: a page's are the ones that pages share
}

func askedAs(pkg string, call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return pkg + "." + fun.Name
	case *ast.SelectorExpr:
		if of, ok := fun.X.(*ast.Ident); ok && (of.Name == "p" || of.Name == "w") && strings.HasPrefix(pkg, "web") {
			return "Page." + fun.Sel.Name
		}
	}
	return "?"
}

// TestNobodyAsksTwiceWhileTheHouseIsHeld, in any package; and the check finds who does.
func TestNobodyAsksTwiceWhileTheHouseIsHeld(t *testing.T) {
	report(t, askedWhileHeld(sources(t)))
	bad := readAs(t, "web/office/bad.go", `package office
func place(p *web.Page, id string) string { return p.Place(id) }
func (p *Page) other() {}
func show(p *web.Page) {
	p.Desk.House(func(h *casebook.House) { _ = place(p, "IT") })
	p.Desk.House(func(h *casebook.House) { _ = p.Desk.May(p.By(), "", "") })
	p.Desk.House(func(h *casebook.House) { _ = h.Pos })
}
`)
	page := readAs(t, "web/named.go", `package web
func (p *Page) Place(id string) string { return p.Word(id) }
func (p *Page) Word(id string) string { return p.Folder().Words[id] }
`)
	if found := askedWhileHeld([]source{bad, page}); len(found) != 2 {
		t.Errorf("found %q, want the first two", found)
	}
}

func readAs(t *testing.T, name, text string) source {
	t.Helper()
	s, err := parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
