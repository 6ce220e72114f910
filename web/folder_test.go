package web_test

import (
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"willing/programme"
	"willing/web"
)

// TestAPageReadsTheProgrammeBeforeItHoldsTheHouse: whoever asks for it while the house is held still would wait behind a writer, who
// waits for them.
func TestAPageReadsTheProgrammeBeforeItHoldsTheHouse(t *testing.T) {
	held, read := false, 0
	site := &web.Site{Guard: nobody{}, Now: time.Now, Log: slog.New(slog.DiscardHandler), Programme: func() *programme.Folder {
		if held {
			t.Error("read while the house is held still")
		}
		read++
		return &programme.Folder{}
	}}
	page := web.Route{Pattern: "GET /hello", Open: true, Handle: func(p *web.Page) error {
		held = true
		p.Folder()
		p.Place("north")
		held = false
		return nil
	}}
	site.Handler(page).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/hello", nil))
	if read != 1 {
		t.Errorf("read %d times", read)
	}
}
