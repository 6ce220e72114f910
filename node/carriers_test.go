package node_test

import (
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// TestWhoCarriesAFileIsTold: of a look on a laptop headquarters never hears, so the person reads whose laptop it is.
func TestWhoCarriesAFileIsTold(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(person)
	link := h.Told(person)
	l := joins(t, h, []casebook.ID{h.As("ana").Who, h.As("ben").Who}, "IT")
	joins(t, h, []casebook.ID{h.As("cora").Who}, "FR")
	if _, err := l.n.Desk.Show(t.Context(), h.As("ana"), person); err != nil {
		t.Fatal(err)
	}
	l.syncs()
	mine, err := h.Desk().Export(t.Context(), desk.Own(person, link), person)
	must(t, err)
	if slices.ContainsFunc(mine.Looks, func(l desk.Look) bool { return l.Who == "ana" }) {
		t.Error("headquarters heard of a look: the words that say it does not are wrong")
	}
	if want := []string{"ana", "ben"}; !slices.Equal(mine.Carriers, want) {
		t.Errorf("carried by %v, want %v", mine.Carriers, want)
	}
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), l.n.Name()))
	v, err := h.Desk().Visit(t.Context(), link.Public())
	must(t, err)
	if len(v.Carriers) != 0 {
		t.Errorf("carried by %v", v.Carriers)
	}
}
