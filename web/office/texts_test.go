package office_test

import (
	"net/http"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/office"
)

func pages(s *web.Site) []web.Route { return office.Routes(s, office.Behind{}) }

// TestATextIsWrittenByOneAndApprovedByAnother tells of a text from its draft to its being in force.
func TestATextIsWrittenByOneAndApprovedByAnother(t *testing.T) {
	h := nodetest.New(t)
	author, approver := h.Visits("admin", pages), h.Visits("cora", pages)
	before := author.Gets("/texts/crew/1?left=en&right=it")
	if before.Code != http.StatusOK || !before.Has("Quanto costa") && !before.Has(`lang="it"`) {
		t.Fatalf("the text in force cannot be read: %d", before.Code)
	}
	fields := []string{"title", "Crew", "heading-cost", "Costs", "body-cost", "You can be hurt. There is no pay."}
	for _, id := range casebook.Sections {
		fields = append(fields, "heading-"+id, id, "body-"+id, "Said in a few words, plainly, about "+id)
	}
	short := append([]string{}, fields...)
	short[5] = ""
	author.Posts("/texts/crew/write/en", short...)
	if page := author.Gets("/texts/crew/write/en"); !page.Has("The cost page is empty") {
		t.Error("an empty cost page is not blamed")
	}
	if page := author.Posts("/texts/crew/propose", "change", "shorter"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("a text without costs was proposed: %d", page.Code)
	}
	author.Posts("/texts/crew/write/en", fields...)
	if page := author.Posts("/texts/crew/propose", "change", "It is <script>shorter</script>."); page.Code != http.StatusSeeOther {
		t.Fatalf("the draft was not proposed: %d\n%s", page.Code, page.Body)
	}
	if page := author.Gets("/texts/crew/2"); page.Has(`action="/texts/crew/2"`) {
		t.Error("the author is offered to approve")
	}
	if page := author.Posts("/texts/crew/2", "matters", "yes"); page.Code == http.StatusSeeOther {
		t.Error("the author approved their own text")
	}
	page := approver.Gets("/texts/crew/2")
	if !page.Has("/texts/crew/2") || !page.Has("<del>") || page.Has("<script>shorter") {
		t.Errorf("the approver does not see what changed, or sees it run: %d", page.Code)
	}
	if !page.Has("still reads as in version 1") || !page.Has(`<li lang="it">Italiano</li>`) || page.Has(`<li lang="en">English</li>`) {
		t.Error("the approver is not told that five languages read as before")
	}
	if page := approver.Posts("/texts/crew/2"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("approved without saying whether it matters: %d", page.Code)
	}
	if page := approver.Posts("/texts/crew/2", "matters", "yes"); page.Code != http.StatusSeeOther {
		t.Errorf("not approved: %d", page.Code)
	}
	if page := author.Gets("/texts"); !page.Has("Read version 2") {
		t.Error("the approved text is not in force")
	}
}

// TestAFirstTextIsApprovedWithoutAskingAboutAnEarlierOne: nobody relied on any (G16); and who has not unlocked their key reads
// how, before they are refused.
func TestAFirstTextIsApprovedWithoutAskingAboutAnEarlierOne(t *testing.T) {
	h := nodetest.New(t)
	approver := h.Visits("cora", pages)
	page := approver.Gets("/texts/shore/1?lang=en")
	if !page.Has("the first text about this role") || page.Has("version before") || !page.Has("/unlock?after=%2ftexts%2fshore%2f1") {
		t.Errorf("%d:\n%s", page.Code, page.Body)
	}
	if page := approver.Posts("/texts/shore/1"); page.Code != http.StatusSeeOther {
		t.Errorf("not approved: %d\n%s", page.Code, page.Body)
	}
	if page := h.Visits("admin", pages).Gets("/texts"); !page.Has("Read version 1") {
		t.Error("the approved text is not in force")
	}
}

func TestTheLogAnswersToFilters(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ondina", "Scarpa", "+390412345678")
	auditor := h.Visits("admin", pages)
	for path, want := range map[string]string{
		"/audit":                             "lead.noted",
		"/audit?type=house.founded":          "house.founded",
		"/audit?person=" + person.String():   "lead.noted",
		"/audit?standing=irregular":          "Nothing",
		"/audit?effect=refuse&gate=G11":      "Nothing",
		"/audit?from=2100-01-01":             "Nothing",
		"/audit?person=nonsense&from=soon":   "This is no record id",
		"/audit?after=18446744073709551615x": "lead.noted",
	} {
		page := auditor.Gets(path)
		if !page.Has(want) || page.Code >= 500 {
			t.Errorf("%s: %d, without %q", path, page.Code, want)
		}
	}
	if page := h.Visits("ana", pages).Gets("/audit"); page.Code != http.StatusForbidden {
		t.Errorf("a scout read the log: %d", page.Code)
	}
}

func TestTheProgrammeShowsItsLimitsAndRules(t *testing.T) {
	admin := nodetest.New(t).Visits("admin", pages)
	if page := admin.Gets("/programme"); page.Code != http.StatusOK || !page.Has("G10") {
		t.Errorf("%d", page.Code)
	}
	if page := admin.Gets("/programme/gates"); page.Code != http.StatusOK || !page.Has("G29") {
		t.Errorf("%d", page.Code)
	}
	if page := admin.Posts("/programme", "folder", "no file"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", page.Code)
	}
}
