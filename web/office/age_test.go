package office_test

import (
	"net/http"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
)

// TestAProofOfAgeIsSetRight: somebody whom a mistyped passport makes a child is one no more, once two outside the team, one of them
// from safeguarding, held it again; nobody alone, of the team or of those who looked writes it down, and no half date is taken.
func TestAProofOfAgeIsSetRight(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ida", "Costa", "+393331110005")
	alone := h.Visits("cora", desks(t, h))
	if page := alone.Gets(path(person) + "/age"); page.Code != http.StatusNotFound {
		t.Errorf("there is a page for somebody of whom nothing is proven: %d", page.Code)
	}
	h.Met(person)
	wrong := casebook.Age{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}, Document: "passport"}
	if err := h.Desk().Age(t.Context(), h.As("ana", "ben"), person, wrong); err != nil {
		t.Fatal(err)
	}
	young := func() bool { return h.Shows(person).Young != nil }
	if !young() {
		t.Fatal("the passport makes nobody a child")
	}
	switch page := alone.Gets(path(person)); {
	case !page.Has(path(person) + "/age"):
		t.Error("the person's page does not lead there")
	case !alone.Gets(path(person) + "/age").Has("Unlock with my key"):
		t.Error("nobody says that one's own key must be unlocked")
	case page.Has("Next: tell them") || !page.Has("Was a document misread?"):
		t.Errorf("a child is to be told next:\n%s", page.Body)
	}
	right := []string{"born-year", "1992", "born-month", "5", "born-day", "9", "paper", "passport"}
	for name, visit := range map[string]*nodetest.Visit{"alone": alone, "with the mentor": h.Visits("sara", desks(t, h), "ben"), "without safeguarding": h.Visits("cora", desks(t, h), "tom")} {
		if page := visit.Posts(path(person)+"/age", right...); page.Code == http.StatusSeeOther {
			t.Errorf("%s: it is set right", name)
		}
	}
	if page := h.Visits("ana", desks(t, h)).Gets(path(person) + "/age"); page.Code != http.StatusForbidden {
		t.Errorf("a scout could: %d", page.Code)
	}
	two := h.Visits("cora", desks(t, h), "sara")
	if page := two.Gets(path(person) + "/age"); !page.Has("What is set right") || !page.Has("9 May 2012") || !page.Has("Together with") {
		t.Errorf("%d\n%s", page.Code, page.Body)
	}
	if page := two.Posts(path(person)+"/age", "born-year", "1992", "paper", "passport"); page.Code != http.StatusUnprocessableEntity || !page.Has("Write day, month and year") {
		t.Errorf("half a date: %d", page.Code)
	}
	if page := two.Posts(path(person)+"/age", right[:6]...); page.Code != http.StatusUnprocessableEntity || !page.Has("Say which kind") {
		t.Errorf("no document: %d", page.Code)
	}
	if !young() {
		t.Error("they are grown up already")
	}
	if page := two.Posts(path(person)+"/age", right...); page.To != path(person) {
		t.Fatalf("it is not set right: %d\n%s", page.Code, page.Body)
	}
	if young() {
		t.Error("they are a child still")
	}
	if page := two.Gets(path(person)); !page.Has("Proof of age set right") {
		t.Error("the history does not say so")
	}
	h.Verifies()
}
