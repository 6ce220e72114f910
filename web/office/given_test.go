package office_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// TestThePageSaysTrulyHowAnAnswerWasGiven: by word of mouth, on the phone turned round before two or before one of us, on
// paper, by the person's own link; and who left somebody alone.
func TestThePageSaysTrulyHowAnAnswerWasGiven(t *testing.T) {
	by := func(h *nodetest.House, person casebook.ID, answer, method string, names ...string) {
		a := casebook.Answer{Answer: answer, Method: method, NoWish: true}
		if _, err := h.Desk().Answer(t.Context(), h.As(names[0], names[1:]...), person, desk.Answering{Answer: a}); err != nil {
			t.Fatal(err)
		}
	}
	for say, give := range map[string]func(*nodetest.House, casebook.ID){
		"No, for this programme. Said to one of us, who wrote it down.": func(h *nodetest.House, person casebook.ID) {
			h.Visits("cora", desks(t, h)).Posts(path(person)+"/no", "covers", "programme")
		},
		"Not now. Said to one of us, who wrote it down.": func(h *nodetest.House, person casebook.ID) {
			h.Visits("cora", desks(t, h)).Posts(path(person) + "/not-now")
		},
		"No. Before the team.":      func(h *nodetest.House, person casebook.ID) { by(h, person, "no", "turned", "ana", "ben") },
		"No. Before one of us.":     func(h *nodetest.House, person casebook.ID) { by(h, person, "no", "turned", "cora") },
		"No. On paper.":             func(h *nodetest.House, person casebook.ID) { by(h, person, "no", "paper", "ana", "ben") },
		"No. From their own link.":  func(h *nodetest.House, person casebook.ID) { asksByLink(h, person, "no") },
		"Yes. From their own link.": func(h *nodetest.House, person casebook.ID) { asksByLink(h, person, "yes") },
		"somebody who knew the number or the code": func(h *nodetest.House, _ casebook.ID) {
			if err := h.Desk().StopByPhone(t.Context(), []string{"+393331110001"}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(say, func(t *testing.T) {
			h := nodetest.New(t)
			person := h.Noted("Carla", "Fonte", "+393331110001")
			give(h, person)
			if page := h.Visits("cora", desks(t, h)).Gets(path(person)); !page.Has(say) {
				t.Errorf("the page does not say so: %d\n%s", page.Code, page.Body)
			}
		})
	}
}

// asksByLink lets somebody answer for themselves.
func asksByLink(h *nodetest.House, person casebook.ID, answer string) {
	h.Met(person)
	link := h.Told(person)
	h.Asked(person)
	h.Answers(person, answer, link)
}

// TestNobodyIsNamedInEnglishOnAFrenchPage: whoever stopped by a number has no name, and a word for it in each language.
func TestNobodyIsNamedInEnglishOnAFrenchPage(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Carla", "Fonte", "+393331110001")
	if err := h.Desk().StopByPhone(t.Context(), []string{"+393331110001"}); err != nil {
		t.Fatal(err)
	}
	page := h.Visits("cora", desks(t, h)).Gets(path(person) + "?lang=fr")
	if page.Has("a stranger") || !page.Has("quelqu’un qui connaissait le numéro ou le code") {
		t.Errorf("%d\n%s", page.Code, page.Body)
	}
}
