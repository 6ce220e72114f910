package team_test

import (
	"testing"

	"willing/node/nodetest"
	"willing/web/team"
)

// TestTellingGoesOnWhereItPaused, by whichever link it is opened; only what it names goes to another part.
func TestTellingGoesOnWhereItPaused(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	path := noted(t, v, "Maria Rossi", "333 1112233")
	leads(t, v.Posts(path+"/talk", "before", "no", "came", "on"), path)
	leads(t, v.Posts(path+"/age", "year", "1990", "month", "5", "day", "17", "paper", "said"), path)
	onPage(t, v.Gets(path+"/tell"), "Part 1 of")
	onPage(t, v.Gets(path+"/tell/risks?role=crew&in=it"), "Part ")
	for range 2 { // looking at it once more does not lose the place
		leads(t, v.Gets(path+"/tell"), path+"/tell/risks")
		v.Gets(path)
	}
	onPage(t, v.Gets(path+"/tell/cost?role=crew&in=it"), "Part 1 of")
}
