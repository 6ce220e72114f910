package nodetest

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/node"
	"willing/web"
)

// Visit is somebody of the house who looks at its pages, without a browser and without the door: who they
// are is given.
type Visit struct {
	T       testing.TB
	Handler http.Handler
	Who     *web.Visitor // nil: nobody signed in
	Lang    string       // "en" if empty
	Kept    url.Values   // the form that was put aside when nobody was signed in
	Cookies []*http.Cookie
}

// Visitor makes v its own guard.
func (v *Visit) Visitor(*http.Request) (*web.Visitor, error) { return v.Who, nil }

// Keep remembers the form.
func (v *Visit) Keep(_ http.ResponseWriter, r *http.Request) (string, error) {
	if !web.ReadFields(r) {
		return "/kept/lost", nil
	}
	v.Kept = r.PostForm
	return "/kept/1", nil
}

// Door is where whoever is not signed in is sent.
func (v *Visit) Door(after string) string { return "/signin?after=" + url.QueryEscape(after) }

// Visits lets somebody by name look at pages; "" is somebody who has not signed in. With the names of others
// the pair has unlocked beside them. The routes are made for the site of this visit.
func (h *House) Visits(name string, routes func(*web.Site) []web.Route, with ...string) *Visit {
	h.T.Helper()
	return h.VisitsOn(h.Desk(), name, routes, with...)
}

// VisitsOn lets somebody look at the pages of another node of the house.
func (h *House) VisitsOn(d *desk.Desk, name string, routes func(*web.Site) []web.Route, with ...string) *Visit {
	h.T.Helper()
	words, err := locale.Load()
	h.must(err)
	v := &Visit{T: h.T, Who: h.visitor(name, with...)}
	site := &web.Site{Desk: d, Words: words, Guard: v, Now: h.Now, Rand: strings.NewReader(strings.Repeat("chance", 1000)), Log: slog.New(slog.NewTextHandler(h.T.Output(), nil)),
		Programme: h.Node.Programme, Phone: node.Phone}
	v.Handler = site.Handler(routes(site)...)
	return v
}

func (h *House) visitor(name string, with ...string) *web.Visitor {
	if name == "" {
		return nil
	}
	by := h.As(name)
	out := &web.Visitor{Acting: by, Name: name}
	h.Desk().House(func(house *casebook.House) {
		s, _ := house.StaffAt(by.Who, house.Pos)
		out.Hats = slices.Clone(s.Hats)
		for _, team := range house.TeamsOf(by.Who, house.Pos) {
			t, _ := house.TeamAt(team, house.Pos)
			out.Territories = append(out.Territories, t.Territories...)
		}
	})
	if len(with) > 0 {
		pair := h.As(with[0])
		out.Pair, out.PairName, out.PairUntil = &pair, with[0], h.Now().Add(3600e9)
		out.Unlocked = out.PairUntil
	}
	return out
}

// Answered is a page as it came.
type Answered struct {
	Code int
	Body string
	To   string      // where it sends on
	Head http.Header // of the answer
}

// Has reports whether the page says something.
func (a Answered) Has(text string) bool { return strings.Contains(a.Body, text) }

// Gets fetches a page.
func (v *Visit) Gets(path string) Answered { return v.sends(http.MethodGet, path, nil) }

// Posts sends a form: names and values in turn.
func (v *Visit) Posts(path string, fields ...string) Answered {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return v.sends(http.MethodPost, path, form)
}

func (v *Visit) sends(method, path string, form url.Values) Answered {
	v.T.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	if v.Lang != "" {
		r.Header.Set("Accept-Language", v.Lang)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := v.Serves(r)
	return Answered{w.Code, w.Body.String(), w.Header().Get("Location"), w.Header()}
}

// Serves sends a request with the visit's cookies, and keeps those that come with the answer.
func (v *Visit) Serves(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	for _, c := range v.Cookies {
		if strings.HasPrefix(r.URL.Path, c.Path) {
			r.AddCookie(c)
		}
	}
	v.Handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.Cookies = slices.DeleteFunc(v.Cookies, func(have *http.Cookie) bool { return have.Name == c.Name && have.Path == c.Path })
		if c.MaxAge >= 0 {
			v.Cookies = append(v.Cookies, c)
		}
	}
	return w
}
