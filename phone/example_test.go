package phone_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"willing/phone"
)

// Pages whose addresses begin at "/" are served below a path, as the application's are below /phone.
func ExampleBelow() {
	pages := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<a href="/team">%s</a>`, r.URL.Path)
	})
	answer := httptest.NewRecorder()
	phone.Below("/phone", pages).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/phone/team/check", nil))
	fmt.Println(answer.Body)
	// Output: <a href="/phone/team">/team/check</a>
}
