package office_test

import (
	"net/http"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// TestWhatIsNoneOfTheChoicesIsSaidInTheReadersLanguage: a territory or a colleague that nobody knows, or nothing chosen, is a slip
// in a form: said beside its field with what to do, and no matter of rights.
func TestWhatIsNoneOfTheChoicesIsSaidInTheReadersLanguage(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Carla", "Fonte", "+393331110001")
	territory, staff := "Aucun territoire ne porte ce nom", "L’une de ces personnes ne travaille pas ici"
	for _, x := range []struct {
		form, says string
		fields     []string
	}{
		{path(person) + "/move", territory, []string{"territory", "atlantis"}},
		{path(person) + "/move", territory, nil},
		{path(person) + "/looked", "Choisissez ce que vous avez regardé", nil},
		{"/inbox", territory, []string{"territory", "atlantis", "given", "Ida"}},
		{"/devices/enrol", territory, []string{"whose", h.As("ana").Who.String(), "where", "atlantis"}},
		{"/devices/enrol", "Choisissez quelqu’un", []string{"whose", casebook.ID{9}.String(), "where", "IT"}},
		{"/devices/enrol", "Choisissez quelqu’un", []string{"whose", "nobody", "where", "IT"}},
		{"/teams/new", territory, []string{"name", "two", "member", h.As("ana").Who.String(), "territory", "atlantis"}},
		{"/teams/new", staff, []string{"name", "two", "member", casebook.ID{9}.String(), "territory", "IT"}},
		{"/teams/new", staff, []string{"name", "two", "member", "nobody", "territory", "IT"}},
	} {
		cora := h.Visits("cora", desks(t, h))
		cora.Lang = "fr"
		if page := cora.Posts(x.form, x.fields...); page.Code != http.StatusUnprocessableEntity || !page.Has(x.says) {
			t.Errorf("%s with %v: %d\n%s", x.form, x.fields, page.Code, page.Body)
		}
	}
	if found, err := h.Desk().Glance(t.Context(), h.As("cora"), person); err != nil || found.Territory != "IT" {
		t.Errorf("the person stands in %q (%v)", found.Territory, err)
	}
	if err := h.Desk().Move(t.Context(), h.As("cora"), person, "atlantis"); desk.KindOf(err) != desk.BadInput {
		t.Errorf("a program hears %v", err)
	}
	if err := h.Desk().Move(t.Context(), h.As("cora"), casebook.ID{9}, "atlantis"); desk.KindOf(err) != desk.NotFound {
		t.Errorf("of nobody it hears %v", err)
	}
}
