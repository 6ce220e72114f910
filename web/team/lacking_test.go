package team_test

import (
	"fmt"
	"strings"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web/team"
)

// TestATextThatIsNotInTheirLanguageIsNamed: the page of telling says so, names the languages that there are, and what can be done; once
// the team chose one, and where there is a text, it says nothing.
func TestATextThatIsNotInTheirLanguageIsNamed(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	dutch := h.Sighted(casebook.Particulars{Given: "Imran", Family: "Verstraete", Language: "nl", Phones: []string{"+32470000001"}})
	italian := h.Sighted(casebook.Particulars{Given: "Maria", Family: "Rossi", Language: "it", Phones: []string{"+393331112233"}})
	h.Met(dutch)
	h.Met(italian)
	const says = "There is no text in this language yet"
	tell := "/team/p/" + dutch.String() + "/tell"
	page := v.Gets(tell)
	onPage(t, page, says, "Nederlands", "English", "Italiano", "in=it", "let somebody interpret", "ask headquarters for a text")
	if page := v.Gets(tell + "?role=crew&in=it"); page.Has(says) || !page.Has(`lang="it"`) {
		t.Errorf("a language was chosen, and the page says:\n%s", page.Body)
	}
	if page := v.Gets(tell + "?role=crew&in=nl"); !page.Has(says) {
		t.Error("whoever asks for that language by the address is told another")
	}
	v.Lang = "ar"
	onPage(t, v.Gets(tell), "لا يوجد نص بهذه اللغة بعد", "Nederlands")
	v.Lang = "en"
	if page := v.Gets("/team/p/" + italian.String() + "/tell"); page.Has(says) {
		t.Errorf("there is a text:\n%s", page.Body)
	}
}

// TestALackIsASentence: words of the law that are written to stand within another one stand by themselves in the box of problems, with a
// capital and a full stop.
func TestALackIsASentence(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Carla", "Fonte", "+393331110001")
	h.Met(person)
	for lang, says := range map[string]string{
		"en": "<li>Read the cost page together, aloud or by the person. <", "fr": "<li>Lisez ensemble", "it": "<li>Leggete insieme", "ar": ". <",
	} {
		v := h.Visits("ana", team.Routes, "ben")
		v.Lang = lang
		if page := v.Posts("/team/p/"+person.String()+"/hand-over", "full", "paper", "understands", "on", "in", "it"); page.Code != 409 || !page.Has(says) {
			t.Errorf("%s: %d\n%s", lang, page.Code, page.Body)
		}
	}
}

// TestADayWithWhomNobodyCanGoOnSaysSo: who stands under 'Not today' is somebody, so 'my people' does not say that there is nobody yet.
func TestADayWithWhomNobodyCanGoOnSaysSo(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	onPage(t, v.Gets("/team"), "Nobody yet.")
	told(t, v, noted(t, v, "Maria Rossi", "333 1112233"))
	page := v.Gets("/team")
	onPage(t, page, "Nobody with whom you can go on today. Below, ‘Not today’ says when.", `id="later"`)
	if page.Has("Nobody yet.") {
		t.Errorf("nobody, while one waits until tomorrow:\n%s", page.Body)
	}
}

// A list that shows twenty of those who wait says that there are others: somebody was gone from it, and its number stayed.
func TestWhoWaitsBeyondTheTwentiethIsCounted(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	for i := range 21 {
		p := h.Noted(fmt.Sprint("Waits", string(rune('a'+i))), "Rossi", fmt.Sprintf("+3933311%05d", i))
		h.Met(p)
		h.Told(p)
	}
	page := v.Gets("/team")
	onPage(t, page, `<h2 id="later">Not today</h2><span class="small num">at least 20</span>`)
	if n := strings.Count(page.Body, "Waits"); n != 20 {
		t.Errorf("%d of 21 stand on the day's page, which shows twenty", n)
	}
}

// Of whom a list says that they may be 17, the day's page names the day before which nobody goes to them unasked, and their own page leads to
// no first talk: doubt makes people younger (G08).
func TestWhoMayBeUnder18IsNobodyToMeet(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	p := h.Sighted(casebook.Particulars{Given: "Nicolò", Family: "Zanotti", Phones: []string{"+393331112233"}, Born: casebook.Date{Year: 2008, Month: 3}})
	page := v.Gets("/team")
	onPage(t, page, `<h2 id="later">Not today</h2>`, "Perhaps too young")
	if page.Has(`id="new"`) {
		t.Errorf("somebody who may be 17 is someone to meet:\n%s", page.Body)
	}
	own := v.Gets("/team/p/" + p.String())
	onPage(t, own, "Not yet: too young to be asked", "Nobody under 18 is approached unasked", `/age"`)
	if own.Has(`class="button main" href="/team/p/` + p.String() + `/talk"`) {
		t.Errorf("the page leads to a first talk:\n%s", own.Body)
	}
}
