package node_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/node"
	"willing/node/nodetest"
	"willing/web"
)

// browser keeps cookies and follows nothing.
type browser struct {
	t    *testing.T
	base string
	http.Client
}

func newBrowser(t *testing.T, base string) *browser {
	b := &browser{t: t, base: base}
	b.Jar = jar{}
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return b
}

// jar is one host's cookies.
type jar map[string]*http.Cookie

func (j jar) SetCookies(_ *url.URL, cookies []*http.Cookie) {
	for _, c := range cookies {
		if j[c.Name] = c; c.MaxAge < 0 {
			delete(j, c.Name)
		}
	}
}

func (j jar) Cookies(*url.URL) (out []*http.Cookie) {
	for _, c := range j {
		out = append(out, c)
	}
	return out
}

func (b *browser) do(method, path string, form url.Values, header ...string) (*http.Response, string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer, string(text)
}

// open serves a house until the test ends.
func open(t *testing.T, h *nodetest.House, s node.Site, proxied bool) string {
	t.Helper()
	return serves(t, h.Node, s, proxied)
}

func serves(t *testing.T, n *node.Node, s node.Site, proxied bool) string {
	t.Helper()
	pages, err := n.Pages(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return listensAs(t, pages, proxied)
}

// listens answers with a handler until the test ends.
func listens(t *testing.T, pages http.Handler) string {
	t.Helper()
	return listensAs(t, pages, false)
}

func listensAs(t *testing.T, pages http.Handler, proxied bool) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- node.ServeHTTP(ctx, l, pages, proxied) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

func linkFor(t *testing.T, h *nodetest.House, name string) string {
	t.Helper()
	path, err := h.Node.LetIn(t.Context(), h.As("admin"), h.As(name).Who, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestALinkSignsInOnceThroughTheDoor(t *testing.T) {
	h := nodetest.New(t)
	b := newBrowser(t, open(t, h, node.Site{}, false))
	link := linkFor(t, h, "cora")
	if a, text := b.do("GET", link, nil); a.StatusCode != 200 || strings.Count(text, "<button") != 1 {
		t.Fatalf("opening a link shows %d, %s", a.StatusCode, text)
	}
	a, _ := b.do("POST", link, nil)
	if a.StatusCode != 303 || a.Header.Get("Location") != "/" {
		t.Fatalf("%d to %s", a.StatusCode, a.Header.Get("Location"))
	}
	cookie := a.Header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie lacks %s", want)
		}
	}
	if a, _ := b.do("GET", "/me", nil); a.StatusCode != 200 {
		t.Errorf("signed in, and %d", a.StatusCode)
	}
	stranger := newBrowser(t, b.base)
	if a, _ := stranger.do("POST", link, nil); a.StatusCode != http.StatusGone || a.Header.Get("Set-Cookie") != "" {
		t.Errorf("a used link: %d", a.StatusCode)
	}
	if a, _ := b.do("POST", "/signout", nil); a.StatusCode != 303 {
		t.Errorf("signing out: %d", a.StatusCode)
	}
	if a, _ := b.do("GET", "/me", nil); a.StatusCode != 303 {
		t.Errorf("signed out, and still in: %d", a.StatusCode)
	}
}

func TestGuessesOfLinksAreFewForEachAddress(t *testing.T) {
	h := nodetest.New(t)
	b := newBrowser(t, open(t, h, node.Site{}, false))
	for n := 0; ; n++ {
		a, _ := b.do("POST", "/signin/link/"+strings.Repeat("A", 43), nil)
		if a.StatusCode == http.StatusTooManyRequests {
			return
		}
		if a.StatusCode != http.StatusGone || n > 100 {
			t.Fatalf("after %d guesses: %d", n, a.StatusCode)
		}
	}
}

// TestAHalfFilledFormComesBackInItsPage to whoever wrote it, and to nobody else who signs in there.
func TestAHalfFilledFormComesBackInItsPage(t *testing.T) {
	h := nodetest.New(t)
	b := newBrowser(t, open(t, h, node.Site{}, false))
	b.do("POST", linkFor(t, h, "cora"), nil)
	loses := func() string {
		t.Helper()
		b.do("POST", "/signout", nil)
		a, _ := b.do("POST", "/teams/new", url.Values{"name": {`Night "watch" <b>`}, "territory": {"IT", "FR"}})
		to, err := url.Parse(a.Header.Get("Location"))
		if err != nil || a.StatusCode != 303 || to.Path != "/signin" || !strings.HasPrefix(to.Query().Get("after"), "/kept/") {
			t.Fatalf("%d to %s", a.StatusCode, to)
		}
		return to.Query().Get("after")
	}
	kept := loses()
	if _, text := b.do("GET", "/signin?after="+url.QueryEscape(kept), nil); !strings.Contains(text, "is kept for an hour in this browser") {
		t.Error("whoever has to sign in is not told that what they wrote is kept")
	}
	b.do("POST", recovered(t, h, "cora"), nil)
	a, _ := b.do("GET", kept, nil)
	page := a.Header.Get("Location")
	if a.StatusCode != 303 || !strings.HasPrefix(page, "/teams/new?kept=") {
		t.Fatalf("%d to %s", a.StatusCode, page)
	}
	_, text := b.do("GET", page, nil)
	for _, want := range []string{`value="Night &#34;watch&#34; &lt;b&gt;"`, "You were signed out while you wrote"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := strings.Count(text, `checked=""`); n != 2 {
		t.Errorf("%d territories are chosen", n)
	}
	name := strings.TrimPrefix(page, "/teams/new?kept=")
	if a, _ := b.do("POST", "/teams/new", url.Values{"name": {"Night watch"}, "territory": {"IT"}, "kept": {name}}); a.StatusCode != 303 {
		t.Fatalf("saved: %d", a.StatusCode)
	}
	if a, _ := b.do("GET", kept, nil); a.StatusCode != http.StatusGone {
		t.Errorf("it is kept after it was saved: %d", a.StatusCode)
	}

	kept = loses()
	b.do("POST", linkFor(t, h, "sara"), nil)
	for _, address := range []string{kept, kept + "?plain", strings.Replace(kept, "/kept/", "/teams?kept=", 1)} {
		if _, text := b.do("GET", address, nil); strings.Contains(text, "watch") {
			t.Errorf("%s: somebody else who signs in reads it", address)
		}
	}
	other := newBrowser(t, b.base)
	other.do("POST", recovered(t, h, "cora"), nil)
	if a, text := other.do("GET", kept, nil); a.StatusCode != http.StatusGone || strings.Contains(text, "watch") {
		t.Errorf("another browser reads it: %d", a.StatusCode)
	}
}

// recovered lets somebody in who has signed in before.
func recovered(t *testing.T, h *nodetest.House, name string) string {
	t.Helper()
	path, err := h.Node.LetIn(t.Context(), h.As("admin", "sara"), h.As(name).Who, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestWhatIsNobodysIsNotKept: where nobody can say whose a form is, or where it holds a password.
func TestWhatIsNobodysIsNotKept(t *testing.T) {
	h := nodetest.New(t)
	b := newBrowser(t, open(t, h, node.Site{}, false))
	loses := func(address string) {
		t.Helper()
		a, _ := b.do("POST", address, url.Values{"name": {"Night watch"}, "password": {"correct horse battery"}})
		if to, err := url.Parse(a.Header.Get("Location")); err != nil || to.Query().Get("after") != "/kept/lost" {
			t.Errorf("%s: %d to %s", address, a.StatusCode, to)
		}
	}
	loses("/teams/new")
	b.do("POST", linkFor(t, h, "cora"), nil)
	b.do("POST", "/signout", nil)
	loses("/me/password")
}

// TestEveryFormHasAPage: the page on which a form stands is one.
func TestEveryFormHasAPage(t *testing.T) {
	h := nodetest.New(t)
	_, routes, err := h.Node.PagesAndRoutes(t.Context(), node.Site{})
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, r := range routes {
		there[r.Pattern] = true
	}
	plain := []string{"POST /team/note", "POST /team/news", "POST /team/p/{id}/stop", "POST /people/{id}/undo-stop", "POST /reviews/release", "POST /delete-due"}
	for _, r := range routes {
		path, post := strings.CutPrefix(r.Pattern, "POST ")
		own := strings.HasPrefix(path, "/me") || strings.HasPrefix(path, "/unlock") || strings.HasPrefix(path, "/kept")
		switch {
		case !post || r.Open || r.Turned || own || slices.Contains(plain, r.Pattern):
		case r.Form == "" && !there["GET "+path]:
			t.Errorf("%s: on which page does its form stand?", r.Pattern)
		case r.Form != "" && !there["GET "+r.Form]:
			t.Errorf("%s: there is no page %s", r.Pattern, r.Form)
		}
	}
}

func TestAfterSigningInNobodyIsLedElsewhere(t *testing.T) {
	h := nodetest.New(t)
	at := open(t, h, node.Site{}, false)
	for name, after := range map[string]string{
		"tom": "https://elsewhere.example/", "sara": "//elsewhere.example", "cora": "/\\elsewhere.example", "admin": "javascript:alert(1)",
	} {
		a, _ := newBrowser(t, at).do("POST", linkFor(t, h, name), url.Values{"after": {after}})
		if to := a.Header.Get("Location"); to != "/" {
			t.Errorf("after %q: led to %q", after, to)
		}
	}
}

func TestWhatAProxySaysIsBelievedOnlyFromAProxy(t *testing.T) {
	h := nodetest.New(t)
	claims := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "house.example", "X-Forwarded-For", "203.0.113.9, 203.0.113.7"}
	plain := newBrowser(t, open(t, h, node.Site{}, false))
	if a, _ := plain.do("POST", linkFor(t, h, "cora"), nil, claims...); strings.Contains(a.Header.Get("Set-Cookie"), "Secure") || a.Header.Get("Strict-Transport-Security") != "" {
		t.Error("anybody can claim to be a proxy")
	}
	behind := newBrowser(t, open(t, h, node.Site{}, true))
	a, _ := behind.do("POST", linkFor(t, h, "sara"), nil, claims...)
	if cookie := a.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-willing=") || !strings.Contains(cookie, "Secure") || a.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("behind a proxy that speaks https: %s", cookie[:20])
	}
}

func TestRequestsAreLoggedWithoutPeople(t *testing.T) {
	h := nodetest.New(t)
	ada := h.Noted("Ada", "Rossi", "+393331112233")
	var log strings.Builder
	b := newBrowser(t, open(t, h, node.Site{Log: node.TextLog(&log)}, false))
	link := linkFor(t, h, "cora")
	b.do("POST", link, nil)
	b.do("GET", "/people/"+ada.String()+"?q=Rossi", nil)
	for _, secret := range []string{ada.String(), "Rossi", strings.TrimPrefix(link, "/signin/link/"), "127.0.0.1", "cora"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log tells %q: %s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "GET /people/{id}") {
		t.Errorf("the log tells nothing: %s", log.String())
	}
}

func TestHealthAndABackupADay(t *testing.T) {
	h := nodetest.New(t)
	pages, err := h.Node.Pages(t.Context(), node.Site{})
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	pages.ServeHTTP(answer, httptest.NewRequest("GET", "/healthz", nil))
	if answer.Code != 200 {
		t.Errorf("healthz: %d", answer.Code)
	}
	made := func() int {
		t.Helper()
		if err := h.Node.BackUpNow(t.Context()); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(h.Dir.Backups(), "*.age"))
		if err != nil {
			t.Fatal(err)
		}
		return len(files)
	}
	if at, _ := h.Node.Last(); !at.IsZero() || made() != 1 || made() != 1 {
		t.Fatal("one backup a day, and the first at once")
	}
	h.Pass(24 * time.Hour)
	if n := made(); n != 2 {
		t.Fatalf("%d backups after a day", n)
	}
	h.Pass(24 * time.Hour)
	if err := os.RemoveAll(h.Dir.Backups()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.Dir.Backups(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := h.Node.BackUpNow(t.Context()); err == nil {
		t.Fatal("a backup into a file worked")
	}
	if at, failed := h.Node.Last(); at.IsZero() || failed == "" {
		t.Errorf("nobody hears that the backup failed: %v %q", at, failed)
	}
}

func TestALinkGoesOutByMail(t *testing.T) {
	h := nodetest.New(t)
	server, letters := postbox(t)
	b := newBrowser(t, open(t, h, node.Site{Origin: "https://house.example", Mail: node.Mail{Server: server, From: "house@house.example"}}, false))
	b.do("POST", linkFor(t, h, "admin"), nil)
	a, text := b.do("POST", "/staff/new", url.Values{"name": {"olga"}, "hat": {casebook.Scout}, "mail": {"olga@house.example"}})
	if a.StatusCode != 200 || strings.Contains(text, "/signin/link/") {
		t.Fatalf("%d: a link that was sent is not shown too: %s", a.StatusCode, text)
	}
	if letter := <-letters; !strings.Contains(letter, "https://house.example/signin/link/") || !strings.Contains(letter, "olga@house.example") {
		t.Errorf("the letter says %s", letter)
	}
	a, text = b.do("POST", "/staff/new", url.Values{"name": {"ivo"}, "hat": {casebook.Mentor}})
	if a.StatusCode != 200 || !strings.Contains(text, "/signin/link/") {
		t.Errorf("%d: without an address the link is shown: %s", a.StatusCode, text)
	}
}

// TestWhoLeftHasTheirKeysRevokedAfterwards: leaving asks first, and the page of whoever left stays until none of their keys is in force.
func TestWhoLeftHasTheirKeysRevokedAfterwards(t *testing.T) {
	h := nodetest.New(t)
	b := newBrowser(t, open(t, h, node.Site{}, false))
	b.do("POST", linkFor(t, h, "admin"), nil)
	his := "/staff/" + h.As("ben").Who.String()
	if _, text := b.do("GET", his, nil); strings.Contains(text, `method="post" action="`+his+`/leave"`) {
		t.Error("one click records that somebody left")
	}
	if a, text := b.do("GET", his+"/leave", nil); a.StatusCode != 200 || !strings.Contains(text, `method="post" action="`+his+`/leave"`) || !strings.Contains(text, "Nothing takes that back") {
		t.Fatalf("%d: nothing asks first: %s", a.StatusCode, text)
	}
	if a, _ := b.do("POST", his+"/leave", nil); a.Header.Get("Location") != his {
		t.Fatalf("%d to %q: his keys are revoked nowhere", a.StatusCode, a.Header.Get("Location"))
	}
	_, text := b.do("GET", his, nil)
	key := regexp.MustCompile(`name="key" value="([^"]*)"><input type="hidden" name="alg" value="([^"]*)"`).FindStringSubmatch(text)
	if key == nil || strings.Contains(text, his+"/hats") {
		t.Fatalf("the page of whoever left: %s", text)
	}
	if a, _ := b.do("POST", his+"/hats", url.Values{"hat": {casebook.Scout}}); a.StatusCode != http.StatusNotFound {
		t.Errorf("hats for somebody who left: %d", a.StatusCode)
	}
	if _, text := b.do("GET", "/staff", nil); !strings.Contains(text, `href="`+his+`"`) {
		t.Error("nothing leads to his keys")
	}
	if a, _ := b.do("POST", his+"/revoke", url.Values{"key": {key[1]}, "alg": {key[2]}}); a.Header.Get("Location") != "/staff" {
		t.Errorf("%d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	if _, text := b.do("GET", "/staff", nil); strings.Contains(text, `href="`+his+`"`) {
		t.Error("he stands there without a key")
	}
	if a, _ := b.do("GET", his, nil); a.StatusCode != http.StatusNotFound {
		t.Errorf("his page: %d", a.StatusCode)
	}
}

// TestTheSecondWordIsAskedFor: whoever may give it reads on the first page that a colleague cannot get in.
func TestTheSecondWordIsAskedFor(t *testing.T) {
	h := nodetest.New(t)
	handler := open(t, h, node.Site{}, false)
	admin, cora := newBrowser(t, handler), newBrowser(t, handler)
	admin.do("POST", linkFor(t, h, "admin"), nil)
	cora.do("POST", linkFor(t, h, "cora"), nil)
	ben := h.As("ben").Who
	waits := func(b *browser) bool {
		_, text := b.do("GET", "/", nil)
		return strings.Contains(text, `href="/staff/`+ben.String()+`"`)
	}
	says := func(name string) {
		t.Helper()
		accounts, err := h.Node.Accounts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := accounts.Recover(t.Context(), ben, h.As(name).Who); err != nil {
			t.Fatal(err)
		}
	}
	if waits(cora) {
		t.Error("nobody has said anything yet")
	}
	says("admin")
	if !waits(cora) || waits(admin) {
		t.Errorf("asked for the second word: cora %v, admin, who gave the first, %v", waits(cora), waits(admin))
	}
	says("cora")
	if waits(cora) || waits(admin) {
		t.Error("asked for after the second")
	}
}

// TestNothingButTheCandidatesPagesOpensWhileThePhoneIsTurned asks for every page and sends every form (G09). What is open to
// anybody stays open, and says nothing of whoever signed in here.
func TestNothingButTheCandidatesPagesOpensWhileThePhoneIsTurned(t *testing.T) {
	h := nodetest.New(t)
	id := h.Noted("Maria", "Rossi", "+393331112233")
	_, routes, err := h.Node.PagesAndRoutes(t.Context(), node.Site{})
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, open(t, h, node.Site{}, false))
	b.do("POST", linkFor(t, h, "ana"), nil)
	wildcard := regexp.MustCompile(`\{[^}]*\}`)
	routes = append(routes, web.Route{Pattern: "GET /nowhere"}, web.Route{Pattern: "POST /nowhere"})
	for _, r := range routes {
		if r.Turned || r.Pattern == "POST /signout" {
			continue
		}
		method, path, _ := strings.Cut(r.Pattern, " ")
		path = wildcard.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), id.String())
		b.Jar.(jar)["turned"] = &http.Cookie{Name: "turned", Value: id.String() + ".0"}
		a, text := b.do(method, path, nil)
		to := a.Header.Get("Location")
		if !r.Open && (a.StatusCode != http.StatusSeeOther || to != web.TurnedPath(id)) {
			t.Errorf("%s opens while the phone is turned round: %d, %q", r.Pattern, a.StatusCode, to)
		}
		if r.Open && (strings.Contains(text, "<bdi>ana</bdi>") || strings.Contains(text, "Rossi") || strings.Contains(text, `class="tabs"`) || strings.Contains(text, `class="side"`)) {
			t.Errorf("%s says something of the team:\n%s", r.Pattern, text)
		}
	}
	b.do("POST", "/signout", nil)
	if a, _ := b.do("GET", "/team", nil); a.Header.Get("Location") != web.TurnedPath(id) {
		t.Error("whoever signs out takes the phone back")
	}
}
