package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"willing/api"
	"willing/journal"
)

// TestOnceIsOnce: a request that is sent again with its key does nothing more; the key for another one is refused.
func TestOnceIsOnce(t *testing.T) {
	h := newHouse(t)
	ana := h.as("ana")
	lead := `{"territory":"IT","source":"harbour","particulars":{"full":"Somebody New"}}`
	first := ana.with("Idempotency-Key", "k1").does(http.StatusOK, "POST /leads", lead)
	again := ana.with("Idempotency-Key", "k1").does(http.StatusOK, "POST /leads", lead)
	if string(first.Raw) != string(again.Raw) || first.Body["became"] != "lead" {
		t.Errorf("first %s, again %s", first.Raw, again.Raw)
	}
	ana.with("Idempotency-Key", "k1").does(http.StatusUnprocessableEntity, "POST /leads", strings.Replace(lead, "New", "Other", 1))
	if became := ana.does(http.StatusOK, "POST /leads", lead).Body["became"]; became != "repeated" {
		t.Errorf("without the key it became %v", became)
	}
}

// TestWhoWritesOnAnOldPageIsTold: If-Match keeps a correction back if somebody wrote meanwhile.
func TestWhoWritesOnAnOldPageIsTold(t *testing.T) {
	h := newHouse(t)
	person := "/people/" + h.Noted("Giulia", "Bianchi", "+390551234321").String()
	ana, cora := h.as("ana"), h.as("cora")
	seen := ana.does(http.StatusOK, "GET "+person, nil).Head.Get("ETag")
	if seen == "" {
		t.Fatal("a person has no ETag")
	}
	cora.does(http.StatusNoContent, "PATCH "+person+"/particulars", `{"particulars":{"town":"Pisa"}}`)
	ana.with("If-Match", seen).does(http.StatusPreconditionFailed, "PATCH "+person+"/particulars", `{"particulars":{"town":"Lucca"}}`)
	if town := cora.does(http.StatusOK, "GET "+person, nil).Body["particulars"].(map[string]any)["town"]; town != "Pisa" {
		t.Errorf("the town is %v", town)
	}
	now := ana.does(http.StatusOK, "GET "+person, nil).Head.Get("ETag")
	ana.with("If-Match", now).does(http.StatusNoContent, "PATCH "+person+"/particulars", `{"particulars":{"town":"Lucca"}}`)
}

// TestWhatIsRefused: large bodies, other types, unknown fields and parameters, paths and methods that are none.
func TestWhatIsRefused(t *testing.T) {
	h := newHouse(t)
	ana := h.as("ana")
	large := `{"territory":"IT","source":"` + strings.Repeat("x", 10<<20) + `","particulars":{}}`
	for _, x := range []struct {
		on, body, kind string
		status         int
	}{
		{"POST /leads", large, "", http.StatusRequestEntityTooLarge},
		{"POST /leads", "a=b", "application/x-www-form-urlencoded", http.StatusUnsupportedMediaType},
		{"POST /leads", "<a/>", "text/xml", http.StatusUnsupportedMediaType},
		{"POST /leads", `{"territory":"IT","source":"x","particulars":{"full":"A"},"admin":true}`, "", http.StatusUnprocessableEntity},
		{"POST /leads", `{"territory":"XX","source":"x","particulars":{"full":"A"}}`, "", http.StatusUnprocessableEntity},
		{"POST /leads", `{"territory":"IT","source":"x","particulars":{"full":7}}`, "", http.StatusUnprocessableEntity},
		{"GET /people?nothing=1", "", "", http.StatusUnprocessableEntity},
		{"GET /people?limit=100000", "", "", http.StatusUnprocessableEntity},
		{"GET /people?after=%21%21", "", "", http.StatusUnprocessableEntity},
		{"GET /people?stage=tolled", "", "", http.StatusUnprocessableEntity},
		{"GET /people?after=enp6", "", "", http.StatusUnprocessableEntity},
		{"GET /people?after=" + strings.Repeat("_", 400), "", "", http.StatusUnprocessableEntity},
		{"GET /people?after=" + strings.Repeat("enp6", 8), "", "", http.StatusUnprocessableEntity},
		{"GET /people?text=rossi", "", "", http.StatusUnprocessableEntity},
		{"POST /people/searches", `{"text":"rossi","after":"` + strings.Repeat("_", 400) + `"}`, "", http.StatusUnprocessableEntity},
		{"POST /people/searches", `{"text":"rossi","after":"enp6"}`, "", http.StatusUnprocessableEntity},
		{"POST /people/searches", `{"text":""}`, "", http.StatusUnprocessableEntity},
		{"GET /people/..%2f..%2fetc", "", "", http.StatusNotFound},
		{"GET /nothing", "", "", http.StatusNotFound},
		{"DELETE /people", "", "", http.StatusMethodNotAllowed},
		{"TRACE /people", "", "", http.StatusMethodNotAllowed},
	} {
		if x.kind != "" {
			ana.with("Content-Type", x.kind)
		}
		var body any
		if x.body != "" {
			body = x.body
		}
		out := ana.sends(x.on, body)
		if out.Code != x.status || out.Head.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s with %.60s: %d %s, want %d: %.200s", x.on, x.body, out.Code, out.Head.Get("Content-Type"), x.status, out.Raw)
		}
	}
}

// TestEveryListGoesOnWhereAPageEnded: one by one, each person comes once, whatever the list is sorted by.
func TestEveryListGoesOnWhereAPageEnded(t *testing.T) {
	h := newHouse(t)
	for i, given := range []string{"Giulia", "Giuliana", "Giulio"} {
		h.Met(h.Noted(given, "Bianchi", "+39055123432"+strconv.Itoa(i)))
	}
	cora := h.as("cora")
	for _, query := range []string{"", "text=giu", "text=bianchi", "text=bianchi+giu", "stage=approached", "territory=IT", "territory=IT&stage=approached", "territory=IT&text=giu"} {
		seen, after := map[string]bool{}, ""
		for pages := 0; pages < 9; pages++ {
			body := pageOf(t, cora, query, after)
			for _, row := range body["rows"].([]any) {
				id := row.(map[string]any)["person"].(string)
				if seen[id] {
					t.Errorf("%s: %s comes twice", query, id)
				}
				seen[id] = true
			}
			if after, _ = body["next"].(string); after == "" {
				break
			}
		}
		if len(seen) != 3 {
			t.Errorf("%s: %d people, want 3", query, len(seen))
		}
	}
}

// pageOf is one page of one row of a list: by its address, or where words are looked for by a body.
func pageOf(t *testing.T, who *client, query, after string) map[string]any {
	t.Helper()
	asked, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	if asked.Get("text") == "" {
		return who.does(http.StatusOK, "GET /people?limit=1&"+query+"&after="+after, nil).Body
	}
	body := map[string]any{"limit": 1}
	for name := range asked {
		body[name] = asked.Get(name)
	}
	if after != "" {
		body["after"] = after
	}
	return who.does(http.StatusOK, "POST /people/searches", body).Body
}

// TestNoOperationTakesWhatIsTooLarge: each that reads something stops at its bound, as everybody it is open to.
func TestNoOperationTakesWhatIsTooLarge(t *testing.T) {
	f := newFuzzed(t, 3)
	large := `{"a":"` + strings.Repeat("x", 100<<20) + `"}`
	for _, o := range operations(f.h.h) {
		if o.RequestBody == nil {
			continue
		}
		c := f.hats[2] // an administrator and coordinator
		if o.Own {
			c.with("Willing-Door", f.h.door)
		}
		c.named(o)
		out := c.sends(on(f.h.h, o, f.h.person), large)
		if out.Code != http.StatusRequestEntityTooLarge && out.Code != http.StatusForbidden {
			t.Errorf("%s: a hundred megabytes are answered with %d %.200s", o.ID, out.Code, out.Raw)
		}
	}
	f.h.h.Verifies()
}

// TestACookieIsNoToken: a browser that a foreign page makes send something is nobody here.
func TestACookieIsNoToken(t *testing.T) {
	h := newHouse(t)
	cookie, err := h.Accounts.Begin(t.Context(), h.As("admin").Who, "link")
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, api.Base+"/staff", strings.NewReader(`{"name":"eve","hats":["administrator"]}`))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "willing", Value: cookie})
	w := httptest.NewRecorder()
	h.API.ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a cookie is answered with %d, %v", w.Code, w.Header())
	}
}

// TestAStrangersKnocksAreCounted: whoever need not be signed in may not ask without end.
func TestAStrangersKnocksAreCounted(t *testing.T) {
	stranger := newHouse(t).as("")
	for range 100 {
		out := stranger.sends("GET /receipts/0123456789abcdef", nil)
		if out.Code == http.StatusTooManyRequests {
			if out.Head.Get("Retry-After") == "" {
				t.Error("nobody is told when to come again")
			}
			return
		}
	}
	t.Error("a hundred codes were tried")
}

// fullStore is a store whose disk is full whenever a turn ends.
type fullStore struct{ journal.Store }

func (s fullStore) Update(ctx context.Context, fn func(journal.Writer) error) error {
	return s.Store.Update(ctx, func(w journal.Writer) error {
		return errors.Join(fn(w), journal.ErrFull)
	})
}

// TestAProgramIsToldThatThereIsNoRoom: it hears 507 and what to do, and not that something went wrong in the program.
func TestAProgramIsToldThatThereIsNoRoom(t *testing.T) {
	h := newHouse(t)
	ana := h.as("ana")
	h.Desk().Store = fullStore{h.Desk().Store}
	said := ana.does(http.StatusInsufficientStorage, "POST /leads", `{"territory":"IT","source":"harbour","particulars":{"full":"Somebody New"}}`)
	if detail, _ := said.Body["detail"].(string); !strings.Contains(detail, "no room left") || !strings.Contains(detail, "this was not saved") {
		t.Errorf("it reads %s", said.Raw)
	}
}
