package office_test

import (
	"net/http"
	"regexp"
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

// TestWhatALookAssumesStaysAssumed: who looks again, or takes the list in, has said nothing of the order of its dates; and who
// stands in no territory is found, and put into one on their own page.
func TestWhatALookAssumesStaysAssumed(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	w := uploads(t, cora, "leads", "people.csv", "Given name;Family name;Phone;Country;Born\nAda;Volpe;+393331110031;IT;02/03/1990\nOla;Nord;+4740612345;NO;04/05/1991\n")
	at := w.Header().Get("Location")
	for look := range 2 {
		page := cora.Gets(at)
		if !page.Has("Day and month could be read either way") || !page.Has("2 values will not come in as they stand") || !page.Has("as the file looks: day, month, year") {
			t.Errorf("look %d:\n%s", look, page.Body)
		}
		if order := regexp.MustCompile(`name="order"[^>]*>\s*<option value="([^"]*)" selected`).FindStringSubmatch(page.Body); len(order) != 2 || cora.Posts(at+"/look", "order", order[1]).Code != http.StatusSeeOther {
			t.Fatalf("look %d: the order that the form would send: %q", look, order)
		}
	}
	if cora.Posts(at, "order", "").Code != http.StatusSeeOther {
		t.Fatal("not taken in")
	}
	page := cora.Gets(at)
	for page.Has("<progress") {
		page = cora.Gets(at)
	}
	if !page.Has(`<dt>Values changed or left out</dt><dd class="num">2</dd>`) || !page.Has("in no territory") {
		t.Errorf("taken in:\n%s", page.Body)
	}
	ola := regexp.MustCompile(`href="(/people/[a-z0-9]+)"><b><bdi>Ola Nord`).FindStringSubmatch(cora.Gets("/people").Body)
	if len(ola) != 2 || !cora.Gets(ola[1]).Has("No team sees this person") {
		t.Fatalf("nothing on her page says that she stands in no territory: %q", ola)
	}
	if cora.Posts(ola[1]+"/move", "territory", "IT").Code != http.StatusSeeOther || cora.Gets(ola[1]).Has("No team sees this person") {
		t.Error("she was not put into one")
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
