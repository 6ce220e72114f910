package office_test

import (
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
)

// TestWhatIsForTheDoctorHasAPlaceAndItsOwnName: a trainer and a coordinator read it there, nobody else does; and on the
// person's way and in the log it is no interview.
func TestWhatIsForTheDoctorHasAPlaceAndItsOwnName(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Nora", "Vento", "+393331110003")
	h.SaysYes(person)
	form := casebook.Form{Instrument: "health-declaration", Answers: map[string]string{"heart": "yes", "anything_else": "ask me about 2019"}}
	if err := h.Desk().FillIn(t.Context(), h.As("ana", "ben"), person, form); err != nil {
		t.Fatal(err)
	}
	for who, reads := range map[string]bool{"cora": true, "tom": true, "sara": false, "ana": false} {
		v := h.Visits(who, desks(t, h))
		page := v.Gets(path(person))
		if page.Has(path(person)+"/health") != reads || page.Has("ask me about 2019") {
			t.Errorf("%s: the way to it is shown: %v, or it stands on the page itself", who, !reads)
		}
		if told := v.Gets(path(person) + "/health"); (told.Code == 200) != reads || told.Has("ask me about 2019") != reads {
			t.Errorf("%s reads it: %v; want %v", who, told.Code, reads)
		}
	}
	page := h.Visits("cora", desks(t, h)).Gets(path(person))
	if !page.Has("<b>For the doctor</b>") || !page.Has("For the doctor: answered by themselves") || page.Has("<b>Interview</b>") {
		t.Errorf("it stands as an interview:\n%s", page.Body)
	}
	if log := h.Visits("cora", desks(t, h)).Gets("/audit?person=" + person.String()); !log.Has("For the doctor: answered by themselves") {
		t.Errorf("in the log it has no name of its own")
	}
}
