package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"time"

	"willing/access"
	"willing/locale"
	"willing/web"
)

// nobody is a guard before whom everybody has yet to sign in.
type nobody struct{}

func (nobody) Visitor(*http.Request) (*web.Visitor, error)             { return nil, nil }
func (nobody) Keep(http.ResponseWriter, *http.Request) (string, error) { return "/kept", nil }
func (nobody) Door(after string) string                                { return "/signin?after=" + after }

// A route names the right that it asks for; whoever has not signed in is led to the door.
func Example() {
	words, err := locale.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	site := &web.Site{Words: words, Guard: nobody{}, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	pages := site.Handler(web.Route{Pattern: "GET /figures", Action: access.SeeFigures, Handle: func(p *web.Page) error { return nil }})
	answer := httptest.NewRecorder()
	pages.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/figures", nil))
	fmt.Println(answer.Code, answer.Header().Get("Location"))
	// Output: 303 /signin?after=/figures
}
