package desk_test

import (
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Whom a device gets before the rest of a long first load: those with whom something has to be done soonest, and
// nobody who is to be left alone.
func TestWhomATeamNeedsFirst(t *testing.T) {
	h := nodetest.New(t)
	who := onTheWay(h)
	rows := map[casebook.ID]desk.Row{}
	page, err := h.Desk().List(t.Context(), h.As("ana"), desk.Query{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range page.Rows {
		rows[row.Person] = row
	}
	week := h.Now().AddDate(0, 0, 7)
	first := func(territory string, most int) (out []casebook.ID) {
		t.Helper()
		err := h.Node.View(t.Context(), func(r journal.Reader) error {
			people, err := desk.First(r, []string{territory}, week, most)
			for _, records := range people {
				out = append(out, casebook.ID(records[0]))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	all := first("IT", 100)
	if slices.ContainsFunc(all, func(p casebook.ID) bool { return who[p] == "said no" || who[p] == "said not now, for a week" }) {
		t.Error("somebody who is to be left alone comes first")
	}
	if len(all) != len(who)-2 {
		t.Errorf("of %d people with whom there is something to do, %d come first", len(who)-2, len(all))
	}
	turns := func(p casebook.ID) bool {
		row := rows[p]
		return row.Wake != 0 && row.Wake <= week.UnixMilli() && row.Stage != casebook.StageNoted
	}
	rest := slices.IndexFunc(all, func(p casebook.ID) bool { return !turns(p) })
	if rest <= 0 || slices.ContainsFunc(all[rest:], turns) {
		t.Errorf("whose state changes within a week does not come before all others: %d of %d", rest, len(all))
	}
	last := slices.IndexFunc(all, func(p casebook.ID) bool { return who[p] == "told" })
	if noted := slices.IndexFunc(all, func(p casebook.ID) bool { return who[p] == "noted" }); last < 0 || noted < last {
		t.Error("whoever nobody has met comes before whoever was told the truth")
	}
	if few := first("IT", 3); !slices.Equal(few, all[:3]) {
		t.Error("three at most are not the first three of all")
	}
	if there := first("ES", 100); len(there) != 0 {
		t.Errorf("%d people come first where they do not stand", len(there))
	}
}
