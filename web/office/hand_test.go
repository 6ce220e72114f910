package office_test

import (
	"regexp"
	"testing"

	"willing/casebook"
	"willing/node"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/office"
)

// TestALinkIsEndedAtHeadquarters: somebody lost the phone on which their link was. It opens nothing from then on; a new one does.
func TestALinkIsEndedAtHeadquarters(t *testing.T) {
	h := nodetest.New(t)
	pages := func(s *web.Site) []web.Route {
		return office.Routes(s, office.Behind{Links: node.Links{Node: h.Node, Origin: "https://house.example"}})
	}
	person, other := h.Noted("Ida", "Costa", "+393331110005"), h.Noted("Ugo", "Ferrero", "+393334445566")
	h.Met(person)
	lost := h.Told(person)
	h.Met(other)
	theirs := h.Told(other)
	v := h.Visits("cora", pages)
	page := v.Gets(path(person) + "/link")
	found := regexp.MustCompile(`name="link" value="([^"]+)"`).FindStringSubmatch(page.Body)
	if found == nil || !page.Has("<bdi>cora</bdi>") {
		t.Fatalf("the page names no link: %d\n%s", page.Code, page.Body)
	}
	opens := func(key []byte) bool { _, err := h.Desk().Visit(t.Context(), key); return err == nil }
	end := path(person) + "/link/end"
	foreign := regexp.MustCompile(`name="link" value="([^"]+)"`).FindStringSubmatch(v.Gets(path(other) + "/link").Body)[1]
	for _, ref := range []string{"", "nonsense", foreign} {
		if a := v.Posts(end, "link", ref); a.To != path(person)+"/link" || !opens(lost.Public()) || !opens(theirs.Public()) {
			t.Errorf("%q: %d", ref, a.Code)
		}
	}
	if a := h.Visits("ana", pages).Posts(end, "link", found[1]); a.Code == 303 || !opens(lost.Public()) {
		t.Errorf("a scout ended it at headquarters: %d", a.Code)
	}
	for range 2 { // sent twice, it is ended once
		if a := v.Posts(end, "link", found[1]); a.To != path(person)+"/link" || opens(lost.Public()) {
			t.Fatalf("it is not ended: %d\n%s", a.Code, a.Body)
		}
	}
	ended := 0
	for _, f := range h.Shows(person).Facts {
		if f.Type == casebook.LinkRevoked {
			ended++
		}
	}
	if page := v.Gets(path(person) + "/link"); ended != 1 || page.Has(`name="link"`) {
		t.Errorf("ended %d times, and the page says\n%s", ended, page.Body)
	}
	v.Posts(path(person)+"/link", "how", "screen")
	if !v.Gets(path(person) + "/link").Has("staff have seen it") {
		t.Error("the new one does not stand there")
	}
}
