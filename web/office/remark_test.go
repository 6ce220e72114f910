package office_test

import (
	"net/http"
	"testing"

	"willing/node/nodetest"
)

// TestAMistakeIsSaidOnce, in the words of the page: a day that is over for a 'not now'.
func TestAMistakeIsSaidOnce(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ida", "Costa", "+393331110005")
	page := h.Visits("cora", desks(t, h)).Posts(path(person)+"/not-now", "until", "2001-01-01")
	if page.Code != http.StatusUnprocessableEntity || !page.Has("This day is over") || page.Has("give a later day, or none") {
		t.Errorf("%d: %s", page.Code, page.Body)
	}
}

// TestAWorryReachesSafeguardingAlone: anybody writes it down, of somebody who said no too; neither the coordinator nor whoever
// wrote it reads it again.
func TestAWorryReachesSafeguardingAlone(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ida", "Costa", "+393331110005")
	ana, cora, sara := h.Visits("ana", desks(t, h)), h.Visits("cora", desks(t, h)), h.Visits("sara", desks(t, h))
	if page := ana.Gets(path(person)); !page.Has(path(person) + "/remark") {
		t.Error("a scout finds no way to it")
	}
	if page := ana.Posts(path(person)+"/remark", "text", "", "sealed", "yes"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("nothing was kept as something: %d", page.Code)
	}
	cora.Posts(path(person)+"/no", "covers", "programme")
	if page := cora.Posts(path(person)+"/remark", "text", "Her uncle decides.", "sealed", "yes"); page.To != path(person)+"/remark?kept=yes" {
		t.Fatalf("not kept: %d\n%s", page.Code, page.Body)
	}
	if page := cora.Posts(path(person)+"/remark", "text", "She was tired."); page.Code != http.StatusSeeOther {
		t.Fatalf("not kept: %d\n%s", page.Code, page.Body)
	}
	if page := cora.Gets(path(person)); page.Has("uncle") || page.Has("tired") {
		t.Error("a coordinator reads it")
	}
	if page := sara.Gets(path(person)); !page.Has("Her uncle decides.") || page.Has("tired") {
		t.Error("safeguarding does not read what is theirs alone")
	}
	h.Verifies()
}
