package office_test

import (
	"fmt"
	"net/http"
	"strings"
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
	page := two.Gets(path(person))
	if !page.Has("Proof of age set right") || !page.Has("Two people outside the team set this proof of age right by another document.") {
		t.Error("the history does not say so")
	}
	for _, says := range []string{
		"<bdi>9 May 1992</bdi>, shown by a document. This date decides.",
		"<bdi>9 May 2012</bdi>, shown by a document. Does not decide: Two people outside the team set this proof of age right by another document.",
	} {
		if !page.Has(says) {
			t.Errorf("the page does not say %q:\n%s", says, page.Body)
		}
	}
	if got := shows(t, h, person); got != "1992-05-09 proven true, 2012-05-09 proven false, 1990-05-17 said false" {
		t.Errorf("their own file says %s", got)
	}
	h.Verifies()
}

// shows lists the birth dates of a person's own file.
func shows(t *testing.T, h *nodetest.House, person casebook.ID) string {
	t.Helper()
	file, err := h.Desk().Export(t.Context(), h.As("sara"), person)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range file.Births {
		out = append(out, fmt.Sprint(b.Born, " ", b.Rests, " ", b.Decides))
	}
	for _, e := range file.Events {
		if right := e.Type == casebook.AgeProven && e.Standing == casebook.Overruled; right != (e.Why != nil) {
			t.Errorf("of %s the file says why: %+v", e.Type, e.Why)
		}
	}
	return strings.Join(out, ", ")
}

// TestABirthDateThatDoesNotDecideSaysSo: a date noted beside a document that makes a child stands on the page, and does not pass for
// the one that counts; so it does where two records are put beside each other.
func TestABirthDateThatDoesNotDecideSaysSo(t *testing.T) {
	h := nodetest.New(t)
	person := h.Sighted(casebook.Particulars{Given: "Ida", Family: "Costa", Born: casebook.Date{Year: 1990}, Phones: []string{"+393331110005"}})
	on := h.Visits("cora", desks(t, h))
	if page := on.Gets(path(person)); !page.Has("<bdi>1990</bdi>, noted with the name</p>") {
		t.Errorf("%s", page.Body)
	}
	h.Met(person)
	for _, a := range []casebook.Age{{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}, Document: "passport"}, {Born: casebook.Date{Year: 1988, Month: 5, Day: 9}}} {
		if err := h.Desk().Age(t.Context(), h.As("ana", "ben"), person, a); err != nil {
			t.Fatal(err)
		}
	}
	page := on.Gets(path(person))
	for _, says := range []string{
		"<bdi>9 May 2012</bdi>, shown by a document. This date decides.</p>",
		"<bdi>9 May 1988</bdi>, by word of mouth. Does not decide: A document decides.</p>",
		"<bdi>1990</bdi>, noted with the name. Does not decide: A document decides.</p>",
	} {
		if !page.Has(says) {
			t.Errorf("the page does not say %q:\n%s", says, page.Body)
		}
	}
}
