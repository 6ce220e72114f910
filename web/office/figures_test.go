package office_test

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/node/nodetest"
)

// Each number that is a figure says what it counts and where its people are; each of them is one record there.
var (
	figure  = regexp.MustCompile(`href="([^"]+)" data-figure="(\d+)"`)
	onward  = regexp.MustCompile(`href="([^"]+)" rel="next"|rel="next" href="([^"]+)"`)
	several = regexp.MustCompile(`<option value="([^"]+)"`)
)

// opens counts the records behind a figure, page by page.
func opens(t *testing.T, v *nodetest.Visit, address string) int {
	t.Helper()
	n := 0
	for address != "" {
		page := v.Gets(html.UnescapeString(address))
		if page.Code != http.StatusOK {
			t.Fatalf("%s: %d", address, page.Code)
		}
		n += strings.Count(page.Body, "data-record")
		next := onward.FindStringSubmatch(page.Body)
		if address = ""; next != nil {
			address = next[1] + next[2]
		}
	}
	return n
}

// figuresAddUp opens every figure of the home page and of the figures of all and of each territory.
func figuresAddUp(t *testing.T, v *nodetest.Visit) (looked int) {
	t.Helper()
	whole := v.Gets("/figures")
	pages := []string{v.Gets("/").Body, whole.Body}
	for _, of := range several.FindAllStringSubmatch(whole.Body, -1) {
		pages = append(pages, v.Gets("/figures?territory="+of[1]).Body)
	}
	for _, page := range pages {
		for _, found := range figure.FindAllStringSubmatch(page, -1) {
			want, _ := strconv.Atoi(found[2])
			if got := opens(t, v, found[1]); got != want {
				t.Errorf("a figure says %d, and %s lists %d", want, found[1], got)
			}
			looked++
		}
	}
	return looked
}

// TestEveryFigureOpensToExactlyItsPeople for whoever looks at them (G26): also for a team, which on the day itself
// is shown whom it left alone, and counts nobody against whom something stands (G01).
func TestEveryFigureOpensToExactlyItsPeople(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 60)
	yes, no, open, stops := h.Noted("Ada", "Luce", "+393331110010"), h.Noted("Pia", "Neve", "+393331110011"),
		h.Noted("Lea", "Onda", "+393331110012"), h.Noted("Ugo", "Riva", "+393331110013")
	h.SaysYes(yes)
	for _, person := range []casebook.ID{no, open, stops} {
		h.Met(person)
	}
	link := h.Told(no)
	h.Asked(no)
	h.Answers(no, "no", link)
	waits := h.Told(open)
	h.Asked(open)
	h.Answers(open, "yes", waits)
	erased := h.Noted("Silvio", "Orso", "+393331110014")
	h.Visits("cora", desks(t, h)).Posts(path(erased) + "/erase")
	if err := h.Desk().Stop(t.Context(), h.As("ana"), stops); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cora", "ana", "tom", "sara"} {
		if looked := figuresAddUp(t, h.Visits(name, desks(t, h))); looked < 8 {
			t.Errorf("%s is shown no more than %d figures", name, looked)
		}
	}
	h.Pass(60 * 24 * time.Hour)
	h.Noted("Ines", "Alba", "+393331110015") // whose file is not yet due when the others' are
	h.SaysYes(h.Noted("Nora", "Faro", "+393331110016"))
	h.Pass(40 * 24 * time.Hour)
	figuresAddUp(t, h.Visits("cora", desks(t, h)))
	h.Verifies()
}

// TestATeamIsNotToldByWeeksWhoLeft: a count of a week is a hint too (G01).
func TestATeamIsNotToldByWeeksWhoLeft(t *testing.T) {
	h := nodetest.New(t)
	no := h.Noted("Pia", "Neve", "+393331110011")
	h.Met(no)
	link := h.Told(no)
	h.Asked(no)
	h.Answers(no, "no", link)
	ana := h.Visits("ana", desks(t, h))
	if page := ana.Gets("/figures?territory=IT"); page.Has("Week by week") || page.Has(">Stopped<") {
		t.Error("a team sees that somebody left")
	}
	weeks, err := h.Desk().Weeks(t.Context(), h.As("ana"), "IT", h.Now().AddDate(0, -1, 0))
	if err != nil || len(weeks) > 0 {
		t.Errorf("a team is told %v, %v", weeks, err)
	}
	if page := h.Visits("cora", desks(t, h)).Gets("/figures?territory=IT"); !page.Has("Week by week") {
		t.Error("headquarters is not told")
	}
}
