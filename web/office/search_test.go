package office_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"willing/node/nodetest"
)

// looksFor searches people by words, as the form does.
func looksFor(v *nodetest.Visit, words string, fields ...string) nodetest.Answered {
	return v.Gets(v.Posts("/people", append([]string{"q", words}, fields...)...).To)
}

// TestANameThatIsLookedForStandsInNoAddress: it goes by the form and the browser. Pages, filters, the way back and a page opened
// again work as they did; and it is only whoever looked who finds it there.
func TestANameThatIsLookedForStandsInNoAddress(t *testing.T) {
	h := nodetest.New(t)
	for i := range 60 {
		h.Noted("Giulia", "Bianchi", fmt.Sprintf("+3905512343%02d", i))
	}
	h.Noted("Otto", "Bruno", "+393331110001")
	cora := h.Visits("cora", desks(t, h))
	form := cora.Gets("/people")
	if regexp.MustCompile(`<form[^>]*method="get"[^>]*action="/people"`).MatchString(form.Body) {
		t.Error("the form puts what is typed into the address")
	}
	sent := cora.Posts("/people", "q", "Giulia Bianchi", "territory", "IT")
	clean := func(address string) {
		t.Helper()
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		for name := range u.Query() {
			if name != "search" && name != "territory" {
				t.Errorf("%s stands in %s", name, address)
			}
		}
		if strings.Contains(strings.ToLower(address), "iulia") {
			t.Errorf("a name stands in %s", address)
		}
	}
	clean(sent.To)
	first := cora.Gets(sent.To)
	if sent.Code != http.StatusSeeOther || !first.Has(`value="Giulia Bianchi"`) || strings.Count(first.Body, "data-record") != 50 || first.Has("Otto Bruno") {
		t.Fatalf("%d, then %d with %d people", sent.Code, first.Code, strings.Count(first.Body, "data-record"))
	}
	if regexp.MustCompile(`href="[^"]*(iulia|after=)`).MatchString(first.Body) {
		t.Error("a link tells who is looked for")
	}
	after := regexp.MustCompile(`name="after" value="([^"]+)"`).FindStringSubmatch(first.Body)
	if after == nil {
		t.Fatal("the list does not go on")
	}
	on := cora.Posts("/people", "q", "Giulia Bianchi", "territory", "IT", "after", after[1])
	clean(on.To)
	second := cora.Gets(on.To)
	if strings.Count(second.Body, "data-record") != 10 || !second.Has("From the beginning") {
		t.Errorf("the second page has %d people", strings.Count(second.Body, "data-record"))
	}
	if back := cora.Gets(sent.To); back.Body != first.Body {
		t.Error("the way back leads elsewhere")
	}
	if empty := cora.Posts("/people", "q", "", "territory", "IT", "stage", "noted"); empty.To != "/people?stage=noted&territory=IT" {
		t.Errorf("filters alone lead to %s", empty.To)
	}
	other := h.Visits("admin", desks(t, h))
	other.Cookies = cora.Cookies
	if page := other.Gets(sent.To); page.Has("Giulia Bianchi\"") || !page.Has("no longer kept in this browser") {
		t.Error("somebody else reads what was looked for in this browser")
	}
	for range 30 {
		looksFor(cora, strings.Repeat("Giulia Bianchi ", 20))
	}
	for _, c := range cora.Cookies {
		if len(c.Value) > 3000 {
			t.Errorf("the browser keeps %d bytes", len(c.Value))
		}
	}
	if page := cora.Gets(sent.To); page.Code != http.StatusOK || page.Has(`value="Giulia Bianchi"`) { // the numbers of a test come again
		t.Errorf("of an old search: %d", page.Code)
	}
	if page := cora.Gets("/people?q=Otto"); page.Has(`value="Otto"`) {
		t.Error("an address is searched by")
	}
}

// TestWhatNobodyTypesIsLookedForToo: what a browser is made to send is neither kept beyond a cookie's size nor taken for more than words.
func TestWhatNobodyTypesIsLookedForToo(t *testing.T) {
	h := nodetest.New(t)
	h.Noted("Otto", "Bruno", "+393331110001")
	cora := h.Visits("cora", desks(t, h))
	if a := cora.Posts("/people", "q", strings.Repeat("x", 10<<20)); a.Code < 400 {
		t.Errorf("ten megabytes: %d", a.Code)
	}
	for _, words := range []string{strings.Repeat("\x01", 300), "Otto\x00", "\u202eonurB ottO", strings.Repeat("\U0001F6A2", 300), "\"><script>"} {
		for _, after := range []string{"", "enp6", strings.Repeat("enp6", 5000)} {
			a := cora.Posts("/people", "q", words, "after", after)
			if a.Code != http.StatusSeeOther || !regexp.MustCompile(`^/people\?(search=[a-z2-7]+)?$`).MatchString(a.To) {
				t.Fatalf("%d to %s", a.Code, a.To)
			}
			if page := cora.Gets(a.To); page.Code >= http.StatusInternalServerError || page.Has("<script>") {
				t.Errorf("%.20q: %d", words, page.Code)
			}
			for _, c := range cora.Cookies {
				if len(c.Value) > 3000 {
					t.Errorf("the browser is to keep %d bytes of %.20q", len(c.Value), words)
				}
			}
		}
	}
}
