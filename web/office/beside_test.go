package office_test

import (
	"strings"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
)

// TestTwoRecordsBesideEachOtherSayWhichBirthDateDecides: of two people who may be one, each birth date stands with what it rests on;
// which of them decides, and why another does not, is said of either, as it is on their own pages (G08).
func TestTwoRecordsBesideEachOtherSayWhichBirthDateDecides(t *testing.T) {
	h := nodetest.New(t)
	older := h.Sighted(casebook.Particulars{Given: "Rita", Family: "Moro", Born: casebook.Date{Year: 1990}, Phones: []string{"+393331110006"}})
	h.Met(older)
	for _, a := range []casebook.Age{{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}, Document: "passport"}, {Born: casebook.Date{Year: 1988, Month: 5, Day: 9}}} {
		if err := h.Desk().Age(t.Context(), h.As("ana", "ben"), older, a); err != nil {
			t.Fatal(err)
		}
	}
	cora := h.Visits("cora", desks(t, h))
	cora.Posts("/inbox", "territory", "IT", "given", "Rita", "family", "Moro", "phone", "+393331110006", "born-year", "2012", "born-month", "5", "born-day", "9")
	page := cora.Gets("/reviews")
	for _, says := range []string{
		"<bdi>9 May 2012</bdi>, shown by a document. This date decides.</p>",
		"<bdi>9 May 1988</bdi>, by word of mouth. Does not decide: A document decides.</p>",
		"<bdi>1990</bdi>, noted with the name. Does not decide: A document decides.</p>",
		"<bdi>9 May 2012</bdi>, noted with the name</p>",
		"the same",
	} {
		if !page.Has(says) {
			t.Errorf("the comparison does not say %q:\n%s", says, page.Body)
		}
	}
}

// TestTwoBirthDatesOfOnePersonSayWhichDecides: two that were written without knowing of each other stand side by side with what each is
// worth, on the page of conflicts and on the person's own: keeping one makes it no older than the law takes it.
func TestTwoBirthDatesOfOnePersonSayWhichDecides(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ida", "Costa", "+393331110005")
	saw := h.Shows(person).Noted
	for _, year := range []int{1990, 2010} {
		if err := h.Desk().Correct(t.Context(), h.As("cora"), person, casebook.Particulars{Born: casebook.Date{Year: year}}, saw); err != nil {
			t.Fatal(err)
		}
	}
	cora := h.Visits("cora", desks(t, h))
	for _, address := range []string{"/conflicts", path(person)} {
		page := cora.Gets(address)
		for _, says := range []string{"Noted with the name. This date decides.", "Noted with the name. Does not decide: A later birth date is on record too"} {
			if strings.Count(page.Body, says) != 1 {
				t.Errorf("%s says %d times %q:\n%s", strings.Replace(address, person.String(), "ID", 1), strings.Count(page.Body, says), says, page.Body)
			}
		}
	}
}
