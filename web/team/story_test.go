package team_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web/team"
)

// onPage fails unless a page came and says all of it.
func onPage(t *testing.T, a nodetest.Answered, texts ...string) {
	t.Helper()
	if a.Code != 200 {
		t.Fatalf("status %d:\n%s", a.Code, a.Body)
	}
	for _, text := range texts {
		if !a.Has(text) {
			t.Fatalf("the page does not say %q:\n%s", text, a.Body)
		}
	}
}

// leads fails unless an answer leads on; it gives the path.
func leads(t *testing.T, a nodetest.Answered, want string) string {
	t.Helper()
	to, _ := url.Parse(a.To)
	if a.Code != 303 || !strings.HasSuffix(to.Path, want) {
		t.Fatalf("status %d leads to %q, not to …%s:\n%s", a.Code, a.To, want, a.Body)
	}
	return to.Path
}

// hidden finds the value of a hidden field.
func hidden(t *testing.T, a nodetest.Answered, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(a.Body)
	if m == nil {
		t.Fatalf("there is no field %s:\n%s", name, a.Body)
	}
	return m[1]
}

// noted lets the team check somebody and note them, and gives the path of their page.
func noted(t *testing.T, v *nodetest.Visit, name, phone string) string {
	t.Helper()
	onPage(t, v.Posts("/team/check", "q", name+" "+phone), `name="source"`)
	return leads(t, v.Posts("/team/note", "name", name, "phone", phone, "source", "harbour talk", "territory", "IT", "tongue", "it", "town", "Livorno"), "")
}

// told takes somebody from the first talk to the four points.
func told(t *testing.T, v *nodetest.Visit, path string) {
	t.Helper()
	leads(t, v.Posts(path+"/talk", "before", "no", "came", "on"), path)
	leads(t, v.Posts(path+"/age", "year", "1990", "month", "5", "day", "17"), path)
	onPage(t, v.Gets(path+"/tell"), "In questo lavoro ci si può fare male", "They want to stop", "Go on")
	hand := v.Gets(path + "/hand-over")
	onPage(t, hand, "They understand")
	door := hidden(t, hand, "door")
	onPage(t, v.Posts(path+"/hand-over", "full", "link", "cost", "aloud", "understands", "on", "door", door, "secret", hidden(t, hand, "secret"),
		"in", hidden(t, hand, "in"), "role", "crew"), "/p/"+door+"#", "<svg")
	leads(t, v.Posts(path+"/points", "heard", "voluntary", "heard", "may-leave", "heard", "risks", "heard", "costs"), path)
}

func TestATeamMeetsAndTellsSomebody(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	onPage(t, v.Gets("/team"), "Nobody waits for you", "Check first")
	path := noted(t, v, "Maria Rossi", "333 1112233")
	onPage(t, v.Gets("/team"), "Maria Rossi", "Nobody of us has spoken to them yet")
	onPage(t, v.Gets(path), "Next: the first talk", "They want to stop")
	told(t, v, path)
	onPage(t, v.Gets(path), "Telling and asking are two meetings")
	h.Pass(24 * time.Hour)
	onPage(t, v.Gets(path), "Next: ask")
	id, err := casebook.ParseID(strings.TrimPrefix(path, "/team/p/"))
	if err != nil {
		t.Fatal(err)
	}
	h.Stands(id, casebook.StageUnderstood)
}
