package team_test

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/node/nodetest"
	"willing/web"
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
	leads(t, v.Posts(path+"/age", "year", "1990", "month", "5", "day", "17", "paper", "said"), path)
	onPage(t, v.Gets(path+"/tell"), "In questo lavoro ci si può fare male", `action="`+path+`/stop"`)
	hand := v.Gets(path + "/hand-over")
	onPage(t, hand, `name="understands"`)
	door := hidden(t, hand, "door")
	onPage(t, v.Posts(path+"/hand-over", "full", "link", "cost", "aloud", "understands", "on", "door", door, "secret", hidden(t, hand, "secret"),
		"in", hidden(t, hand, "in"), "role", "crew"), "/p/"+door+"#", "<svg")
	leads(t, v.Posts(path+"/points", "heard", "voluntary", "heard", "may-leave", "heard", "risks", "heard", "costs"), path)
}

// A link that is made on a laptop leads to headquarters, never to the laptop; where no other phone could reach the
// address that the laptop knows, no link is offered.
func TestALinkMadeOnALaptopLeadsToHeadquarters(t *testing.T) {
	h := nodetest.New(t)
	at := func(headquarters string) *nodetest.Visit {
		return h.Visits("ana", func(s *web.Site) []web.Route {
			s.Headquarters = headquarters
			return team.Routes(s)
		}, "ben")
	}
	near, far := at("http://localhost:8080"), at("https://house.example/")
	path := noted(t, near, "Maria Rossi", "333 1112233")
	leads(t, near.Posts(path+"/talk", "before", "no", "came", "on"), path)
	leads(t, near.Posts(path+"/age", "year", "1990", "month", "5", "day", "17", "paper", "said"), path)
	hand := near.Gets(path + "/hand-over")
	onPage(t, hand, `value="paper" checked`, `value="phone"`)
	form := []string{"full", "link", "cost", "aloud", "understands", "on", "door", hidden(t, hand, "door"), "secret", hidden(t, hand, "secret"), "in", "it", "role", "crew"}
	if refused := near.Posts(path+"/hand-over", form...); hand.Has(`value="link"`) || refused.Has("<svg") {
		t.Error("a link is offered that opens on no other phone")
	}
	onPage(t, far.Gets(path+"/hand-over"), `value="paper" checked`, `value="link"`)
	onPage(t, far.Posts(path+"/hand-over", form...), "https://house.example/p/"+hidden(t, hand, "door")+"#", "only once this device has exchanged with headquarters")
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

// TestTodayOffersOnlyWhatCanBeDone: who cannot be asked today stands under 'Not today', with the day from which on it
// changes; who is next is somebody with whom the team can go on.
func TestTodayOffersOnlyWhatCanBeDone(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	next := func() string {
		_, after, _ := strings.Cut(v.Gets("/team").Body, `id="next"`)
		before, _, _ := strings.Cut(after, "</section>")
		return before
	}
	later := func() string {
		_, after, _ := strings.Cut(v.Gets("/team").Body, `id="later"`)
		before, _, _ := strings.Cut(after, "</section>")
		return before
	}
	maria, ugo := noted(t, v, "Maria Rossi", "333 1112233"), noted(t, v, "Ugo Ferrero", "333 4445566")
	told(t, v, maria)
	if page := later(); !strings.Contains(page, "Maria Rossi") || !strings.Contains(page, "The next meeting begins 3 March 2026") || !strings.Contains(next(), "Ugo Ferrero") {
		t.Fatalf("told today:\n%s\nnext:\n%s", page, next())
	}
	onPage(t, v.Gets(maria), "Next: ask, at the next meeting", "The next meeting begins 3 March 2026")
	h.Pass(24 * time.Hour)
	if page := next(); later() != "" || !strings.Contains(page, "Maria Rossi") || !strings.Contains(page, "Understood on 2 March 2026. Can be asked today.") {
		t.Fatalf("the day after:\n%s", page)
	}

	leads(t, v.Posts(ugo+"/talk", "before", "no", "came", "on"), ugo)
	leads(t, v.Posts(ugo+"/age", "year", "2008", "month", "11", "paper", "said"), ugo)
	if page := later(); !strings.Contains(page, "Ugo Ferrero") || !strings.Contains(page, "before 30 November 2026") {
		t.Fatalf("too young, or may be:\n%s", page)
	}
	onPage(t, v.Gets(ugo), "Not yet: too young to be asked", "was noted as November 2008", "they count as born on 30 November 2008", "From 30 November 2026 on")
	leads(t, v.Posts(ugo+"/age", "year", "2008", "paper", "said"), ugo)
	page := v.Gets(ugo) // old enough, perhaps
	onPage(t, page, "Perhaps too young: a document decides", "Nobody asks before a document shows the age", "Note a document", `href="`+ugo+`/tell"`)
	if page.Has("Leave them be until then") || page.Has(`href="`+ugo+`/minor"`) || page.Has(`href="`+ugo+`/ask"`) {
		t.Errorf("a document decides:\n%s", page.Body)
	}
	leads(t, v.Posts(ugo+"/age", "year", "2007", "month", "11", "day", "3", "paper", "passport"), ugo)
	if later() != "" {
		t.Fatalf("a document decided:\n%s", later())
	}
}

// TestAYesSaysWhatItWaitsFor: once the time for thinking it over is past, a team reads that the outside call is awaited.
func TestAYesSaysWhatItWaitsFor(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	maria := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(maria)
	link := h.Told(maria)
	h.Pass(24 * time.Hour)
	h.Asked(maria)
	h.Answers(maria, "yes", link)
	path := "/team/p/" + maria.String()
	onPage(t, v.Gets("/team"), "thinking it over")
	onPage(t, v.Gets(path), "thinking it over", "Time to think it over runs")
	h.Pass(25 * time.Hour)
	for _, page := range []string{"/team", path} {
		got := v.Gets(page)
		onPage(t, got, "Said yes on 4 March 2026; waits for the outside call (from headquarters).")
		if got.Has("thinking it over") {
			t.Errorf("%s still says that they think it over", page)
		}
	}
	h.Called(maria)
	got := v.Gets(path)
	onPage(t, got, "Said yes on 4 March 2026, and the yes counts.")
	if got.Has("outside call") {
		t.Error("the outside call was made")
	}
}

// TestADateOfAListIsToBeHeard: a birth date on a list is no age that the person said (G08).
func TestADateOfAListIsToBeHeard(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	maria := h.Sighted(casebook.Particulars{Given: "Maria", Family: "Rossi", Born: casebook.Date{Year: 1990, Month: 5, Day: 17}})
	path := "/team/p/" + maria.String()
	leads(t, v.Posts(path+"/talk", "before", "no", "came", "on"), path)
	onPage(t, v.Gets(path), "the list says 17 May 1990, not yet heard from the person")
	form := v.Gets(path + "/age")
	onPage(t, form, "The list says 17 May 1990.")
	if form.Has(`value="1990"`) || form.Has(" selected") {
		t.Error("what a list says is filled in as if the person had said it")
	}
	if interview := v.Gets(path + "/form/first-interview"); interview.Code != 200 || interview.Has(`value="35"`) || interview.Has(`value="36"`) {
		t.Error("the age of a list is filled in as if the person had said it")
	}
	for _, hasty := range [][]string{nil, {"year", "1990", "month", "5", "day", "17"}, {"paper", "said"}} {
		if a := v.Posts(path+"/age", hasty...); a.Code != 422 {
			t.Errorf("%v was taken: status %d", hasty, a.Code)
		}
	}
	if a := v.Posts(path+"/age", "year", "1990"); !a.Has("Choose whether a document showed it.") {
		t.Errorf("the page does not say what is to be chosen:\n%s", a.Body)
	}
	onPage(t, v.Gets(path), "the list says")
	leads(t, v.Posts(path+"/age", "year", "1990", "month", "5", "day", "17", "paper", "said"), path)
	if v.Gets(path).Has("the list says") {
		t.Error("the person has said it")
	}
}

// TestATeamReadsWhichBirthDateDecides: what the person said stands beside what counts, and what they said is what the form has.
func TestATeamReadsWhichBirthDateDecides(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	maria := h.Sighted(casebook.Particulars{Given: "Maria", Family: "Rossi", Born: casebook.Date{Year: 1999, Month: 5, Day: 17}})
	path := "/team/p/" + maria.String()
	leads(t, v.Posts(path+"/talk", "before", "no", "came", "on"), path)
	leads(t, v.Posts(path+"/age", "year", "1990", "month", "5", "day", "17", "paper", "said"), path)
	decides, not := "<bdi>17 May 1999</bdi>, noted with the name. This date decides.", "<bdi>17 May 1990</bdi>, by word of mouth. Does not decide: A later birth date is on record too"
	onPage(t, v.Gets(path), decides)
	onPage(t, v.Gets(path), not)
	form := v.Gets(path + "/age")
	onPage(t, form, decides)
	onPage(t, form, `value="1990"`)
	leads(t, v.Posts(path+"/age", "year", "1990", "month", "5", "day", "17", "paper", "passport"), path)
	onPage(t, v.Gets(path), "<bdi>17 May 1990</bdi>, shown by a document. This date decides.")
}

// TestTodayPutsWhomToMeetBeforeWhoWaits, and folds who waits.
func TestTodayPutsWhomToMeetBeforeWhoWaits(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	told(t, v, noted(t, v, "Maria Rossi", "333 1112233"))
	noted(t, v, "Ugo Ferrero", "333 4445566")
	page := v.Gets("/team").Body
	meet, waits := strings.Index(page, `id="new"`), strings.Index(page, `<details>
<summary><h2 id="later">Not today</h2><span class="small num">1</span></summary>`)
	if meet < 0 || waits < meet {
		t.Errorf("someone to meet at %d, who waits folded at %d:\n%s", meet, waits, page)
	}
}

// TestWhomToMeetStandsByTerritory, a page at a time, and the day's page stays short.
func TestWhomToMeetStandsByTerritory(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	many := map[string]int{"IT": 21, "FR": 1}
	for territory, n := range many {
		for i := range n {
			row := desk.LeadRow{Lead: casebook.Lead{Territory: territory, Place: "Harbour", Source: "harbour talk"}}
			row.Particulars = casebook.Particulars{Given: fmt.Sprint("Met", territory, string(rune('a'+i))), Family: "Rossi", Phones: []string{fmt.Sprintf("+3933311%05d", i+100*n)}}
			if _, err := h.Desk().Lead(t.Context(), h.As("cora"), row); err != nil {
				t.Fatal(err)
			}
		}
	}
	day := v.Gets("/team")
	onPage(t, day, `href="/team/meet/IT"`, `href="/team/meet/FR"`, "more than 20")
	if n := strings.Count(day.Body, "MetIT"); n > 1 { // who is next
		t.Errorf("%d of those to meet stand on the day's page", n)
	}
	next := regexp.MustCompile(`href="(/team/meet/IT\?after=[^"]+)"`)
	first := v.Gets("/team/meet/IT")
	on := next.FindStringSubmatch(first.Body)
	if on == nil || strings.Count(first.Body, "MetIT") != 20 {
		t.Fatalf("the first page shows %d:\n%s", strings.Count(first.Body, "MetIT"), first.Body)
	}
	second := v.Gets(on[1])
	if strings.Count(second.Body, "MetIT") != 1 || next.MatchString(second.Body) {
		t.Errorf("the second page:\n%s", second.Body)
	}
	if a := v.Gets("/team/meet/ES"); a.Code != 404 {
		t.Errorf("a territory of others: %d", a.Code)
	}
	if a := v.Gets("/team/meet/IT?after=%2F%2F"); a.Code != 200 {
		t.Errorf("a mangled address: %d", a.Code)
	}
}

// TestWhereTheOtherHalfUnlocksHasOneName, on the pages, in the terminal and in the manual.
func TestWhereTheOtherHalfUnlocksHasOneName(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"../../cli/demo.go", "../../docs/manual/demo.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if name := words.Say("en", "team.ask.unlock.pair"); !strings.Contains(string(text), "'"+name+"'") {
			t.Errorf("%s does not say %q", file, name)
		}
	}
}

// TestTheFirstTalkIsNoInterview: the programme's first interview and the team's first talk have names of their own.
func TestTheFirstTalkIsNoInterview(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locale.Languages {
		text, err := os.ReadFile("../../examples/sea-rescue/words/" + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if talk := words.Say(lang, "team.station.talk"); strings.Contains(string(text), "first-interview: "+talk+"\n") {
			t.Errorf("%s: %q is both", lang, talk)
		}
	}
}

// TestNobodyIsAskedOnAnOldText: a text that changed in a way that matters comes first, for whoever understood the old one
// and for whoever was asked on it.
func TestNobodyIsAskedOnAnOldText(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	understood, asked := h.Noted("Maria", "Rossi", "+393331112231"), h.Noted("Ida", "Neri", "+393331112232")
	for _, p := range []casebook.ID{understood, asked} {
		h.Met(p)
		h.Told(p)
	}
	h.Asked(asked)
	h.Pass(2 * time.Hour)
	onPage(t, v.Gets("/team/p/"+asked.String()), "Asked: the answer is theirs")
	h.Rewrites("Un motore su dieci si rompe.")
	onPage(t, v.Gets("/team"), "The text has changed since. Tell them the new one first.")
	for _, p := range []casebook.ID{understood, asked} {
		a := v.Gets("/team/p/" + p.String())
		onPage(t, a, "Next: tell the new text", p.String()+"/tell")
		if a.Has("Turn the phone round") || a.Has(p.String()+"/ask\"") {
			t.Errorf("somebody is to be asked on the old text:\n%s", a.Body)
		}
	}
}

func TestATeamMeetsAndTellsSomebodyInArabic(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	v.Lang = "ar"
	onPage(t, v.Gets("/team"), `dir="rtl"`, "تحقق أولا")
	path := noted(t, v, "ليلى حداد", "333 4445566")
	told(t, v, path)
	onPage(t, v.Gets(path), "الإخبار والسؤال لقاءان", "الشخص يريد التوقف")
}

// TestWhoSaidYesIsLeftBe: no talk is offered with them. One that was held nevertheless begins with the same question, and a
// true yes to it sets nobody aside.
func TestWhoSaidYesIsLeftBe(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Ida", "Neri", "+393331112238")
	path := "/team/p/" + person.String()
	if v.Gets(path).Has("Another talk") {
		t.Error("another talk is offered before the first")
	}
	onPage(t, v.Gets(path+"/talk"), "<h1>First talk</h1>")
	h.Met(person)
	first := v.Gets(path)
	onPage(t, first, "Another talk")
	h.Pass(48 * time.Hour)
	onPage(t, v.Gets(path+"/talk"), "<h1>Another talk</h1>", "The first talk was on", "Has one of us spoken to you before?")
	station := regexp.MustCompile("(?s)<b>First talk</b>.*?</li>")
	leads(t, v.Posts(path+"/talk", "before", "yes", "came", "on"), path)
	if now := v.Gets(path); station.FindString(now.Body) != station.FindString(first.Body) || station.FindString(now.Body) == "" {
		t.Errorf("the first talk is another now: %s", station.FindString(now.Body))
	}
	link := h.Told(person)
	h.Asked(person)
	h.Answers(person, "yes", link)
	page := v.Gets(path)
	onPage(t, page, "Leave them be")
	if page.Has("Another talk") || page.Has(path+"/talk") {
		t.Error("a talk is offered with somebody who said yes")
	}
	leads(t, v.Gets(path+"/talk"), path)
	leads(t, v.Posts(path+"/talk", "before", "yes", "came", "on"), path)
	onPage(t, v.Gets(path), "Leave them be")
	if s := h.Shows(person); s.Yes == nil || s.Alone || len(s.Matches) > 0 {
		t.Errorf("one true word locked somebody away: %+v", s.Matches)
	}
}

func TestTheOneNeutralSentenceIsAlikeForEveryCause(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	pages := map[string]string{}
	for name, make := range map[string]func(casebook.ID){
		"no":      func(p casebook.ID) { h.Answers(p, "no", h.Told(p)) },
		"stop":    func(p casebook.ID) { stops(t, h, p) },
		"not now": func(p casebook.ID) { link := h.Told(p); h.Asked(p); h.Answers(p, "not-now", link) },
		"possible": func(casebook.ID) {
			list := []casebook.Particulars{{Given: "possible", Family: "Rossi", Town: "Pisa", Phones: []string{"+393331112233"}}}
			if _, _, err := h.Desk().ImportRefusals(t.Context(), h.As("cora"), "an old list", list); err != nil {
				t.Fatal(err)
			}
		},
	} {
		person := h.Noted(name, "Rossi", map[string]string{"no": "+393331112231", "stop": "+393331112232", "not now": "+393331112234", "possible": "+393331112233"}[name])
		h.Met(person)
		make(person)
		if name == "possible" {
			_, _ = h.Desk().Check(t.Context(), h.As("ana"), person)
		}
		a := v.Gets("/team/p/" + person.String())
		onPage(t, a, "Please do not approach; ask headquarters.")
		if a.Has("Rossi") {
			t.Errorf("%s: the page names the person", name)
		}
		pages[a.Body] += name + " "
	}
	if len(pages) != 1 {
		t.Errorf("the pages differ: %d", len(pages))
	}
}

// TestAStopIsAlikeForEverybody: a stop by any id is taken, and the pages say the same of whoever is elsewhere,
// unknown, left alone or hidden.
func TestAStopIsAlikeForEverybody(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	closed, hidden, away := h.Noted("Ugo", "Verdi", "+393331112231"), h.Noted("Ida", "Neri", "+393331112232"), h.Noted("Eva", "Bruni", "+393331112233")
	for _, err := range []error{
		h.Desk().Stop(t.Context(), h.As("cora"), closed), h.Desk().AskErasure(t.Context(), h.As("cora"), hidden, nil),
		h.Desk().Move(t.Context(), h.As("cora"), away, "ES"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	say := map[string]string{}
	for _, p := range []casebook.ID{closed, hidden, away, {1, 2, 3}} {
		path := "/team/p/" + p.String()
		at := v.Posts(path + "/stop")
		undone := v.Posts(path + "/stopped")
		paper := v.Posts(path+"/paper", "answer", "no")
		onPage(t, paper, "Written down")
		scan := hands(t, v, path+"/scan", "%PDF-1.7 the page")
		all := strings.ReplaceAll(paper.Body+at.To+v.Gets(at.To).Body+fmt.Sprint(undone.Code, scan.Code)+scan.Body, p.String(), "P")
		say[regexp.MustCompile("[0-9a-f]{16}").ReplaceAllString(all, "CODE")] += p.String()
		v.Posts(path + "/stop")
		if !h.Shows(p).Refused {
			t.Error("a stop was lost")
		}
	}
	if len(say) != 1 {
		t.Errorf("the pages differ: %d", len(say))
	}
}

func stops(t *testing.T, h *nodetest.House, p casebook.ID) {
	t.Helper()
	if err := h.Desk().Stop(t.Context(), h.As("ana"), p); err != nil {
		t.Fatal(err)
	}
}

func TestWhoeverSaidNoIsFoundByNoName(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	path := noted(t, v, "Maria Rossi", "333 1112233")
	stopped := v.Posts(path + "/stop").To
	onPage(t, v.Gets(stopped), "Left in peace", "A slip of the finger?")
	for _, q := range []string{"Maria Rossi", "333 1112233", "+39 333 1112233"} {
		a := v.Posts("/team/check", "q", q)
		onPage(t, a, "Please do not approach; ask headquarters.")
		if a.Has("/team/p/") || a.Has(`name="source"`) {
			t.Errorf("%s: the page leads on", q)
		}
	}
	onPage(t, v.Gets("/team"), "One person is left in peace since today")
	if v.Gets("/team").Has("Maria") || v.Gets("/team/evening").Has("Maria") {
		t.Error("the name is still there")
	}
	h.Pass(2 * time.Minute)
	if v.Gets(stopped).Has("A slip of the finger?") {
		t.Error("a stop can be undone for 60 seconds only")
	}
}

// TestSomebodyElseMayHaveTheSameNumber: a family shares a telephone. A check that finds one of us leads on to the other, and headquarters
// decides whether they are two.
func TestSomebodyElseMayHaveTheSameNumber(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	first := noted(t, v, "Maria Rossi", "333 1112233")
	onPage(t, v.Posts("/team/check", "q", "333 1112233"), "Is it one of these?", first, "No, it is somebody else", `name="source"`, "333 1112233")
	onPage(t, v.Posts("/team/note", "name", "Anna Verdi", "phone", "333 1112233", "source", "harbour talk", "territory", "IT"), "Please do not approach; ask headquarters.")
	aside, err := h.Desk().List(t.Context(), h.As("cora"), desk.Query{List: desk.ListReview})
	if err != nil || len(aside.Rows) != 1 || aside.Rows[0].Name != "Anna Verdi" {
		t.Errorf("headquarters has nobody to decide about: %+v (%v)", aside, err)
	}
}

func TestAnotherTerritorysPersonIsNobody(t *testing.T) {
	h := nodetest.New(t)
	lead := casebook.Lead{Source: "office", SeenOn: casebook.Date{Year: 2026}, Territory: "ES", Place: "Vigo"}
	out, err := h.Desk().Lead(t.Context(), h.As("cora"), desk.LeadRow{Lead: lead, Particulars: casebook.Particulars{Full: "Uxia Pazos", Phones: []string{"+34600111222"}}})
	if err != nil {
		t.Fatal(err)
	}
	v := h.Visits("ana", team.Routes, "ben")
	path := "/team/p/" + out.Person.String()
	missing := v.Gets("/team/p/" + strings.Repeat("a", 25) + "a")
	for _, p := range []string{"", "/talk", "/tell", "/hand-over", "/points", "/ask", "/age", "/form/first-interview", "/paper"} {
		if a := v.Gets(path + p); a.Code != 404 || a.Has("Uxia") || a.Body != missing.Body {
			t.Errorf("%s: status %d", p, a.Code)
		}
	}
	onPage(t, v.Posts("/team/check", "q", "+34 600 111 222"), "Please do not approach; ask headquarters.")
}

func TestHostileTextStaysText(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	evil := `<script>alert(1)</script>"'` + "\u202eevil"
	path := noted(t, v, evil, "333 1112233")
	for _, p := range []string{"/team", path, path + "/talk", path + "/tell", "/team/evening"} {
		if a := v.Gets(p); a.Code != 200 || a.Has("<script>alert") {
			t.Errorf("%s: status %d, or the script came through", p, a.Code)
		}
	}
	if a := v.Posts("/team/note", "name", strings.Repeat("x", 2<<20)); a.Code != 413 {
		t.Errorf("two megabytes: status %d", a.Code)
	}
	for _, bad := range []string{"32", "abc", "-1"} {
		if a := v.Posts(path+"/age", "day", bad, "month", "2", "year", "1990"); a.Code != 422 || !a.Has("This is no date") {
			t.Errorf("day %s: status %d", bad, a.Code)
		}
	}
}

func TestTheSameSightingSentTwiceIsOnePerson(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	first := noted(t, v, "Maria Rossi", "333 1112233")
	again := v.Posts("/team/note", "name", "Maria Rossi", "phone", "333 1112233", "source", "harbour talk", "territory", "IT", "tongue", "it", "town", "Livorno")
	if leads(t, again, ""); again.To != first {
		t.Errorf("it leads to %s", again.To)
	}
}

func TestAMissedPointIsExplainedAgain(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(person)
	path := "/team/p/" + person.String()
	hand := v.Gets(path + "/hand-over?in=it")
	leads(t, v.Posts(path+"/hand-over", "full", "paper", "cost", "aloud", "understands", "on", "in", "it"), "/points")
	_ = hand
	onPage(t, v.Posts(path+"/points", "heard", "voluntary", "heard", "risks"), "the failure is ours", "I may leave")
	h.Pass(24 * time.Hour)
	onPage(t, v.Gets(path+"/ask"), "Not yet heard", "I may leave; the main costs", "G06")
	leads(t, v.Posts(path+"/points", "heard", "may-leave", "heard", "costs"), path)
	onPage(t, v.Gets(path+"/ask"), "yes or no")
}

// TestOnlyAMentorTicksWhatTheyHear: a scout alone reads first who may, and nothing is said to be noted that is not (G06).
func TestOnlyAMentorTicksWhatTheyHear(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(person)
	path := "/team/p/" + person.String() + "/points"
	pair := h.Visits("ana", team.Routes, "ben")
	leads(t, pair.Posts("/team/p/"+person.String()+"/hand-over", "full", "paper", "cost", "aloud", "understands", "on", "in", "it"), path)
	none := pair.Posts(path)
	onPage(t, none, "None of the four is noted.")
	if none.Has("What was heard is noted") {
		t.Error("nothing was heard")
	}
	alone := h.Visits("ana", team.Routes)
	form := alone.Gets(path)
	onPage(t, form, "Only the mentor who listens can tick", "/unlock?")
	if form.Has(`name="heard"`) {
		t.Error("a scout is asked to tick")
	}
	held := alone.Posts(path, "heard", "risks")
	if held.Code != 409 || !held.Has("The mentor who listens notes what was heard") || held.Has("What was heard is noted") || held.Has(`class="state yes`) {
		t.Error("it says that something was noted")
	}
}

func TestHeldStepsSpeakAsHelp(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes)
	person := h.Noted("Maria", "Rossi", "+393331112233")
	path := "/team/p/" + person.String()
	held := v.Posts(path+"/hand-over", "full", "paper", "cost", "aloud", "understands", "on", "in", "it")
	if held.Code != 409 || !held.Has("Meet the person first") {
		t.Errorf("status %d:\n%s", held.Code, held.Body)
	}
	h.Met(person)
	for want, form := range map[string][]string{
		"a language the person understands": {"full", "paper", "cost", "aloud", "in", "it"},
		"<li>Read the cost page together":   {"full", "paper", "understands", "on", "in", "it"},
		"<li>Give the whole text":           {"cost", "aloud", "understands", "on", "in", "it"},
		"a witness who is not the scout":    {"full", "paper", "cost", "aloud", "understands", "on", "cannot", "on", "in", "it"},
		"find somebody else":                {"full", "paper", "cost", "aloud", "understands", "on", "interpreter", "Zia Nadia", "adult", "on", "in", "it"},
	} {
		if a := v.Posts(path+"/hand-over", form...); a.Code != 409 || !a.Has(want) {
			t.Errorf("%s: status %d:\n%s", want, a.Code, a.Body)
		}
	}
}

func TestAnInterviewIsNeverTypedTwice(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(person)
	path := "/team/p/" + person.String() + "/form/first-interview"
	onPage(t, v.Gets(path), "Has one of us spoken to you before?", "Who interprets?", `value="no" checked`, `value="35"`)
	bad := v.Posts(path, "q-age", "many", "q-skills", "knots & nets")
	if bad.Code != 422 || !bad.Has("Write a whole number.") || !bad.Has("knots &amp; nets") || !bad.Has("An answer is needed here.") {
		t.Fatalf("status %d:\n%s", bad.Code, bad.Body)
	}
	if empty := v.Posts(path); !empty.Has(`<a href="#f-q-spoken_before">Has one of us spoken to you before? An answer is needed here.</a>`) {
		t.Errorf("the question is not named:\n%s", empty.Body)
	}
	leads(t, v.Posts(path, "q-age", "٣٥", "q-skills", "knots & nets", "q-spoken_before", "no", "q-language", "ar", "q-interpreter", "nobody"), person.String())
	onPage(t, v.Gets(path), "knots &amp; nets")
	onPage(t, v.Gets("/team/p/"+person.String()+"/tell"), `lang="ar" dir="rtl"`)
}

// TestHealthIsAnsweredByThePersonAlone: on the phone turned round; the team can neither type it nor read it afterwards (G03).
func TestHealthIsAnsweredByThePersonAlone(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(person)
	link := h.Told(person)
	path := "/team/p/" + person.String()
	form := path + "/form/health-declaration"
	onPage(t, v.Gets(form), "only after a yes")
	if a := v.Posts(form); a.Code != 409 {
		t.Errorf("asked before a yes: status %d", a.Code)
	}
	h.Asked(person)
	h.Answers(person, "yes", link)
	page := v.Gets(form)
	if onPage(t, page, "answers them alone", "look away"); page.Has("q-heart") {
		t.Error("the team is shown the questions to type in")
	}
	turned := leads(t, v.Posts(form, "q-heart", "yes"), "/turned/form/health-declaration")
	leads(t, v.Gets(path), "/turned") // the phone is theirs now
	onPage(t, v.Gets(turned+"?in=en"), "You answer these questions yourself", "q-heart", "I want to stop")
	bad := v.Posts(turned, "in", "en", "q-heart", "perhaps", "q-anything_else", "only for the doctor")
	if bad.Code != 422 || !bad.Has("Choose one of the answers.") || !bad.Has("only for the doctor") {
		t.Fatalf("status %d:\n%s", bad.Code, bad.Body)
	}
	done := leads(t, v.Posts(turned, "in", "en", "q-heart", "yes", "q-anything_else", "only for the doctor"), "/turned/done")
	onPage(t, v.Gets(done+"?in=en"), "give the phone back")
	if page := v.Gets(turned + "?in=en"); page.Has("only for the doctor") || page.Has(" checked") {
		t.Error("whoever holds the phone next reads what was said")
	}
	leads(t, v.Posts(path+"/turned/done", "in", "en"), "/done")
	leads(t, v.Gets(turned), "/done")
	h.Pass(time.Minute)
	v.Who.Unlocked = h.Now().Add(time.Hour)
	leads(t, v.Gets(path+"/back"), path)
	onPage(t, v.Gets(path), `health-declaration"><b>Health declaration</b><span class="quiet">answered`)
	onPage(t, v.Gets(path), "<b>Interview</b>still to come")
	if page := v.Gets(form); !page.Has("There are answers already") || page.Has("only for the doctor") {
		t.Error("the team reads what was said to the doctor")
	}
	v.Who.Unlocked = time.Time{}
	onPage(t, v.Gets(form), "/unlock?after="+form)
	if a := v.Posts(form); a.Code != 409 {
		t.Errorf("handed over without a key: status %d", a.Code)
	}
}

func TestAPaperPackIsPrintedAndTypedIn(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	page := v.Posts("/team/paper", "role", "crew", "in", "it")
	onPage(t, page, "Che cosa costa", "Fascicolo", "La sua ricevuta", "Testimone")
	for _, screen := range []string{"prosegua", "Per</dt>", "Il</dt>"} {
		if page.Has(screen) {
			t.Errorf("the paper says %q, which fits only a screen or no label", screen)
		}
	}
	number := regexp.MustCompile(`Fascicolo ([A-Z0-9 ]{13})`).FindStringSubmatch(page.Body)[1]
	if a := v.Gets("/team/paper/" + strings.ReplaceAll(number, " ", "")); a.Code != 404 {
		t.Errorf("a pack's key is shown again: status %d", a.Code)
	}
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(person)
	h.Told(person)
	h.Pass(24 * time.Hour)
	path := "/team/p/" + person.String() + "/paper"
	if a := v.Posts(path, "number", "22222222222", "answer", "yes"); a.Code != 422 || !a.Has("no number of a pack") {
		t.Fatalf("status %d", a.Code)
	}
	onPage(t, v.Posts(path, "number", strings.ToUpper(number), "answer", "yes"), "Written down", "Leave them be")
	h.Stands(person, casebook.StageProvisional)
	if got := h.Shows(person).Yes.Grade; got != casebook.GradePaper {
		t.Errorf("the evidence is %q", got)
	}
	alone := h.Visits("ana", team.Routes)
	other := h.Noted("Zaira", "Bianchi", "+393331112244")
	h.Met(other)
	h.Told(other)
	h.Pass(24 * time.Hour)
	if a := alone.Posts("/team/p/"+other.String()+"/paper", "answer", "yes"); a.Code != 409 || !a.Has("one of you has signed") {
		t.Errorf("a yes with one witness: status %d", a.Code)
	}
	onPage(t, alone.Posts("/team/p/"+other.String()+"/paper", "answer", "no"), "Written down")
	h.Stands(other, casebook.StageLeftAlone)
}

func TestAMinorsGuardianAndTheyThemselvesAreAskedApart(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Nina", "Rossi", "+393331112233")
	path := "/team/p/" + person.String()
	leads(t, v.Posts(path+"/talk", "before", "no", "came", "on"), path)
	leads(t, v.Posts(path+"/age", "year", "2010", "month", "5", "day", "17", "paper", "said"), path)
	page := v.Gets(path)
	onPage(t, page, "Why they count as too young", "From 17 May 2028 on", "They want to stop", "Type in from paper")
	for _, href := range []string{"tell", "talk", "minor", "points", "ask", "form/first-interview", "form/swim-test"} {
		if page.Has(`href="` + path + "/" + href + `"`) {
			t.Errorf("the page of somebody who is surely too young still leads to %s", href)
		}
	}
	leads(t, v.Gets(path+"/tell"), path)
	leads(t, v.Gets(path+"/form/first-interview"), path)
	leads(t, v.Posts(path+"/minor/guardian", "agrees", "yes", "name", "Ada Rossi"), path)
	leads(t, v.Posts(path+"/minor/assent"), path)
	onPage(t, v.Gets(path+"/ask"), "too young for this role")
	leads(t, v.Posts(path+"/minor/guardian", "agrees", "no", "name", "Ada Rossi"), path)
	onPage(t, v.Gets(path), "Please do not approach; ask headquarters.")
}

func TestWhoeverIsCloseToThePersonDoesNotAsk(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Maria", "Rossi", "+393331112233")
	path := "/team/p/" + person.String()
	leads(t, v.Posts(path+"/tie"), path)
	onPage(t, v.Gets(path), "Another pair asks")
}

func TestTheEveningsNotesAreWritten(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	onPage(t, v.Gets("/team/evening"), "The evening is yours")
	told(t, v, noted(t, v, "Maria Rossi", "333 1112233"))
	path := noted(t, v, "Zaira Bianchi", "333 1112244")
	v.Posts(path + "/stop")
	onPage(t, v.Gets("/team/evening"), "Maria Rossi: noted, first talk, told what it costs", "One person wanted to stop. Left in peace.")
}

// TestTheEveningOpensNoFile: to write down whom the team met is no look at a file, theirs or that of whom a list brought.
func TestTheEveningOpensNoFile(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	row := nodetest.Rows(1, 1)[0]
	row.Lead.Batch, row.Lead.Territory = casebook.ID{1}, "IT"
	out, err := h.Desk().ImportLeads(t.Context(), h.As("cora"), []desk.LeadRow{row})
	if err != nil {
		t.Fatal(err)
	}
	met := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(met)
	onPage(t, v.Gets("/team/evening"), "Maria Rossi: noted, first talk")
	v.Gets("/team")
	for _, person := range []casebook.ID{out[0].Person, met} {
		shown, err := h.Desk().Export(t.Context(), h.As("sara"), person)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(shown.Looks, func(l desk.Look) bool { return l.Who == "ana" }) {
			t.Errorf("looked at: %+v", shown.Looks)
		}
	}
}

// TestTheEveningsNotesSayWhoseTheyAre: with one key unlocked the other half's entries are not in them, and the page says so.
func TestTheEveningsNotesSayWhoseTheyAre(t *testing.T) {
	h := nodetest.New(t)
	onPage(t, h.Visits("ana", team.Routes).Gets("/team/evening"), "what you recorded yourself", "/unlock?")
	if page := h.Visits("ana", team.Routes, "ben").Gets("/team/evening"); page.Has("what you recorded yourself") {
		t.Errorf("both have unlocked:\n%s", page.Body)
	}
}
