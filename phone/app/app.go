package app

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"

	"willing/web"
)

//go:embed files
var own embed.FS

//go:embed built
var built embed.FS

//go:embed templates/*.html
var pages embed.FS

var views = web.NewViews(pages)

// The files that `make build` makes.
const (
	program = "willing.wasm" // embedded as willing.wasm.br
	support = "wasm_exec.js"
)

// policy is what the worker may do beyond what pages may: run WebAssembly.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

// Packed is the phone's program as it goes over the line, with Brotli; nil if it was not built in.
func Packed() []byte {
	raw, err := built.ReadFile("built/" + program + ".br")
	if err != nil {
		return nil
	}
	return raw
}

// Built reports whether this program has the phone's in it.
func Built() bool { return Packed() != nil }

// Routes are the addresses below /phone/ at headquarters. Once the application is installed, its worker answers
// them instead.
func Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /phone/{rest...}", Open: true, Handle: install},
		{Pattern: "GET /phone/worker.js", Open: true, Handle: worker},
		{Pattern: "GET /phone/app/{file}", Open: true, Handle: file},
	}
}

// install shows the page that installs the application. Whatever the address below /phone/: the page goes on to
// it when that is done.
func install(p *web.Page) error { return p.OK(views, "install", Built()) }

// release is what the worker knows of its version.
type release struct {
	Name  string   `json:"name"`  // changes with any file
	Files []string `json:"files"` // what is kept for the time without a network, by name in /phone/app/
	Looks []string `json:"looks"` // addresses of the pages' own style and scripts at headquarters; on the phone below /phone
	Bytes int      `json:"bytes"` // of the program, unpacked: for the progress
}

// current is this program's release.
var current = sync.OnceValue(func() release {
	r := release{Files: []string{program, support}, Looks: web.Statics()}
	sum := sha256.New()
	sum.Write(Packed())
	entries, err := own.ReadDir("files")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		raw, err := own.ReadFile(path.Join("files", e.Name()))
		if err != nil {
			panic(err)
		}
		sum.Write(raw)
		if e.Name() != "worker.js" {
			r.Files = append(r.Files, e.Name())
		}
	}
	n, _ := io.Copy(io.Discard, unpacked())
	r.Name, r.Bytes = hex.EncodeToString(sum.Sum(nil)[:8]), int(n)
	return r
})

// Release is what the phones' program that is given out here is called.
func Release() string { return current().Name }

func unpacked() io.Reader { return brotli.NewReader(bytes.NewReader(Packed())) }

// worker is the service worker's script with its release written into it, so that a browser sees at once
// whether there is a newer one.
func worker(p *web.Page) error {
	if !Built() {
		http.NotFound(p.W, p.R)
		return nil
	}
	raw, err := own.ReadFile("files/worker.js")
	if err != nil {
		return err
	}
	now, err := json.Marshal(current())
	if err != nil {
		return err
	}
	h := p.W.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-cache")
	_, _ = p.W.Write(bytes.Replace(raw, []byte("{} /* release */"), now, 1)) // whoever asked may have gone away
	return nil
}

// file serves one of the application's files.
func file(p *web.Page) error {
	name := p.R.PathValue("file")
	p.W.Header().Set("Cache-Control", "no-cache")
	if p.R.URL.Query().Get("v") == current().Name {
		p.W.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if name == program && Built() {
		return packed(p)
	}
	raw, err := fs.ReadFile(own, path.Join("files", name))
	if err != nil {
		raw, err = fs.ReadFile(built, path.Join("built", name))
	}
	if err != nil || name == "README.md" {
		http.NotFound(p.W, p.R)
		return nil
	}
	p.W.Header().Set("Content-Type", kindOf(name))
	http.ServeContent(p.W, p.R, name, time.Time{}, bytes.NewReader(raw))
	return nil
}

func kindOf(name string) string {
	if strings.HasSuffix(name, ".webmanifest") {
		return "application/manifest+json"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// packed sends the program as it was packed, or unpacks it for whoever cannot.
func packed(p *web.Page) error {
	h := p.W.Header()
	h.Set("Content-Type", "application/wasm")
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(p.R.Header.Get("Accept-Encoding"), "br") {
		h.Set("Content-Encoding", "br")
		_, _ = p.W.Write(Packed()) // whoever asked may have gone away
		return nil
	}
	_, _ = io.Copy(p.W, unpacked())
	return nil
}
