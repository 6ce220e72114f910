package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

//go:embed templates/*.html
var ownFiles embed.FS

// own are the pages of this package: what everybody may come to see.
var own = NewViews(ownFiles)

// Views are the templates of one package of pages. Each file templates/NAME.html defines "main" and, if it
// is no page of headquarters, "layout"; files whose name begins with _ define parts that all can use.
//
// A page is read when it is first shown: most commands show none, and a headquarters at rest needs no room for all.
type Views struct {
	pages map[string]func() *template.Template
}

var functions = template.FuncMap{
	"static":  Static,
	"reading": Reading, // Markdown of a disclosure: {{reading .Cost}}
	"list":    func(items ...any) []any { return items },
	"join":    strings.Join,
	"plus":    func(a, b int) int { return a + b },
	// dict gives a part several named values: {{template "row" dict "Page" $ "Person" .}}
	"dict": func(pairs ...any) (map[string]any, error) {
		out := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			name, ok := pairs[i].(string)
			if !ok {
				return nil, fmt.Errorf("dict: %v is no name", pairs[i])
			}
			out[name] = pairs[i+1]
		}
		return out, nil
	},
}

// NewViews finds the templates of a package in its templates folder. They are built in: one that cannot be read
// panics, when it is first shown.
func NewViews(files fs.FS) *Views {
	base := sync.OnceValue(func() *template.Template {
		base := template.Must(template.New("").Funcs(functions).ParseFS(ownFiles, "templates/_*.html"))
		if parts, _ := fs.Glob(files, "templates/_*.html"); len(parts) > 0 && files != fs.FS(ownFiles) {
			template.Must(base.ParseFS(files, "templates/_*.html"))
		}
		return base
	})
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		panic(err)
	}
	v := &Views{pages: map[string]func() *template.Template{}}
	for _, name := range names {
		short := strings.TrimSuffix(path.Base(name), ".html")
		if strings.HasPrefix(short, "_") {
			continue
		}
		v.pages[short] = sync.OnceValue(func() *template.Template {
			return template.Must(template.Must(base().Clone()).ParseFS(files, name))
		})
	}
	return v
}

// Show answers with a page. Nothing is sent before all of it is made.
func (p *Page) Show(status int, views *Views, name string, data any) error {
	page := views.pages[name]
	if page == nil {
		return fmt.Errorf("there is no template %q", name)
	}
	p.Data = data
	p.Lost = p.Lost || len(p.Problems) > 0 && p.brought() && !p.Held
	var out bytes.Buffer
	if err := page().ExecuteTemplate(&out, "layout", p); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	if p.kept != nil && status == http.StatusOK {
		filled, ok := p.kept.fill(out.Bytes(), p.T("kept.title"), p.T("kept.say"))
		if !ok {
			return p.See("/kept/" + p.kept.Name + "?plain")
		}
		out = *bytes.NewBuffer(filled)
	}
	straighten(&out)
	h := p.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	h.Set("Content-Language", p.Lang)
	p.W.WriteHeader(status)
	_, err := out.WriteTo(p.W)
	if err != nil {
		return nil // whoever asked has gone away
	}
	return nil
}

// straighten takes the characters out of a page that turn the reading direction round (U+202A to U+202E, U+2066 to
// U+2069) or control a terminal: somebody may have written them anywhere, and none of our own words has one.
func straighten(page *bytes.Buffer) {
	if !misleading(page.Bytes()) {
		return
	}
	plain := strings.Map(func(r rune) rune {
		if r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' {
			return -1
		}
		return r
	}, page.String())
	page.Reset()
	page.WriteString(plain)
}

// misleading reports whether a page may have such a character; most have none.
func misleading(page []byte) bool {
	for i, b := range page {
		switch {
		case b < ' ' && b != '\n' && b != '\t' && b != '\r', b == 0x7F:
			return true
		case b != 0xC2 && b != 0xE2 || i+2 >= len(page):
		case b == 0xC2 && page[i+1] < 0xA0, b == 0xE2 && page[i+1] == 0x80 && page[i+2] >= 0xAA && page[i+2] <= 0xAE, b == 0xE2 && page[i+1] == 0x81 && page[i+2] >= 0xA6 && page[i+2] <= 0xA9:
			return true
		}
	}
	return false
}

// OK shows a page with status 200.
func (p *Page) OK(views *Views, name string, data any) error {
	return p.Show(http.StatusOK, views, name, data)
}
