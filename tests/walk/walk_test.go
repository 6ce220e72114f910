package walk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"willing/access"
	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
	"willing/web"
)

// walker is a house with one member of staff for each hat, and nothing else to wear.
type walker struct {
	t        *testing.T
	pages    http.Handler
	routes   []web.Route
	accounts *account.Accounts
	staff    map[string]casebook.ID
	here     casebook.ID // somebody in Italy, where the scout and the mentor work
	far      casebook.ID // somebody in Spain, where nobody of them does
}

func newWalker(t *testing.T) *walker {
	t.Helper()
	h := nodetest.New(t)
	w := &walker{t: t, staff: map[string]casebook.ID{}}
	team := casebook.Team{Name: "Italy", Territories: []string{"IT"}}
	for _, hat := range casebook.Hats {
		id, err := h.Desk().AddStaff(t.Context(), h.As("admin"), casebook.Staff{Name: "only " + hat, Hats: []string{hat}})
		w.must(err)
		w.staff[hat] = id
		if hat == casebook.Scout || hat == casebook.Mentor {
			team.Members = append(team.Members, id)
		}
	}
	_, err := h.Desk().FormTeam(t.Context(), h.As("admin"), casebook.ID{}, team)
	w.must(err)
	w.here, w.far = noted(h, "IT", "Ada", "Rossi"), noted(h, "ES", "Marisol", "Quintana")
	w.accounts, err = h.Node.Accounts(t.Context())
	w.must(err)
	w.pages, w.routes, err = h.Node.PagesAndRoutes(t.Context(), node.Site{})
	w.must(err)
	return w
}

func noted(h *nodetest.House, territory, given, family string) casebook.ID {
	h.T.Helper()
	lead := casebook.Lead{Source: "a friend", SeenOn: casebook.Date{Year: 2026, Month: 3, Day: 1}, Territory: territory}
	o, err := h.Desk().Lead(h.T.Context(), h.As("admin"), desk.LeadRow{Row: 1, Lead: lead, Particulars: casebook.Particulars{Given: given, Family: family}})
	if err != nil || o.Person.IsZero() {
		h.T.Fatal("nobody was noted: ", err)
	}
	return o.Person
}

func (w *walker) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

var hole = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// path fills a pattern in: a person's id where one stands, something that names nothing elsewhere.
func path(pattern string, id casebook.ID) (method, target string) {
	method, target, _ = strings.Cut(pattern, " ")
	target = strings.TrimSuffix(target, "{$}")
	return method, hole.ReplaceAllStringFunc(target, func(m string) string {
		if m == "{id}" || m == "{person}" {
			return id.String()
		}
		return "nothing"
	})
}

// goes opens a page as somebody, in a session of its own; who zero is a stranger.
func (w *walker) goes(who casebook.ID, method, target string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(method, "http://localhost"+target, nil)
	if method == http.MethodPost {
		r = httptest.NewRequest(method, "http://localhost"+target, strings.NewReader(url.Values{"q": {"x"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if !who.IsZero() {
		token, err := w.accounts.Begin(w.t.Context(), who, "link")
		w.must(err)
		r.AddCookie(&http.Cookie{Name: "willing", Value: token})
	}
	answer := httptest.NewRecorder()
	w.pages.ServeHTTP(answer, r)
	return answer
}

func toTheDoor(answer *httptest.ResponseRecorder) bool {
	return answer.Code == http.StatusSeeOther && strings.HasPrefix(answer.Header().Get("Location"), "/signin")
}

func TestEveryRouteAsksForItsRight(t *testing.T) {
	w := newWalker(t)
	if len(w.routes) < 40 {
		t.Fatalf("only %d routes", len(w.routes))
	}
	for _, route := range w.routes {
		method, target := path(route.Pattern, w.here)
		answer := w.goes(casebook.ID{}, method, target)
		if !route.Open && !toTheDoor(answer) {
			t.Errorf("%s: a stranger gets %d", route.Pattern, answer.Code)
		}
		if answer.Code >= 500 {
			t.Errorf("%s: %d for a stranger", route.Pattern, answer.Code)
		}
		for _, hat := range casebook.Hats {
			w.asks(route, hat)
		}
	}
}

// deeper are pages whose use case asks for more than their route, with the reason.
var deeper = map[string]string{
	"GET /requests": "a list of all requests is for whoever sees people everywhere; a team's own is on the person's page",
}

// asks compares what a hat gets with the table of rights.
func (w *walker) asks(route web.Route, hat string) {
	w.t.Helper()
	method, target := path(route.Pattern, w.here)
	answer := w.goes(w.staff[hat], method, target)
	may := route.Open || route.Action == "" || access.Decide(access.Who{Hats: []string{hat}, Territories: []string{"IT"}}, route.Action, "")
	switch {
	case answer.Code >= 500:
		w.t.Errorf("%s: %d for the %s", route.Pattern, answer.Code, hat)
	case !may && answer.Code != http.StatusForbidden:
		w.t.Errorf("%s: the %s gets %d and may not %s", route.Pattern, hat, answer.Code, route.Action)
	case may && !route.Open && toTheDoor(answer) && route.Pattern != "POST /me/sessions" && route.Pattern != "POST /signout":
		w.t.Errorf("%s: the %s may, and is led to the door", route.Pattern, hat)
	case may && !route.Open && method == http.MethodGet && !strings.Contains(route.Pattern, "{") && answer.Code == http.StatusForbidden && deeper[route.Pattern] == "":
		w.t.Errorf("%s: the %s may, and is refused", route.Pattern, hat)
	}
}

func TestSomebodyElsewhereIsNobody(t *testing.T) {
	w := newWalker(t)
	nobody := casebook.ID{9, 9, 9}
	for _, route := range w.routes {
		if route.Open || !strings.Contains(route.Pattern, "{id}") || !strings.HasPrefix(route.Pattern, "GET ") {
			continue
		}
		for _, hat := range []string{casebook.Scout, casebook.Mentor} {
			if access.Everywhere(access.Who{Hats: []string{hat}}, route.Action) {
				continue // this right knows no territory
			}
			_, far := path(route.Pattern, w.far)
			_, none := path(route.Pattern, nobody)
			a, b := w.goes(w.staff[hat], http.MethodGet, far), w.goes(w.staff[hat], http.MethodGet, none)
			plain := func(s string, id casebook.ID) string { return strings.ReplaceAll(s, id.String(), "ID") }
			if a.Code != b.Code || plain(a.Body.String(), w.far) != plain(b.Body.String(), nobody) || a.Code == http.StatusOK {
				t.Errorf("%s: for the %s, somebody elsewhere (%d) is not as nobody (%d)", route.Pattern, hat, a.Code, b.Code)
			}
		}
	}
}

func TestAnotherSitesFormIsRefused(t *testing.T) {
	w := newWalker(t)
	for _, route := range w.routes {
		method, target := path(route.Pattern, w.here)
		if method == http.MethodGet {
			continue
		}
		r := httptest.NewRequest(method, "http://localhost"+target, nil)
		r.Header.Set("Origin", "https://elsewhere.example")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		answer := httptest.NewRecorder()
		w.pages.ServeHTTP(answer, r)
		if answer.Code != http.StatusForbidden || !strings.Contains(answer.Body.String(), "This came from somewhere else") {
			t.Errorf("%s: another site's form gets %d, %s", route.Pattern, answer.Code, answer.Body)
		}
	}
}

func TestEveryPageCarriesItsHeaders(t *testing.T) {
	w := newWalker(t)
	for _, route := range w.routes {
		method, target := path(route.Pattern, w.here)
		h := w.goes(w.staff[casebook.Coordinator], method, target).Header()
		for name, want := range map[string]string{"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", route.Pattern, name, h.Get(name))
			}
		}
		policy := h.Get("Content-Security-Policy")
		if route.Pattern == "GET /phone/worker.js" { // it alone runs the phone's program; package phone's test pins its whole policy
			policy = strings.Replace(policy, " 'wasm-unsafe-eval'", "", 1)
		}
		if policy == "" || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: content policy %q", route.Pattern, policy)
		}
	}
}

// Example shows what is walked.
func Example() {
	fmt.Println(path("GET /people/{id}", casebook.ID{1}))
	// Output: GET /people/aeaaaaaaaaaaaaaaaaaaaaaaaa
}
