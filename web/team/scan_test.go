package team_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/team"
)

// hands sends a form with a picture of a page as a browser does: names and values in turn.
func hands(t *testing.T, v *nodetest.Visit, path, page string, fields ...string) nodetest.Answered {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = form.WriteField(fields[i], fields[i+1])
	}
	part, err := form.CreateFormFile("scan", "page.jpg")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte(page))
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	v.Handler.ServeHTTP(w, r)
	return nodetest.Answered{Code: w.Code, Body: w.Body.String(), To: w.Header().Get("Location"), Head: w.Header()}
}

func onPaper(t *testing.T, h *nodetest.House, given, phone string) (path string, person casebook.ID) {
	t.Helper()
	person = h.Noted(given, "Conti", phone)
	h.Met(person)
	h.Told(person)
	h.Asked(person)
	return "/team/p/" + person.String(), person
}

func TestAPictureOfTheSignedPageGoesWithTheAnswer(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	path, person := onPaper(t, h, "Vera", "+393490000014")
	page := "\xff\xd8\xff\xe0 the page that she signed"
	again := hands(t, v, path+"/paper", page)
	if again.Code != http.StatusUnprocessableEntity || !again.Has("Choose what they signed.") || !again.Has("Choose the picture again") || again.Has("Nothing was lost") ||
		!again.Has("The file was not kept") {
		t.Errorf("without an answer: %d %s", again.Code, again.Body)
	}
	onPage(t, hands(t, v, path+"/paper", page, "answer", "yes"), "Written down", "The signed page goes with the answer.")
	h.Stands(person, casebook.StageProvisional)
	link := regexp.MustCompile(`href="(/team/p/[^"]*/scans/[^"]*)"`).FindStringSubmatch(v.Gets(path).Body)
	if link == nil {
		t.Fatal("the person's page does not lead to the signed page")
	}
	saved := v.Gets(link[1])
	if saved.Code != http.StatusOK || saved.Body != page || saved.Head.Get("Content-Disposition") != `attachment; filename="signed-page.jpg"` ||
		!strings.Contains(saved.Head.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d %v", saved.Code, saved.Head)
	}
	onPage(t, hands(t, v, path+"/scan", page), "Written down") // sent once more
	if n := strings.Count(v.Gets(path).Body, "/scans/"); n != 1 {
		t.Errorf("the same page is kept %d times", n)
	}
	onPage(t, hands(t, v, path+"/scan", page+", and its other side"), "Written down")
	if n := strings.Count(v.Gets(path).Body, "/scans/"); n != 2 {
		t.Errorf("of two pages %d are kept", n)
	}
	if lost := v.Gets(path + "/scans/no"); lost.Code != http.StatusNotFound {
		t.Errorf("no such scan answers %d", lost.Code)
	}
}

// TestAWrongFileHoldsNoAnswer: what somebody signed is written down whatever their picture is, and the picture is asked for again.
func TestAWrongFileHoldsNoAnswer(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes)
	for name, c := range map[string]struct{ page, say string }{
		"no picture":   {"MZ not a page at all", "no JPEG, PNG or PDF"},
		"an empty one": {"", "no JPEG, PNG or PDF"},
		"too large":    {"\xff\xd8\xff" + strings.Repeat("x", casebook.MostScan), "larger than 4 megabytes"},
	} {
		path, person := onPaper(t, h, "Vera", map[string]string{"no picture": "+393490000021", "an empty one": "+393490000022", "too large": "+393490000023"}[name])
		onPage(t, hands(t, v, path+"/paper", c.page, "answer", "no"), "Written down", c.say, path+"/scan")
		h.Stands(person, casebook.StageLeftAlone)
		if more := hands(t, v, path+"/scan", c.page); more.Code != http.StatusUnprocessableEntity || !more.Has(c.say) {
			t.Errorf("%s, again: %d", name, more.Code)
		}
		if lost := c.page != ""; hands(t, v, path+"/scan", c.page).Has("The file was not kept") != lost {
			t.Errorf("%s: it does not say what became of the file", name)
		}
		if none := v.Posts(path + "/scan"); none.Code != http.StatusUnprocessableEntity || !none.Has("Choose a picture first.") {
			t.Errorf("%s, then none: %d", name, none.Code)
		}
		onPage(t, hands(t, v, path+"/scan", "%PDF-1.7 the page"), "The signed page goes with the answer.")
		if shown := v.Gets(path); shown.Has("/scans/") {
			t.Errorf("%s: the page of somebody who is left alone leads to their papers", name)
		}
	}
}

// TestAFileBeyondAllBoundsTakesNoFormWithIt: what was typed before it was not read, so the page does not ask for it anew: the browser
// still has it.
func TestAFileBeyondAllBoundsTakesNoFormWithIt(t *testing.T) {
	h := nodetest.New(t)
	path, _ := onPaper(t, h, "Vera", "+393490000015")
	sent := hands(t, h.Visits("ana", team.Routes), path+"/paper", strings.Repeat("x", web.MaxUpload), "answer", "no")
	if sent.Code != http.StatusRequestEntityTooLarge || !sent.Has("what you wrote is still there") || sent.Has("Choose what they signed.") {
		t.Errorf("%d %s", sent.Code, sent.Body)
	}
}

// TestAFormWithAPictureIsPutAside: its words come back after signing in; the picture is chosen again.
func TestAFormWithAPictureIsPutAside(t *testing.T) {
	h := nodetest.New(t)
	path, _ := onPaper(t, h, "Vera", "+393490000014")
	nobody := h.Visits("", team.Routes)
	if sent := hands(t, nobody, path+"/paper", "%PDF-1.7 the page", "answer", "no"); sent.Code != http.StatusSeeOther || nobody.Kept.Get("answer") != "no" {
		t.Errorf("%d, kept %v", sent.Code, nobody.Kept)
	}
}
