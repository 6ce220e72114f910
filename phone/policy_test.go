package phone

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"willing/node"
	"willing/node/nodetest"
	"willing/phone/app"
)

// The phone's program is WebAssembly, which only its worker may run. Nothing else may make code of text, and no page
// may run a script or a style that stands in it.
func TestOnlyTheWorkerMayRunAProgram(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	pages, err := h.Node.Pages(t.Context(), node.Site{})
	if err != nil {
		t.Fatal(err)
	}
	looks := []struct {
		at    string
		by    http.Handler
		paths []string
	}{
		{"headquarters", pages, []string{"/", "/signin", "/phone/", "/phone/team", "/phone/app/page.js", "/phone/app/wasm_exec.js", "/phone/app/willing.wasm", "/stop"}},
		{"the phone", Below("/phone", p), []string{"/phone/", "/phone/team", "/phone/keep", "/phone/unlock", "/phone/team/device", "/phone/static/page.js", "/phone/nowhere"}},
		{"the locked phone", Below("/phone", p.Door()), []string{"/phone/", "/phone/team"}},
	}
	for _, look := range looks {
		for _, path := range look.paths {
			w := httptest.NewRecorder()
			look.by.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			policy := w.Header().Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s at %s has the policy %q", path, look.at, policy)
			}
		}
	}
	if !app.Built() {
		t.Log("the worker itself was not looked at: this program has no phone in it (make phone)")
		return
	}
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/phone/worker.js", nil))
	if got, want := w.Header().Get("Content-Security-Policy"), "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"; got != want {
		t.Errorf("the worker has the policy %q, want %q", got, want)
	}
}
