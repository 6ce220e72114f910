package node_test

import (
	"fmt"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// TestAListReadsABoundedPartOfTheHouse: where few match, a page may be empty and go on; whoever goes on finds everybody
// once, and nobody waits for the whole house to be read.
func TestAListReadsABoundedPartOfTheHouse(t *testing.T) {
	h := nodetest.New(t)
	var rows []desk.LeadRow
	for i := range 6000 {
		rows = append(rows, desk.LeadRow{Row: i + 2, Lead: casebook.Lead{Source: "office", Territory: "IT", SeenOn: casebook.Date{Year: 2026, Month: 2, Day: 1}},
			Particulars: casebook.Particulars{Given: "Maria", Family: fmt.Sprintf("Numero%04d", i), Phones: []string{fmt.Sprintf("+3933311%05d", i)}}})
	}
	noted, err := h.Desk().ImportLeads(t.Context(), h.As("cora"), rows)
	if err != nil {
		t.Fatal(err)
	}
	met := map[casebook.ID]bool{}
	for _, i := range []int{17, 3000, 5999} {
		h.Met(noted[i].Person)
		met[noted[i].Person] = true
	}
	q, pages := desk.Query{Text: "maria", Stage: casebook.StageApproached}, 0
	for ; ; pages++ {
		page, err := h.Desk().List(t.Context(), h.As("cora"), q)
		if err != nil || pages > 3 {
			t.Fatal(pages, err)
		}
		for _, row := range page.Rows {
			if !met[row.Person] {
				t.Error("somebody is found who was not met, or twice")
			}
			delete(met, row.Person)
		}
		if q.After = page.Next; q.After == nil {
			break
		}
	}
	if len(met) != 0 || pages != 1 {
		t.Errorf("%d were not found, in %d further pages", len(met), pages)
	}
}
