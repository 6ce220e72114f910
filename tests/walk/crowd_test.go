package walk

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"willing/account"
	"willing/casebook"
	"willing/demo"
	"willing/journal"
	"willing/node"
	"willing/web"
)

// crowd is the demo's house with everybody in it who can come: one for each hat, somebody with a private link, and a
// stranger. They open what they find, and know the forms that they saw.
type crowd struct {
	t        *testing.T
	node     *node.Node
	pages    http.Handler
	routes   []web.Route
	known    *http.ServeMux // which route an address belongs to
	accounts *account.Accounts
	keys     map[casebook.ID]journal.Signer
	staff    map[string]casebook.ID // by hat
	cookies  map[string]map[string]string
	person   string           // the path of a private link
	ask      string           // whom the demo left to be asked, by name
	forms    map[string]*form // by the pattern of where each goes
	answers  map[int]int      // how often each status came
}

// form is one that stood on a page.
type form struct {
	as, action, pattern string
	fields              url.Values
	names               []string
	files               []string // fields that take a file
}

const stranger, guest = "", "the person" // who come without a hat

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	dir := t.TempDir()
	story, err := demo.Run(t.Context(), demo.Options{Dir: filepath.Join(dir, "house"), Seed: 1})
	c := &crowd{t: t, staff: map[string]casebook.ID{}, cookies: map[string]map[string]string{}, forms: map[string]*form{}, answers: map[int]int{}}
	c.must(err)
	c.node, err = node.Open(t.Context(), node.Folder(filepath.Join(dir, "house")), node.Options{Now: func() time.Time { return story.Ended }})
	c.must(err)
	t.Cleanup(func() { c.must(c.node.Close()) })
	c.accounts, err = c.node.Accounts(t.Context())
	c.must(err)
	c.keys = keysIn(t, filepath.Join(dir, "house", "keys"))
	c.pages, c.routes, err = c.node.PagesAndRoutes(t.Context(), node.Site{Origin: "http://localhost", Keys: func(who casebook.ID) (journal.Signer, bool) { k, ok := c.keys[who]; return k, ok }})
	c.must(err)
	c.known = http.NewServeMux()
	for _, r := range c.routes {
		c.known.HandleFunc(r.Pattern, func(http.ResponseWriter, *http.Request) {})
	}
	for hat, player := range demo.Players() {
		c.staff[hat], err = c.node.Desk.Named(player.Name)
		c.must(err)
	}
	c.person, _, _ = strings.Cut(story.Person, "#")
	c.ask = story.Ask
	return c
}

func keysIn(t *testing.T, dir string) map[casebook.ID]journal.Signer {
	t.Helper()
	out := map[casebook.ID]journal.Signer{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if key, err := journal.ReadKey(filepath.Join(dir, e.Name())); err == nil && !key.Holder.IsZero() {
			out[casebook.ID(key.Holder)] = key
		}
	}
	return out
}

func (c *crowd) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// everybody is who comes, in one order.
func (c *crowd) everybody() []string {
	return append(slices.Clone(casebook.Hats), guest, stranger)
}

// signsIn opens a session by a link, as the demo's people do; their own keys are unlocked with it. Who has left
// meanwhile stays outside.
func (c *crowd) signsIn(as string) {
	c.t.Helper()
	delete(c.cookies, as)
	who, ok := c.staff[as]
	if !ok {
		return
	}
	token, err := c.accounts.NewLink(c.t.Context(), who, time.Hour)
	c.must(err)
	if a := c.sends(as, httptest.NewRequest(http.MethodPost, "/signin/link/"+token, nil)); a.Code != http.StatusSeeOther {
		delete(c.staff, as)
	}
}

// sends a request as a browser of our own pages does, and keeps the cookies.
func (c *crowd) sends(as string, r *http.Request) *httptest.ResponseRecorder {
	r.Host = "localhost"
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range c.cookies[as] {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	a := httptest.NewRecorder()
	c.pages.ServeHTTP(a, r)
	c.answers[a.Code]++
	for _, k := range a.Result().Cookies() {
		if c.cookies[as] == nil {
			c.cookies[as] = map[string]string{}
		}
		if c.cookies[as][k.Name] = k.Value; k.MaxAge < 0 {
			delete(c.cookies[as], k.Name)
		}
	}
	return a
}

// opens a page; who was led to the door signs in and opens it again.
func (c *crowd) opens(as, address string) *httptest.ResponseRecorder {
	a := c.sends(as, httptest.NewRequest(http.MethodGet, address, nil))
	if toTheDoor(a) && c.staff[as] != (casebook.ID{}) {
		c.signsIn(as)
		a = c.sends(as, httptest.NewRequest(http.MethodGet, address, nil))
	}
	return a
}

// pattern is the route that an address belongs to; "" for none.
func (c *crowd) pattern(method, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" {
		return ""
	}
	_, pattern := c.known.Handler(&http.Request{Method: method, URL: u, Host: "localhost"})
	return pattern
}

// each is how many addresses of a pattern one of them opens: the first may be somebody of whom little is known.
const each = 4

// walks lets everybody open every page that they find, and look with visit.
func (c *crowd) walks(visit func(as, address string, a *httptest.ResponseRecorder)) {
	for _, as := range c.everybody() {
		c.signsIn(as)
		next := []string{"/", "/team", "/me", c.person, "/stop"}
		for _, r := range c.routes {
			if path, ok := strings.CutPrefix(r.Pattern, "GET "); ok && !strings.ContainsAny(path, "{") {
				next = append(next, path)
			}
		}
		seen, often := map[string]bool{}, map[string]int{}
		for len(next) > 0 {
			address := next[0]
			next = next[1:]
			pattern := c.pattern(http.MethodGet, address)
			if often[pattern] >= each || seen[address] || pattern == "" || as == guest && !strings.HasPrefix(address, "/p/") {
				continue
			}
			seen[address] = true
			often[pattern]++
			a := c.opens(as, address)
			visit(as, address, a)
			next = append(next, c.finds(as, address, a.Body.Bytes())...)
		}
	}
}

// finds keeps the forms of a page and gives the addresses that it leads to.
func (c *crowd) finds(as, address string, page []byte) (links []string) {
	here, err := url.Parse(address)
	c.must(err)
	root, err := html.Parse(bytes.NewReader(page))
	c.must(err)
	at := func(path string) string {
		u, err := here.Parse(path)
		if err != nil {
			return ""
		}
		u.Fragment = ""
		return u.String()
	}
	for n := range root.Descendants() {
		switch {
		case n.Data == "a":
			links = append(links, at(attribute(n, "href")))
		case n.Data == "form":
			f := read(n)
			f.as, f.action = as, at(attribute(n, "action"))
			if !strings.EqualFold(attribute(n, "method"), "post") {
				links = append(links, f.action+"?"+f.fields.Encode())
				continue
			}
			if f.pattern = c.pattern(http.MethodPost, f.action); f.pattern == "" {
				c.t.Errorf("%s: a form leads to %s, where nothing is", address, f.action)
				continue
			}
			key := fmt.Sprint(f.pattern, f.names)
			if c.forms[key] == nil {
				c.forms[key] = f
			}
		}
	}
	return links
}

// read is what a form would send if somebody chose the first of everything.
func read(n *html.Node) *form {
	f := &form{fields: url.Values{}}
	choice := ""
	for x := range n.Descendants() {
		name, value := attribute(x, "name"), attribute(x, "value")
		switch x.Data {
		case "input":
			switch attribute(x, "type") {
			case "file":
				f.files = append(f.files, name)
				continue
			case "radio":
				if f.fields.Has(name) {
					continue
				}
			}
		case "select":
			choice = name
			continue
		case "option":
			name = choice
			if f.fields.Has(name) && f.fields.Get(name) != "" {
				continue
			}
			f.fields.Del(name)
		case "button", "textarea":
		default:
			continue
		}
		if name != "" {
			f.fields.Add(name, value)
		}
	}
	for name := range f.fields {
		f.names = append(f.names, name)
	}
	slices.Sort(f.names)
	return f
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
