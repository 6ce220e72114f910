package person_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"willing/casebook"
)

// TestWhatIsNoFormIsNotTakenForAnEmptyOne: what comes under another kind, or is too much, is answered by a page that says so.
func TestWhatIsNoFormIsNotTakenForAnEmptyOne(t *testing.T) {
	p := handed(t, true)
	long := "--x\r\nContent-Disposition: form-data; name=\"town\"\r\n\r\n" + strings.Repeat("a", 2<<20) + "\r\n--x--\r\n"
	for _, sent := range []struct {
		kind, body string
		code       int
	}{
		{"application/json", `{"act":"answer","answer":"no"}`, http.StatusUnprocessableEntity},
		{"text/plain", "act=answer&answer=no", http.StatusUnprocessableEntity},
		{"", "act=stop", http.StatusUnprocessableEntity},
		{"multipart/form-data; boundary=y", "--x", http.StatusUnprocessableEntity},
		{"multipart/form-data; boundary=x", long, http.StatusRequestEntityTooLarge},
	} {
		for _, path := range []string{"/act", "/correct", "/enter", "/pin"} {
			r := httptest.NewRequest(http.MethodPost, p.at(path), strings.NewReader(sent.body))
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.Header.Set("Content-Type", sent.kind)
			w := httptest.NewRecorder()
			p.Handler.ServeHTTP(w, r)
			if w.Code != sent.code || !strings.Contains(w.Body.String(), "<h1>") {
				t.Errorf("%s as %q: %d\n%s", path, sent.kind, w.Code, w.Body)
			}
		}
	}
	p.stands(casebook.StageOffered)
}
