package office_test

import (
	"net/http"
	"strings"
	"testing"

	"willing/node/nodetest"
)

// TestAListOfNoesThatCameInBeforeSaysSo, with the day and the name under which it is kept; one of names alone is asked
// whether it is one of people.
func TestAListOfNoesThatCameInBeforeSaysSo(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	for round := range 2 {
		w := uploads(t, cora, "refusals", "noes.csv", "Name;Phone;Declined on\nA Bianchi;+393331110014;2020-01-01\n")
		at := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || cora.Posts(at, "order", "dmy", "source", "the Genoa office").Code != http.StatusSeeOther {
			t.Fatalf("round %d: %d", round, w.Code)
		}
		page := cora.Gets(at)
		for page.Has("<progress") {
			page = cora.Gets(at)
		}
		if page.Has("This very list came in before") != (round == 1) || round == 1 && !page.Has("the Genoa office") {
			t.Errorf("round %d:\n%s", round, page.Body)
		}
	}
	w := uploads(t, cora, "leads", "towns.csv", "name,country,population\nAarschot,BE,27656\n")
	if page := cora.Gets(w.Header().Get("Location")); !page.Has("Is this a list of people?") || strings.Contains(page.Body, ">office.") {
		t.Errorf("nobody asks whether towns are people:\n%s", page.Body)
	}
}
