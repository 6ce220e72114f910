package office_test

import (
	"net/http"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
)

// TestSomebodyComesBackBeforeTwo: a no and a 'not now' are taken back by word of mouth, by two outside every team involved; no
// scout, no single person and nobody of the team writes it down.
func TestSomebodyComesBackBeforeTwo(t *testing.T) {
	h := nodetest.New(t)
	ana, alone := h.Visits("ana", desks(t, h)), h.Visits("cora", desks(t, h))
	for _, word := range []string{"no", "not-now", "stop"} {
		person := h.Noted("Ida", "Costa", "+39333111000"+map[string]string{"no": "5", "not-now": "6", "stop": "7"}[word])
		h.Met(person)
		if page := alone.Gets(path(person)); page.Has(path(person) + "/back") {
			t.Errorf("%s: somebody whom nothing leaves alone could come back", word)
		}
		if page := alone.Gets(path(person) + "/back"); page.Code != http.StatusNotFound {
			t.Errorf("%s: there is a page for it: %d", word, page.Code)
		}
		ana.Posts(path(person)+"/"+word, "covers", "programme")
		if page := ana.Gets(path(person) + "/back"); page.Code != http.StatusForbidden {
			t.Errorf("%s: a scout could take it back: %d", word, page.Code)
		}
		if page := alone.Gets(path(person)); !page.Has(path(person) + "/back") {
			t.Errorf("%s: the person's page does not lead there", word)
		}
		if page := alone.Posts(path(person) + "/back"); page.Code == http.StatusSeeOther {
			t.Errorf("%s: one alone took it back", word)
		}
		if page := h.Visits("cora", desks(t, h), "ben").Posts(path(person) + "/back"); page.Code == http.StatusSeeOther {
			t.Errorf("%s: one of the team took it back", word)
		}
		two := h.Visits("cora", desks(t, h), "sara")
		if page := two.Gets(path(person) + "/back"); !page.Has("Together with") || !page.Has("What they take back") {
			t.Errorf("%s: %d\n%s", word, page.Code, page.Body)
		}
		if page := two.Posts(path(person) + "/back"); page.To != path(person) {
			t.Errorf("%s: it is not written down: %d\n%s", word, page.Code, page.Body)
		}
		stands := casebook.StageNoted // everything begins anew
		if word == "not-now" {
			stands = casebook.StageApproached // it only held them where they were
		}
		h.Stands(person, stands)
	}
	h.Verifies()
}
