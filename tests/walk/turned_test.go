package walk

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node"
)

// TestHostileInputFindsNoFaultOnAPhoneTurnedRound: the pair unlocks, asks, and turns the phone round; then nothing that is
// sent to the person's pages on it finds a fault, and no other page opens until the team has its phone back.
func TestHostileInputFindsNoFaultOnAPhoneTurnedRound(t *testing.T) {
	c := newCrowd(t)
	person := c.turnsRound()
	for _, closed := range []string{"/", "/team", "/people", person} {
		if a := c.opens(casebook.Scout, closed); a.Code != http.StatusSeeOther || !strings.HasPrefix(a.Header().Get("Location"), person+"/turned") {
			t.Errorf("%s opens while the phone is turned round: %d %s", closed, a.Code, a.Header().Get("Location"))
		}
	}
	for _, page := range []string{"", "/later", "/text"} {
		c.sees(person+"/turned"+page, c.opens(casebook.Scout, person+"/turned"+page))
	}
	yes := c.turned("answer")
	yes.fields.Set("answer", "yes")
	if a := c.posts(yes, "application/x-www-form-urlencoded", strings.NewReader(yes.fields.Encode())); a.Code != http.StatusSeeOther {
		t.Errorf("%s: %d", yes.action, a.Code)
	}
	for _, page := range []string{"/receipt", "/again"} {
		c.sees(person+"/turned"+page, c.opens(casebook.Scout, person+"/turned"+page))
	}
	c.sees(person+"/turned/done", c.opens(casebook.Scout, person+"/turned/done"))
	for _, name := range []string{"answer", "number", "done"} {
		c.turned(name) // each was on some page
	}
	forms := slices.SortedFunc(maps.Values(c.forms), func(a, b *form) int { return strings.Compare(a.pattern, b.pattern) })
	last := c.turned("done")
	for _, f := range forms {
		if f.pattern == last.pattern || !strings.Contains(f.pattern, "/turned") {
			continue
		}
		c.submits(f, f.fields)
		for _, sent := range f.twisted() {
			c.submits(f, sent)
		}
		c.twistsTheBody(f)
	}
	for n := range hostile {
		query := url.Values{"in": {hostile[n]}, "was": {hostile[(n+3)%len(hostile)]}, "handed": {hostile[(n+5)%len(hostile)]}}.Encode()
		if len(query) > 100_000 {
			continue
		}
		for _, page := range []string{"", "/later", "/again", "/receipt", "/text", "/done"} {
			c.looks("a turned page with "+fmt.Sprintf("%.60q", query), c.opens(casebook.Scout, person+"/turned"+page+"?"+query))
		}
	}
	c.submits(last, last.fields)
	if a := c.opens(casebook.Scout, person+"/turned/done?handed=1"); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), "/unlock") {
		t.Errorf("handed back: %d", a.Code)
	}
	v, err := c.node.Verify(t.Context(), node.VerifyOptions{})
	if err != nil || !v.OK() {
		t.Errorf("the house does not hold together: %+v %v", v, err)
	}
}

// turned is the form of the turned phone that goes to a name.
func (c *crowd) turned(name string) *form {
	c.t.Helper()
	want := strings.TrimSuffix("POST /team/p/{id}/turned/"+name, "/")
	for _, f := range c.forms {
		if f.pattern == want {
			return f
		}
	}
	c.t.Fatalf("no page of the turned phone has a form for %s", want)
	return nil
}

// sees looks at a page and keeps its forms.
func (c *crowd) sees(address string, a *httptest.ResponseRecorder) {
	c.t.Helper()
	c.looks("the person sees "+address, a)
	if a.Code != http.StatusOK {
		c.t.Fatalf("%s: %d %s", address, a.Code, a.Header().Get("Location"))
	}
	c.finds(casebook.Scout, address, a.Body.Bytes())
}

// turnsRound lets the pair ask whom the demo left to be asked, and gives the path of their page.
func (c *crowd) turnsRound() string {
	c.t.Helper()
	c.signsIn(casebook.Scout)
	if a := c.signsBeside(casebook.Mentor, c.staff[casebook.Trainer]); a.Code != http.StatusForbidden || !strings.Contains(a.Body.String(), "This key is somebody else’s") {
		c.t.Errorf("another's key is answered with %d:\n%s", a.Code, a.Body)
	}
	if a := c.signsBeside(casebook.Mentor, c.staff[casebook.Mentor]); a.Code != http.StatusSeeOther {
		c.t.Fatalf("not unlocked: %d\n%s", a.Code, a.Body)
	}
	found, err := c.node.Desk.List(c.t.Context(), desk.Acting{Who: c.staff[casebook.Coordinator], Signer: c.keys[c.staff[casebook.Coordinator]]}, desk.Query{Text: c.ask})
	c.must(err)
	if len(found.Rows) != 1 {
		c.t.Fatalf("the demo left %d people to be asked", len(found.Rows))
	}
	person := "/team/p/" + found.Rows[0].Person.String()
	for _, step := range [][2]string{{"/ask", "/turn"}, {"/turn", "/turned"}} {
		a := c.posts(&form{as: casebook.Scout, action: person + step[0]}, "application/x-www-form-urlencoded", strings.NewReader(""))
		if to, _, _ := strings.Cut(a.Header().Get("Location"), "?"); a.Code != http.StatusSeeOther || to != person+step[1] {
			c.t.Fatalf("%s: %d leads to %s:\n%s", step[0], a.Code, to, a.Body)
		}
	}
	return person
}

var (
	message = regexp.MustCompile(`data-message="([^"]+)"`)
	since   = regexp.MustCompile(`name="from" value="([^"]+)"`)
)

// signsBeside unlocks the scout's session as a pair with somebody, by a signature of a key, as the page's script does.
func (c *crowd) signsBeside(hat string, key casebook.ID) *httptest.ResponseRecorder {
	c.t.Helper()
	who := c.staff[hat]
	page := c.opens(casebook.Scout, "/unlock?pair=1&who="+who.String()).Body.String()
	asks, from := message.FindStringSubmatch(page), since.FindStringSubmatch(page)
	if asks == nil || from == nil {
		c.t.Fatalf("nothing to sign:\n%s", page)
	}
	text := base64.RawURLEncoding
	signed, err := text.DecodeString(asks[1])
	c.must(err)
	sig, err := c.keys[key].Sign(signed)
	c.must(err)
	fields := url.Values{"pair": {"1"}, "who": {who.String()}, "from": {from[1]}, "key": {text.EncodeToString(c.keys[key].Public())}, "sig": {text.EncodeToString(sig)}}
	return c.posts(&form{as: casebook.Scout, action: "/unlock"}, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}
