package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed static
var staticFiles embed.FS

// versions names each file's content, so that browsers may keep it for good.
var versions = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		data, err := staticFiles.ReadFile(path.Join("static", e.Name()))
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		out[e.Name()] = hex.EncodeToString(sum[:6])
	}
	return out
})

// Static is the address of one of the pages' own files: "style.css".
func Static(name string) string { return "/static/" + name + "?v=" + versions()[name] }

// Statics are the addresses of all of them.
func Statics() (all []string) {
	for _, name := range slices.Sorted(maps.Keys(versions())) {
		all = append(all, Static(name))
	}
	return all
}

func static() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/static/")
		data, err := fs.ReadFile(staticFiles, path.Join("static", name))
		if err != nil {
			http.NotFound(w, r) // for programs: no page leads there
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		if v := r.URL.Query().Get("v"); v != "" && v == versions()[name] {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		w.Header().Set("ETag", `"`+versions()[name]+`"`)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	})
}
