package office_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
)

// TestNobodyTakesBackAChangeUnknowingly: two open the page of a team, and the second to save does not undo
// what the first did, nor bring somebody back whom the first had taken out.
func TestNobodyTakesBackAChangeUnknowingly(t *testing.T) {
	h := nodetest.New(t)
	id, err := h.Desk().FormTeam(t.Context(), h.As("cora"), casebook.ID{}, casebook.Team{Name: "two", Members: []casebook.ID{h.As("ana").Who}, Territories: []string{"IT"}})
	if err != nil {
		t.Fatal(err)
	}
	v := h.Visits("admin", pages)
	shown := func(path string) string {
		t.Helper()
		found := regexp.MustCompile(`name="had" value="([0-9a-f]+)"`).FindStringSubmatch(v.Gets(path).Body)
		if found == nil {
			t.Fatalf("%s does not say what it was opened on", path)
		}
		return found[1]
	}
	team := "/teams/" + id.String()
	had := shown(team)
	both := []string{"name", "two", "territory", "IT", "had", had, "member", h.As("ben").Who.String()}
	if page := v.Posts(team, both...); page.Code != http.StatusSeeOther {
		t.Fatalf("the first to save: %d", page.Code)
	}
	if page := v.Posts(team, "name", "three", "territory", "IT", "had", had, "member", h.As("ana").Who.String()); page.Code != http.StatusUnprocessableEntity || !page.Has("has changed since") || shown(team) == had {
		t.Errorf("the second to save: %d", page.Code)
	}
	h.Desk().House(func(house *casebook.House) {
		if now, _ := house.TeamAt(id, house.Pos); now.Name != "two" || !slices.Equal(now.Members, []casebook.ID{h.As("ben").Who}) {
			t.Errorf("the team: %+v", now)
		}
	})
}
