package office_test

import (
	"net/http"
	"os"
	"testing"
	"time"

	"willing/node/nodetest"
)

func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip("only by hand")
	}
	h := nodetest.New(t)
	h.SaysYes(h.Noted("Ondina", "Scarpa", "+390412345678"))
	v := h.Visits("admin", pages)
	s := &http.Server{Addr: "127.0.0.1:18099", Handler: v.Handler}
	time.AfterFunc(90*time.Second, func() { s.Close() })
	_ = s.ListenAndServe()
}
