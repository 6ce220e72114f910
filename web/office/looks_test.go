package office_test

import (
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// looked lists what the file of a person says that somebody looked at.
func looked(t *testing.T, h *nodetest.House, person casebook.ID, who string) (out []string) {
	t.Helper()
	mine, err := h.Desk().Export(t.Context(), h.As("sara"), person)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range mine.Looks {
		if l.Who == who {
			out = append(out, l.What)
		}
	}
	return out
}

// TestAListIsNoLookAtAFile: what is noted of a look is what was seen. A name in a list is none, what stands side by side is
// no more than that, and a page that somebody opens is a page.
func TestAListIsNoLookAtAFile(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	first := h.Noted("Rita", "Moro", "+393331110006")
	noted := []string{"territory", "IT", "given", "Rita", "family", "Moro", "phone", "+393331110006"}
	cora.Posts("/inbox", append(noted, "town", "Pisa")...)
	waits := h.Noted("Aldo", "Riva", "+393331110011")
	h.Met(waits)
	link := h.Told(waits)
	h.Asked(waits)
	h.Answers(waits, "yes", link)
	sara := h.Visits("sara", desks(t, h))
	if page := sara.Gets("/calls"); !page.Has("Aldo Riva") {
		t.Fatal("no call waits")
	}
	sara.Gets("/")
	sara.Gets("/people")
	if got := looked(t, h, waits, "sara"); len(got) != 0 {
		t.Errorf("a name in a list of calls is noted as %v", got)
	}
	cora.Gets("/reviews")
	if got := looked(t, h, first, "cora"); !slices.Equal(got, []string{desk.LookedAtCompared}) {
		t.Errorf("two people side by side are noted as %v", got)
	}
	cora.Gets(path(first))
	if got := looked(t, h, first, "cora"); !slices.Contains(got, desk.LookedAtFile) {
		t.Errorf("an open page is noted as %v", got)
	}
}

// TestReviewsCompareOneAfterAnother: whose turn has not come is a name in a list, and nobody has looked at them.
func TestReviewsCompareOneAfterAnother(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	var other []casebook.ID
	for _, name := range []string{"Moro", "Riva"} {
		phone := map[string]string{"Moro": "+393331110006", "Riva": "+393331110011"}[name]
		other = append(other, h.Noted("Rita", name, phone))
		cora.Posts("/inbox", "territory", "IT", "given", "Rita", "family", name, "phone", phone, "town", "Pisa")
	}
	page := cora.Gets("/reviews")
	if !page.Has("Moro") || !page.Has("Riva") {
		t.Fatal("somebody is not listed")
	}
	one, two := looked(t, h, other[0], "cora"), looked(t, h, other[1], "cora")
	if len(one)+len(two) != 1 {
		t.Errorf("one was compared, and noted are %v and %v", one, two)
	}
	found, err := h.Desk().List(t.Context(), h.As("cora"), desk.Query{List: desk.ListReview})
	if err != nil || len(found.Rows) < 2 {
		t.Fatal(err, found)
	}
	for _, row := range found.Rows {
		if page := cora.Gets("/reviews?person=" + row.Person.String()); !page.Has(`action="/reviews/` + row.Person.String()) {
			t.Errorf("nobody can decide of %s", row.Name)
		}
	}
}

// TestConflictsAreComparedAndNotOpened: the values of a field beside each other are noted as that.
func TestConflictsAreComparedAndNotOpened(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ida", "Costa", "+393331110005")
	saw := h.Shows(person).Noted
	for _, town := range []string{"Genova", "Savona"} {
		if err := h.Desk().Correct(t.Context(), h.As("cora"), person, casebook.Particulars{Town: town}, saw); err != nil {
			t.Fatal(err)
		}
	}
	tom := h.Visits("tom", desks(t, h))
	if page := tom.Gets("/conflicts"); !page.Has("Genova") || !page.Has("Savona") {
		t.Fatal("the values do not stand beside each other")
	}
	tom.Posts(path(person)+"/settle", "field", "town", "value", "Savona", "back", "/conflicts")
	if got := looked(t, h, person, "tom"); !slices.Equal(got, []string{desk.LookedAtCompared}) {
		t.Errorf("noted as %v", got)
	}
}
