package office_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

func TestASignedPageIsSavedAndNeverShown(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Vera", "Conti", "+393490000014")
	h.Met(person)
	h.Told(person)
	h.Asked(person)
	in := desk.Answering{Answer: casebook.Answer{Answer: "yes", Method: "paper", NoWish: true, Language: "it"}}
	if _, err := h.Desk().Answer(t.Context(), h.As("ana", "ben"), person, in); err != nil {
		t.Fatal(err)
	}
	page := "%PDF-1.7 a page that she signed"
	if err := h.Desk().AttachScan(t.Context(), h.As("ana"), person, []byte(page)); err != nil {
		t.Fatal(err)
	}
	cora := h.Visits("cora", desks(t, h))
	shown := cora.Gets("/people/" + person.String())
	link := regexp.MustCompile(`href="(/people/[^"]*/scans/[^"]*)"`).FindStringSubmatch(shown.Body)
	if link == nil {
		t.Fatal("the page of the person has no link to the scan")
	}
	saved := cora.Gets(link[1])
	head := saved.Head
	if saved.Code != http.StatusOK || saved.Body != page || head.Get("Content-Disposition") != `attachment; filename="signed-page.pdf"` ||
		!strings.Contains(head.Get("Content-Security-Policy"), "sandbox") || head.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v %q", saved.Code, head, saved.Body)
	}
	if lost := cora.Gets(link[1][:len(link[1])-3] + "no"); lost.Code != http.StatusNotFound {
		t.Errorf("no such scan answers %d", lost.Code)
	}
}
