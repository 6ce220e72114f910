package phone

import (
	"bytes"
	"net/http"
	"strings"
)

// Below serves pages whose addresses begin at "/" below a path: requests lose it, what the pages answer gains it.
// The pages' own templates write every address of theirs as an attribute in double quotes, and escape quotes in
// everything else: so no text of a person can look like one.
func Below(path string, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner := r.Clone(r.Context())
		inner.URL.Path = "/" + strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, path), "/")
		inner.RequestURI = inner.URL.RequestURI()
		out := &lifted{ResponseWriter: w, path: path}
		pages.ServeHTTP(out, inner)
		out.end()
	})
}

// lifted gathers a page, and writes it with its addresses lifted.
type lifted struct {
	http.ResponseWriter
	path   string
	status int
	page   *bytes.Buffer // nil if the answer is no page
}

func (l *lifted) WriteHeader(status int) {
	if l.status != 0 {
		return
	}
	l.status = status
	h := l.Header()
	h.Set("Referrer-Policy", "same-origin") // the worker tells by it whether a page of ours asks
	if to := h.Get("Location"); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") {
		h.Set("Location", l.path+to)
	}
	if strings.HasPrefix(h.Get("Content-Type"), "text/html") {
		l.page = &bytes.Buffer{}
		h.Del("Content-Length")
		return
	}
	l.ResponseWriter.WriteHeader(status)
}

func (l *lifted) Write(b []byte) (int, error) {
	l.WriteHeader(http.StatusOK)
	if l.page != nil {
		return l.page.Write(b)
	}
	return l.ResponseWriter.Write(b)
}

func (l *lifted) end() {
	if l.page == nil {
		return
	}
	l.ResponseWriter.WriteHeader(l.status)
	_, _ = l.ResponseWriter.Write(lift(l.page.Bytes(), l.path)) // whoever asked may have gone away
}

// lift puts a path before every address of a page.
func lift(page []byte, path string) []byte {
	for _, name := range []string{"href", "action", "formaction", "src"} {
		page = bytes.ReplaceAll(page, []byte(" "+name+`="/`), []byte(" "+name+`="`+path+"/"))
	}
	return page
}
