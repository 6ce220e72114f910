package office_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/office"
)

// desks are headquarters' pages as a node serves them.
func desks(t *testing.T, h *nodetest.House) func(*web.Site) []web.Route {
	t.Helper()
	lists, err := h.Node.Lists()
	if err != nil {
		t.Fatal(err)
	}
	return func(s *web.Site) []web.Route {
		return office.Routes(s, office.Behind{Typed: node.Typed{}, Lists: lists, Fleet: h.Node})
	}
}

func path(id casebook.ID) string { return "/people/" + id.String() }

// TestTheHomePageSaysWhatNeedsAPerson tells of a coordinator's morning: safety first.
func TestTheHomePageSaysWhatNeedsAPerson(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	if page := cora.Gets("/"); !page.Has("A new house: its first steps") || !page.Has("old refusals, before anybody else") || !page.Has("Copy the folder keys") || !page.Has("Hats that nobody wears") {
		t.Errorf("a new house is not taught its first steps: %d", page.Code)
	}
	calm, worried := h.Noted("Carla", "Fonte", "+393331110001"), h.Noted("Livia", "Serra", "+393331110002")
	for _, person := range []casebook.ID{calm, worried} {
		h.Met(person)
		link := h.Told(person)
		h.Asked(person)
		h.Answers(person, "yes", link)
	}
	sara := h.Visits("sara", desks(t, h))
	page := sara.Gets("/calls/" + worried.String())
	if !page.Has("did you feel free to say no") || !page.Has("sentiva di poter dire no liberamente") || !page.Has("Chiamo per Long Reach Sea Rescue") || !page.Has("entered by the team") ||
		!page.Has(path(worried)+"/leave") { // in the language in which they were told, the same in the caller's beside it, and where a no is written down
		t.Fatalf("the caller has no script or no contact: %d", page.Code)
	}
	if page := sara.Posts("/calls/"+worried.String(), "reached", "yes"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("half a call was recorded: %d", page.Code)
	}
	if page := sara.Gets(sara.Posts("/calls/"+calm.String(), "reached", "no").To); !page.Has("nobody was reached") || !strings.Contains(page.Body, `role="status"`) {
		t.Error("it is not said that a call is recorded")
	}
	if page := sara.Gets(sara.Posts("/calls/"+worried.String(), "reached", "yes", "alone", "yes", "told", "no", "free", "yes", "note", "My uncle decides.").To); !page.Has("The call is recorded.") {
		t.Error("it is not said that a call is recorded")
	}
	page = cora.Gets("/")
	if worry, call := strings.Index(page.Body, "Livia Serra"), strings.Index(page.Body, "Carla Fonte"); worry < 0 || call < worry {
		t.Error("safety does not come first")
	}
	if page := cora.Gets(path(worried)); page.Has("My uncle") {
		t.Error("a coordinator reads what was told to safeguarding")
	}
	if page := sara.Gets(path(worried)); !page.Has("My uncle decides.") {
		t.Error("safeguarding does not read what it was told")
	}
	if page := h.Visits("ana", desks(t, h)).Gets("/calls/" + calm.String()); page.Code == http.StatusOK {
		t.Error("the scout of this very person makes the outside call")
	}
}

// TestTheHomePageSaysHowManyItDoesNotShow: a heading that counts four stands over no list of three without a word.
func TestTheHomePageSaysHowManyItDoesNotShow(t *testing.T) {
	h := nodetest.New(t)
	for i := range 4 {
		person := h.Noted("Carla", "Fonte"+string(rune('a'+i)), "+39333111010"+string(rune('0'+i)))
		h.Met(person)
		link := h.Told(person)
		h.Asked(person)
		h.Answers(person, "yes", link)
	}
	page := h.Visits("cora", desks(t, h)).Gets("/")
	if !page.Has("4 yeses wait for the outside call") || strings.Count(page.Body, `<a class="touch" href="/calls">and 1 more</a>`) != 1 {
		t.Error("the fourth is not spoken of")
	}
}

// TestAPairIsLookedAtByAPerson tells of two outside calls that spoke against how one pair asks (G28).
func TestAPairIsLookedAtByAPerson(t *testing.T) {
	h := nodetest.New(t)
	sara, cora := h.Visits("sara", desks(t, h)), h.Visits("cora", desks(t, h))
	for i, phone := range []string{"+393331110003", "+393331110004"} {
		if page := cora.Gets("/"); page.Has(`id="n-pairs"`) {
			t.Errorf("after %d calls home asks for a look at the pair", i)
		}
		person := h.Noted("Livia", "Serra", phone)
		h.Met(person)
		link := h.Told(person)
		h.Asked(person)
		h.Answers(person, "yes", link)
		sara.Posts("/calls/"+person.String(), "reached", "yes", "alone", "yes", "told", "no", "free", "yes")
	}
	if page := cora.Gets("/"); !page.Has(`id="n-pairs"`) || !page.Has(`href="/reviews"`) {
		t.Error("home does not say that somebody looks at the pair")
	}
	page := cora.Gets("/reviews")
	box := regexp.MustCompile(`name="pair" value="([^"]+)"`).FindStringSubmatch(page.Body)
	if box == nil || strings.Count(page.Body, "href=\"/people/") < 2 {
		t.Fatalf("the pair and its calls are not shown: %d", page.Code)
	}
	if page := h.Visits("ana", desks(t, h)).Posts("/reviews/pair", "pair", box[1], "note", "We are careful."); page.Code == http.StatusSeeOther {
		t.Error("the pair looked at itself")
	}
	if page := cora.Posts("/reviews/pair", "pair", box[1], "note", ""); page.Code == http.StatusSeeOther || !page.Has(`value="`+box[1]+`"`) {
		t.Errorf("settled without a word on what came of it: %d", page.Code)
	}
	if page := cora.Posts("/reviews/pair", "pair", box[1], "note", "Spoke with both; they tell the costs anew."); page.Code != http.StatusSeeOther {
		t.Fatalf("not settled: %d", page.Code)
	}
	if cora.Gets("/").Has(`id="n-pairs"`) || cora.Gets("/reviews").Has(`value="`+box[1]+`"`) {
		t.Error("it still waits for somebody")
	}
}

// TestWhatIsMissingNamesWhoCanBringIt: whoever was told today is not to be told once more, and nobody can hasten an age.
func TestWhatIsMissingNamesWhoCanBringIt(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	told, young := h.Noted("Nora", "Vento", "+393331110003"), h.Noted("Ida", "Costa", "+393331110005")
	for _, person := range []casebook.ID{told, young} {
		h.Met(person)
	}
	if err := h.Desk().Age(t.Context(), h.As("ana"), young, casebook.Age{Born: casebook.Date{Year: 2008}}); err != nil {
		t.Fatal(err)
	}
	for _, person := range []casebook.ID{told, young} {
		h.Told(person)
	}
	if page := cora.Gets(path(told)); !page.Has("it is for the next meeting") || page.Has("The scout or the mentor tells them.") {
		t.Errorf("told today:\n%s", page.Body)
	}
	if page := cora.Gets(path(young)); !page.Has("Why they count as too young") || !page.Has("From 31 December 2026 on") || !page.Has("unless the person proves their age") {
		t.Errorf("perhaps too young:\n%s", page.Body)
	}
}

// TestAQuestionThatWaitsSaysForWhom: the answer is the person's; what the pair would need to ask again is not what they wait for,
// unless nothing else can bring it.
func TestAQuestionThatWaitsSaysForWhom(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	own, without := h.Noted("Nora", "Vento", "+393331110003"), h.Noted("Ugo", "Riva", "+393331110004")
	h.Met(own)
	h.Told(own)
	h.Met(without)
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
	err := errors.Join(h.Desk().Tell(t.Context(), h.As("ana", "ben"), without, desk.Telling{Delivered: told}),
		h.Desk().Understand(t.Context(), h.As("ben"), without, casebook.Understanding{Heard: casebook.Points}))
	h.Asked(own)
	if err := errors.Join(err, h.Desk().Offer(t.Context(), h.As("ana", "ben"), without, casebook.Offer{Role: "crew"})); err != nil {
		t.Fatal(err)
	}
	h.Pass(2 * time.Hour)
	if page := cora.Gets(path(own)); !page.Has("Next: wait for their answer") || !page.Has("The answer is theirs") || page.Has("unlocked too long ago") {
		t.Errorf("with a private link:\n%s", page.Body)
	}
	if page := cora.Gets(path(without)); !page.Has("Next: ask again, both together") || !page.Has("unlocked too long ago") {
		t.Errorf("without one:\n%s", page.Body)
	}
	h.Rewrites("The sea is colder than we said.")
	for _, person := range []casebook.ID{own, without} {
		if page := cora.Gets(path(person)); !page.Has("Next: ask again, both together") || !page.Has("The text has changed since in a way that matters") || page.Has("unlocked too long ago") {
			t.Errorf("after the text changed:\n%s", page.Body)
		}
	}
}

// TestNobodyIsSentToAMinor: what comes next for somebody under 18 whom nobody has met is what the law allows (G08).
func TestNobodyIsSentToAMinor(t *testing.T) {
	h := nodetest.New(t)
	young := h.Sighted(casebook.Particulars{Given: "Ida", Family: "Costa", Born: casebook.Date{Year: h.Now().Year() - 15, Month: 1, Day: 1}})
	if page := h.Visits("cora", desks(t, h)).Gets(path(young)); page.Has("Next: the first talk") || page.Has("Nothing is missing: the team") || !page.Has("nobody goes to them") ||
		page.Has("Tell headquarters") || page.Has("under 'Birth date'") || !page.Has("/team/p/"+young.String()+"/age") || page.Has("misread") {
		t.Errorf("a minor's page:\n%s", page.Body)
	}
}

// TestTwoPeopleSaveTheSameRecord: both values are kept beside each other until somebody settles it.
func TestTwoPeopleSaveTheSameRecord(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Nora", "Vento", "+393331110003")
	cora, tom := h.Visits("cora", desks(t, h)), h.Visits("tom", desks(t, h))
	before := cora.Gets(path(person) + "/correct")
	saw := regexp.MustCompile(`name="saw" value="([^"]+)"`).FindStringSubmatch(before.Body)[1]
	save := func(v *nodetest.Visit, town string) {
		page := v.Posts(path(person)+"/correct", "form", "correct", "saw", saw, "given", "Nora", "was-given", "Nora", "family", "Vento", "was-family", "Vento", "town", town)
		if page.Code != http.StatusSeeOther {
			t.Fatalf("not saved: %d %s", page.Code, page.Body)
		}
	}
	save(cora, "Genova")
	save(tom, "Savona")
	page := cora.Gets(path(person))
	if !page.Has("Genova") || !page.Has("Savona") || !page.Has("Two people wrote different things") {
		t.Fatal("one of the two is lost")
	}
	cora.Posts(path(person)+"/settle", "field", "town", "value", "Savona")
	if page := cora.Gets(path(person)); page.Has("Two people wrote different things") || !page.Has("Savona") {
		t.Error("it is not settled")
	}
	page = cora.Posts(path(person)+"/correct", "form", "correct", "saw", saw, "phone", "12", "given", "Nora Maria", "was-given", "Nora")
	if page.Code != http.StatusUnprocessableEntity || !page.Has("Nora Maria") {
		t.Errorf("what was typed is gone with the mistake: %d", page.Code)
	}
}

// TestAnotherTerritoryIsNobody: a scout who edits the address hears what everybody hears about nobody.
func TestAnotherTerritoryIsNobody(t *testing.T) {
	h := nodetest.New(t)
	lead := casebook.Lead{Source: "list", SeenOn: casebook.Date{Year: 2026}, Territory: "ES", Place: "Vigo"}
	out, err := h.Desk().Lead(t.Context(), h.As("cora"), desk.LeadRow{Lead: lead, Particulars: casebook.Particulars{Given: "Uxía", Family: "Lago", Phones: []string{"+34600111222"}}})
	if err != nil {
		t.Fatal(err)
	}
	ana := h.Visits("ana", desks(t, h))
	there, nobody := out.Person.String(), casebook.ID{1, 2, 3}.String()
	for _, address := range []string{"", "/leave", "/correct", "/select", "/erase", "/file"} {
		a, b := ana.Gets("/people/"+there+address), ana.Gets("/people/"+nobody+address)
		if a.Code != b.Code || a.Body != b.Body || a.Code == http.StatusOK {
			t.Errorf("%s: %d and %d", address, a.Code, b.Code)
		}
	}
	for _, address := range []string{"/stop", "/no", "/left", "/correct", "/erase", "/settle"} {
		a, b := ana.Posts("/people/"+there+address), ana.Posts("/people/"+nobody+address)
		if a.Code != b.Code || a.Body != b.Body || a.Code == http.StatusSeeOther {
			t.Errorf("posted to %s: %d and %d", address, a.Code, b.Code)
		}
	}
	if page := looksFor(ana, "lago"); page.Has("Uxía") {
		t.Error("found in another territory")
	}
	if page := looksFor(h.Visits("cora", desks(t, h)), "UXIA"); !page.Has("Uxía") {
		t.Error("an accent hides somebody")
	}
}

// TestHostileTextIsText: script, a change of direction and brackets are shown, and do nothing.
func TestHostileTextIsText(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	hostile := `<script>alert(1)</script>"><img src=x onerror=1>` + "\u202e" + `{{.}}`
	page := cora.Posts("/inbox", "territory", "IT", "given", hostile, "ground", hostile, "source", hostile, "phone", "+393331110009")
	if page.Code != http.StatusSeeOther {
		t.Fatalf("not noted: %d", page.Code)
	}
	for _, address := range []string{"/people", cora.Posts("/people", "q", "<script>").To, page.To, "/inbox"} {
		if shown := cora.Gets(address); shown.Code != http.StatusOK || shown.Has("<script>alert") || shown.Has("<img src=x") {
			t.Errorf("%s: %d, and it may run", address, shown.Code)
		}
	}
}

// TestAStopIsOneTapAndASlipIsTakenBack within a minute (G02).
func TestAStopIsOneTapAndASlipIsTakenBack(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Elio", "Riva", "+393331110004")
	ana := h.Visits("ana", desks(t, h))
	ana.Posts(path(person) + "/stop")
	h.Stands(person, casebook.StageLeftAlone)
	if page := ana.Gets(path(person)); !page.Has("take it back") || !page.Has("Please do not approach") {
		t.Error("a slip cannot be taken back")
	}
	ana.Posts(path(person) + "/undo-stop")
	h.Stands(person, casebook.StageNoted)
	ana.Posts(path(person) + "/stop")
	h.Pass(2 * time.Minute)
	if page := ana.Gets(path(person)); page.Has("take it back") {
		t.Error("it can be taken back for ever")
	}
	if page := ana.Posts(path(person) + "/undo-stop"); page.Code == http.StatusSeeOther {
		t.Error("it was taken back after two minutes")
	}
	other := h.Noted("Ida", "Costa", "+393331110005")
	h.Met(other)
	ana.Posts(path(other)+"/no", "covers", "organisation")
	h.Stands(other, casebook.StageLeftAlone)
	if page := ana.Gets(path(other)); !page.Has("for the whole organisation") {
		t.Error("what the no covers is lost")
	}
}

// TestANamesakeIsDecidedByOneClick and a reason, by somebody outside the team.
func TestANamesakeIsDecidedByOneClick(t *testing.T) {
	h := nodetest.New(t)
	h.Noted("Rita", "Moro", "+393331110006")
	cora, ana := h.Visits("cora", desks(t, h)), h.Visits("ana", desks(t, h))
	noted := []string{"territory", "IT", "given", "Rita", "family", "Moro", "phone", "+393331110006"}
	cora.Posts("/inbox", append(noted, "town", "Pisa")...)
	if page := ana.Gets(ana.Posts("/inbox", append(noted, "town", "Lucca")...).To); !page.Has("Please do not approach") || page.Has("held back") {
		t.Error("a team learns more than the one sentence, or less")
	}
	page := cora.Gets("/reviews")
	form := regexp.MustCompile(`action="/reviews/([a-z2-7]+)">\s*<input type="hidden" name="ref" value="([^"]+)"`).FindStringSubmatch(page.Body)
	if form == nil {
		t.Fatalf("nothing to decide: %d", page.Code)
	}
	second, ref := form[1], form[2]
	if page := cora.Posts("/reviews/"+second, "ref", ref, "verdict", "different"); page.Code == http.StatusSeeOther {
		t.Error("decided without a reason")
	}
	if page := cora.Posts("/reviews/"+second, "ref", ref, "verdict", "different", "reason", "mother and daughter"); page.To != "/reviews?noted=different" {
		t.Errorf("not decided: %d", page.Code)
	}
	if again := cora.Gets("/reviews"); strings.Contains(again.Body, ref) || strings.Contains(again.Body, `role="status"`) {
		t.Error("it still waits")
	}
	if again := cora.Gets("/reviews?noted=different"); !again.Has("Recorded: somebody else.") || !strings.Contains(again.Body, `role="status"`) {
		t.Error("that it is decided is not said")
	}
	if page := ana.Gets("/reviews"); page.Code != http.StatusForbidden || !strings.Contains(page.Body, `href="/staff/rights"`) {
		t.Errorf("a scout decides, or is not led to the page that says who does: %d", page.Code)
	}
}

// TestAnErasureTakesTwo to confirm, or two outside the team to deny.
func TestAnErasureTakesTwo(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Silvio", "Orso", "+393331110007")
	cora := h.Visits("cora", desks(t, h))
	cora.Posts(path(person) + "/erase")
	h.Stands(person, casebook.StageHidden)
	page := cora.Gets("/requests")
	if !page.Has("Waits for a second person") || page.Has("Silvio") {
		t.Errorf("the request is not listed, or names the person: %d", page.Code)
	}
	both := h.Visits("sara", desks(t, h), "tom")
	both.Posts("/requests/" + person.String() + "/confirm")
	if page := both.Gets("/requests"); !page.Has("Will be done on") {
		t.Error("two people stand behind it, and it still waits")
	}
	if page := both.Posts("/requests/" + person.String() + "/deny"); page.Code != http.StatusSeeOther {
		t.Errorf("two outside the team cannot deny it: %d", page.Code)
	}
	h.Stands(person, casebook.StageNoted)
}

// TestFiguresOpenToTheirPeople and keep their bounds.
func TestFiguresOpenToTheirPeople(t *testing.T) {
	h := nodetest.New(t)
	yes, no := h.Noted("Ada", "Luce", "+393331110010"), h.Noted("Pia", "Neve", "+393331110011")
	h.SaysYes(yes)
	h.Met(no)
	link := h.Told(no)
	h.Asked(no)
	cora := h.Visits("cora", desks(t, h))
	if page := cora.Gets("/figures"); !page.Has("at most 2") || !page.Has("1 answer or yes is still open") || page.Has("50 %") {
		t.Error("a bound was made a number")
	}
	h.Answers(no, "no", link)
	page := cora.Gets("/figures")
	for _, address := range regexp.MustCompile(`href="(/people\?[^"]*list=(?:no|reached)[^"]*)"`).FindAllStringSubmatch(page.Body, -1) {
		found := cora.Gets(strings.ReplaceAll(address[1], "&amp;", "&"))
		if !found.Has("Pia Neve") {
			t.Errorf("%s does not open to its people", address[1])
		}
	}
	if !page.Has("Week by week") {
		t.Error("the weeks are not drawn")
	}
	h.Verifies()
}

// uploads sends a file as a browser does.
func uploads(t *testing.T, v *nodetest.Visit, kind, name, content string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, content)
	_ = form.WriteField("kind", kind)
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, "/import", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	v.Handler.ServeHTTP(w, r)
	return w
}

// TestAListComesIn from the look to the rejects.
func TestAListComesIn(t *testing.T) {
	h := nodetest.New(t)
	h.Noted("Gina", "Volpe", "+393331110012")
	cora := h.Visits("cora", desks(t, h))
	w := uploads(t, cora, "leads", `C:\lists\office "1".csv`, "Given;Family;Phone;Town\nGina;Volpe;+393331110012;Pisa\nOtto;Bruno;+393331110013;Pisa\n;;;\n;;;Pisa\n")
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("not kept: %d %s", w.Code, w.Body)
	}
	look := cora.Gets(to)
	if !look.Has("Otto Bruno") || !look.Has("somebody decides") || look.Has(`C:\lists`) {
		t.Errorf("the look does not say what will happen: %d", look.Code)
	}
	if page := cora.Posts(to, "order", "dmy", "territory", "IT", "column-A", "no such field"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("a column holds what no column can hold: %d", page.Code)
	}
	if page := cora.Posts(to, "order", "dmy", "territory", "IT"); page.Code != http.StatusSeeOther {
		t.Fatalf("not taken in: %d %s", page.Code, page.Body)
	}
	for tries := 0; cora.Gets(to).Has("It is coming in"); tries++ {
		if tries > 100_000 {
			t.Fatal("it never ends")
		}
	}
	if page := cora.Gets(to); !page.Has("Download the rows") {
		t.Error("the row without anybody is not given back")
	}
	if page := cora.Gets(to + "/rejects.csv"); !page.Has("Pisa") || page.Has("Otto") {
		t.Error("the rejects are not those that were rejected")
	}
	if page := looksFor(cora, "otto bruno"); !page.Has("Otto Bruno") {
		t.Error("nobody came in")
	}
	if page := h.Visits("ana", desks(t, h)).Gets(to); page.Code != http.StatusForbidden {
		t.Errorf("a scout looks at an uploaded list: %d", page.Code)
	}
}

// TestAListSaysWhatItLoses: every value that is not taken in as it stands is named, row by row, before anybody takes
// the list in and after.
func TestAListSaysWhatItLoses(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	to := uploads(t, cora, "leads", "office.csv", "Given;Family;Phone;Born\nGina;Volpe;+393331110012;31/02/1990\nOtto;Bruno;12ab;1990-13-45\nIda;Ricci;+393331110014;14/02/1990\n").Header().Get("Location")
	const day, month = ": That month has no such day in that year", ": A month above 12"
	const phone = ": This is no phone number"
	lost := []string{"Row 2, column D" + day, "Row 3, column D" + month, "Row 3, column C" + phone}
	look := cora.Gets(to)
	for _, want := range []string{`Row 2, column D, <bdi class="code">31/02/1990</bdi>` + day, `Row 3, column D, <bdi class="code">1990-13-45</bdi>` + month,
		`Row 3, column C, <bdi class="code">12ab</bdi>` + phone, "<bdi>14 February 1990</bdi>", "3 values will not come in as they stand", "<details open>"} {
		if !look.Has(want) {
			t.Errorf("the look does not say %q", want)
		}
	}
	if look.Has("Row 4, column") {
		t.Error("the look finds fault with a row that is whole")
	}
	if bare := cora.Gets(uploads(t, cora, "leads", "bare.csv", "Given;Family;Phone;Born\n").Header().Get("Location")); bare.Has("Take them in") || bare.Has("have no country") {
		t.Error("a list without rows can be taken in, or asks for a country")
	}
	cora.Posts(to, "order", "dmy", "territory", "IT")
	for tries := 0; cora.Gets(to).Has("It is coming in"); tries++ {
		if tries > 100_000 {
			t.Fatal("it never ends")
		}
	}
	result := cora.Gets(to)
	for _, want := range lost {
		if !result.Has(want) {
			t.Errorf("the result does not say %q", want)
		}
	}
	again := cora.Gets(uploads(t, cora, "leads", "office.csv", "Given;Family;Phone;Born\nGina;Volpe;+393331110012;31/02/1990\n").Header().Get("Location"))
	if !again.Has("came in before") || again.Has("somebody decides</span>") {
		t.Error("the look does not know a row that came in before")
	}
}

// TestUploadsThatLie get a clear page, and nothing of them is kept.
func TestUploadsThatLie(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	for name, content := range map[string]string{
		"empty.csv": "", "program.csv": "\x7fELF\x02\x01\x01" + strings.Repeat("\x00\x01", 400), "broken.xlsx": "PK\x03\x04 and nothing else",
		"noes.csv": "Name;Phone;Declined on\nA B;+393331110014;2020-01-01\n",
	} {
		if w := uploads(t, cora, "leads", name, content); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#f-file"`) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := uploads(t, cora, "", "people.csv", "Name;Phone\nA Bianchi;+393331110014\n"); strings.Contains(w.Body.String(), "Nothing was lost") || strings.Count(w.Body.String(), "choose it again") != 1 {
		t.Error("a list of nobody knows what: it is not said, once, that the file is to be chosen again")
	}
	if page := cora.Gets("/import"); !page.Has("No list is being worked on") {
		t.Error("something of them was kept")
	}
	if w := uploads(t, cora, "refusals", "noes.csv", "Name;Phone;Declined on\nA Bianchi;+393331110014;2020-01-01\n"); w.Code != http.StatusSeeOther {
		t.Errorf("a list of noes as such: %d", w.Code)
	}
}

// TestPagesAreSmall: less than 30 kB on the line (numbers.md), with two hundred people in the house.
func TestPagesAreSmall(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(1, 200)
	person := h.Noted("Ugo", "Ricci", "+393331110015")
	h.SaysYes(person)
	cora := h.Visits("cora", desks(t, h))
	for _, address := range []string{"/", "/people", path(person), "/inbox", "/reviews", "/calls", "/requests", "/figures", "/import"} {
		page := cora.Gets(address)
		var out bytes.Buffer
		zipped := gzip.NewWriter(&out)
		_, _ = io.WriteString(zipped, page.Body)
		_ = zipped.Close()
		if page.Code != http.StatusOK || out.Len() > 30_000 {
			t.Errorf("%s: %d, %d bytes compressed", address, page.Code, out.Len())
		}
		french := h.Visits("cora", desks(t, h))
		french.Lang = "fr"
		if page := french.Gets(address); page.Has(">office.") || !page.Has(`<html lang="fr"`) {
			t.Errorf("%s is not in French", address)
		}
	}
}

// TestHeadquartersReadsWhyAnAnswerDoesNotCount: the neutral sentence is for teams (G01).
func TestHeadquartersReadsWhyAnAnswerDoesNotCount(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Elio", "Riva", "+393331110005")
	h.Met(person)
	link := h.Told(person)
	h.Asked(person)
	h.Answers(person, "yes", link)
	h.Pass(time.Hour)
	if err := h.Desk().Withdraw(t.Context(), h.As("cora"), person, nil); err != nil {
		t.Fatal(err)
	}
	page := h.Visits("cora", desks(t, h)).Gets(path(person))
	if !page.Has("Does not count. They left on ") || page.Has("Does not count. Please do not approach") {
		t.Error("headquarters does not read that they left")
	}
	for _, line := range strings.Split(page.Body, "\n") {
		if strings.Contains(line, "Please do not approach") {
			t.Log(line)
		}
	}
}
