package office_test

import (
	"testing"

	"willing/node/nodetest"
)

func TestThePageNamesWhoHasNotConfirmedAnErasure(t *testing.T) {
	h := nodetest.New(t)
	h.Device()
	person := h.Noted("Vera", "Conti", "+393490000010")
	h.Met(person)
	h.Erased(person, h.Told(person))
	page := h.Visits("cora", desks(t, h)).Gets("/requests")
	for _, said := range []string{"One device has not confirmed yet", "never met", "The register notes this erasure, and no backup from before it is kept here."} {
		if !page.Has(said) {
			t.Errorf("the page does not say %q", said)
		}
	}
	if !page.Has("Paper is not reached from here") {
		t.Error("the page says nothing of paper")
	}
	if page.Has("Conti") || page.Has("office.erased") {
		t.Error("the page names somebody who was erased, or shows a key for a word")
	}
}
