package office_test

import (
	"net/http"
	"strings"
	"testing"

	"willing/node/nodetest"
)

// TestAListOfPeopleThatCameInBeforeSaysSo: nothing of it is named as a value that will not come in; and whose country nobody names is said
// to go where the phones do, with what helps.
func TestAListOfPeopleThatCameInBeforeSaysSo(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	cora.Lang = "fr"
	for round := range 2 {
		w := uploads(t, cora, "leads", "people.csv", "Given name;Family name;Phone;Town;Born\nAda;Volpe;+393331110021;Pisa;13/05/1990\nIda;Serra;12ab;Pisa\nUgo;Ricci;+393331110023;Lucca\nEva;Neri;+393331110024;Lucca\n")
		at := w.Header().Get("Location")
		page := cora.Gets(at)
		if before := page.Has("sont déjà entrées"); before != (round == 1) || page.Has("Une valeur ne sera pas importée") == before {
			t.Errorf("round %d:\n%s", round, page.Body)
		}
		if says := page.Has("Pour 4 personnes, la liste ne dit pas") && page.Has("joignez une liste de villes"); says != (round == 0) || !page.Has("en sont (3 sur 3)") || !page.Has("13 mai 1990") {
			t.Errorf("round %d: where they go:\n%s", round, page.Body)
		}
		if cora.Posts(at, "order", "dmy").Code != http.StatusSeeOther {
			t.Fatalf("round %d", round)
		}
		for page = cora.Gets(at); page.Has("<progress"); page = cora.Gets(at) {
		}
		if page.Has("étaient déjà entrées") != (round == 1) || page.Has("Elles sont allées à ce territoire") != (round == 0) {
			t.Errorf("round %d, taken in:\n%s", round, page.Body)
		}
	}
}

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
