package team_test

import (
	"encoding/base64"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/team"
)

// idOf is the person whom a path names.
func idOf(t *testing.T, path string) casebook.ID {
	t.Helper()
	id, err := casebook.ParseID(strings.Split(strings.TrimPrefix(path, "/team/p/"), "/")[0])
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// inHand takes somebody all the way until the team's phone is in their hands. It gives the path of their pages.
func inHand(t *testing.T, h *nodetest.House, v *nodetest.Visit, name, phone string) string {
	t.Helper()
	path := noted(t, v, name, phone)
	told(t, v, path)
	h.Pass(24 * time.Hour)
	v.Who.PairUntil, v.Who.Unlocked = h.Now().Add(time.Hour), h.Now().Add(time.Hour)
	onPage(t, v.Gets(path+"/ask"), "yes or no")
	leads(t, v.Posts(path+"/ask"), "/turn")
	onPage(t, v.Gets(path+"/turn"), "Turn the phone round")
	return leads(t, v.Posts(path+"/turn"), "/turned")
}

// answers lets the person tap an answer on the page that they see.
func answers(t *testing.T, v *nodetest.Visit, turned, answer string) nodetest.Answered {
	t.Helper()
	page := v.Gets(turned + "?in=en")
	onPage(t, page, `data-answer="yes"`, `data-answer="no"`)
	return receiptOf(t, v, turned, v.Posts(turned+"/answer", "answer", answer, "receipt", hidden(t, page, "receipt"), "in", "en"))
}

// receiptOf follows an answer to its receipt.
func receiptOf(t *testing.T, v *nodetest.Visit, turned string, given nodetest.Answered) nodetest.Answered {
	t.Helper()
	return v.Gets(leads(t, given, "/turned/receipt") + "?in=en")
}

func TestAPersonSaysYesOnTheTurnedPhone(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	receipt := answers(t, v, turned, "yes")
	onPage(t, receipt, "You said yes", "Your receipt", "receipt.json", "data:application/json;base64,", "http://example.com/stop")
	file, err := base64.StdEncoding.DecodeString(regexp.MustCompile(`data:application/json;base64,([^"]+)`).FindStringSubmatch(html.UnescapeString(receipt.Body))[1])
	if err != nil || !strings.Contains(string(file), `"stop": "http://example.com/stop"`) {
		t.Errorf("the file names no place to say stop: %s", file)
	}
	h.Stands(idOf(t, turned), casebook.StageProvisional)
	onPage(t, receipt, "May we keep your number?", "A second question")
	leads(t, v.Posts(turned+"/number", "answer", "yes", "in", "en"), "/done")
	onPage(t, v.Gets(turned+"/done?in=en"), "give the phone back")
	leads(t, v.Posts(turned+"/done", "in", "en"), "/done")
}

// TestWhoWantsNoReceiptSaysSo: it is written down, nothing is shown, and the answer can still be corrected.
func TestWhoWantsNoReceiptSaysSo(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	page := v.Gets(turned + "?in=en")
	onPage(t, page, "I want no receipt")
	given := receiptOf(t, v, turned, v.Posts(turned+"/answer", "answer", "yes", "receipt", hidden(t, page, "receipt"), "in", "en", "unwanted", "yes"))
	onPage(t, given, "You said yes", "You wanted none")
	if given.Has("receipt.json") {
		t.Error("a receipt is shown to somebody who wants none")
	}
	facts := h.Shows(idOf(t, turned)).Facts
	if a, ok := facts[len(facts)-1].Body.(*casebook.Answer); !ok || !a.NoWish {
		t.Errorf("the log does not tell: %+v", facts[len(facts)-1])
	}
	again := v.Gets(turned + "/again?in=en")
	if onPage(t, again, "Leave my answer as it is"); again.Has("without an answer") {
		t.Error("whoever has answered is offered to give the phone back without an answer")
	}
	onPage(t, receiptOf(t, v, turned, v.Posts(turned+"/answer", "answer", "no", "receipt", hidden(t, again, "receipt"), "was", hidden(t, again, "was"), "in", "en")), "You said no")
	h.Stands(idOf(t, turned), casebook.StageLeftAlone)
}

func TestANoTakesOneTapAndNoKey(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	v.Who.Pair, v.Who.Acting = nil, h.As("ana") // the pair's time has run out
	v.Who.Signer = nil
	v.Who.Acting = h.As("ana")
	onPage(t, answers(t, v, turned, "no"), "You said no", "It ends here, at once, for every team", "Your file is deleted at most "+strconv.Itoa(casebook.DefaultLimits().KeepDays)+" days after")
	h.Stands(idOf(t, turned), casebook.StageLeftAlone)
	leads(t, v.Gets(turned), "/turned/receipt")
}

func TestOnlyTheCandidatesPagesOpenWhileThePhoneIsTurned(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	path := strings.TrimSuffix(turned, "/turned")
	for _, closed := range []string{"/team", "/team/check", path, path + "/tell", "/team/paper", "/team/evening"} {
		leads(t, v.Gets(closed), "/turned")
	}
	leads(t, v.Posts("/team/check", "q", "Maria"), "/turned")
	leads(t, v.Gets(path+"/back"), "/turned/done") // nobody has unlocked since
	leads(t, v.Gets("/team"), "/turned")
	h.Pass(time.Minute)
	v.Who.Unlocked = h.Now().Add(time.Hour)
	leads(t, v.Gets(path+"/back"), path)
	onPage(t, v.Gets("/team"), "Check first")
}

// TestTheTeamUnlocksOnceThePhoneIsGivenBack: until then no page of theirs opens, nor one at which they unlock; from then on
// none of the candidate's does, so that nobody else corrects an answer.
func TestTheTeamUnlocksOnceThePhoneIsGivenBack(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", func(s *web.Site) []web.Route {
		return append(team.Routes(s), web.Route{Pattern: "GET /unlock", Handle: func(p *web.Page) error { return p.See("/unlocking") }})
	}, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	leads(t, v.Gets("/unlock"), "/turned")
	onPage(t, v.Gets(turned+"?in=en"), "Give the phone back without an answer")
	onPage(t, v.Gets(turned+"/done?in=en"), "I give it back")
	leads(t, v.Gets("/unlock"), "/turned")
	leads(t, v.Posts(turned+"/done", "in", "en"), "/done")
	onPage(t, v.Gets(turned+"/done?in=en"), "For the team", "/unlock?after=")
	leads(t, v.Gets("/unlock"), "/unlocking")
	leads(t, v.Gets("/team"), "/turned")
	for _, theirs := range []string{"", "/later", "/text"} {
		leads(t, v.Gets(turned+theirs), "/turned/done")
	}
	leads(t, v.Posts(turned+"/answer", "answer", "no", "in", "en"), "/turned/done")
	h.Stands(idOf(t, turned), casebook.StageOffered)
}

// bare fails if a page has anything of the team's in the hands of a person: its bar, a link of its own, what a device
// says of itself, or one of its words in the language of the page.
func bare(t *testing.T, what string, a nodetest.Answered) nodetest.Answered {
	t.Helper()
	if a.Code == http.StatusSeeOther {
		t.Errorf("%s leads to %s", what, a.To)
	}
	for _, of := range []string{`class="tabs"`, `class="brand"`, "state-line", `href="/team"`, `href="/team/check"`, `href="/team/paper"`, `href="/team/evening"`,
		"Today", "Oggi", "Note della sera", "Check first", "Willing"} {
		if a.Has(of) {
			t.Errorf("%s shows the person what is the team's, %q:\n%s", what, of, a.Body)
		}
	}
	for _, link := range regexp.MustCompile(`(?:href|action)="(/team[^"]*)"`).FindAllStringSubmatch(a.Body, -1) {
		if !strings.Contains(link[1], "/turned") && !strings.HasSuffix(link[1], "/stop") && !strings.HasSuffix(link[1], "/stopped") {
			t.Errorf("%s leads to %s", what, link[1])
		}
	}
	return a
}

// TestNoTurnedPageShowsAnythingOfTheTeam walks every page that opens while the phone is turned round (G09).
func TestNoTurnedPageShowsAnythingOfTheTeam(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	path := strings.TrimSuffix(turned, "/turned")
	for _, in := range []string{"en", "it"} {
		bare(t, "the question", v.Gets(turned+"?in="+in))
		bare(t, "the text", v.Gets(turned+"/text?in="+in))
		bare(t, "'not now'", v.Gets(turned+"/later?in="+in))
	}
	leads(t, v.Posts(path+"/stop"), "/turned/done")
	bare(t, "after a stop", v.Gets(turned+"/done?in=it"))
	leads(t, v.Gets(path+"/stopped?at="+strconv.FormatInt(h.Now().Unix(), 10)), "/turned/done")
	leads(t, v.Posts(path+"/stopped"), "/turned")

	bare(t, "the receipt", answers(t, v, turned, "yes"))
	bare(t, "the answer once more", v.Gets(turned+"/again?in=it"))
	leads(t, v.Posts(turned+"/number", "answer", "yes", "in", "it"), "/done")
	bare(t, "the end", v.Gets(turned+"/done?in=it"))
	leads(t, v.Posts(turned+"/done", "in", "it"), "/done")
	bare(t, "given back", v.Gets(turned+"/done?in=it"))
	leads(t, v.Posts(path+"/stop"), "/turned/done")
	h.Pass(2 * time.Minute)
	late := bare(t, "a slip that was noticed late", v.Posts(path+"/stopped"))
	if late.Code < 400 || !late.Has("problems") {
		t.Errorf("status %d does not say what is wrong:\n%s", late.Code, late.Body)
	}
}

func TestAnAnswerIsCorrectedUntilThePhoneIsHandedBack(t *testing.T) {
	for _, way := range [][2]string{{"no", "yes"}, {"yes", "no"}, {"not-now", "yes"}, {"yes", "not-now"}, {"no", "not-now"}} {
		t.Run(way[0]+" to "+way[1], func(t *testing.T) {
			h := nodetest.New(t)
			v := h.Visits("ana", team.Routes, "ben")
			turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
			answers(t, v, turned, way[0])
			again := v.Gets(turned + "/again?in=en")
			onPage(t, again, "once more", `data-answer="yes"`)
			was := hidden(t, again, "was")
			onPage(t, receiptOf(t, v, turned, v.Posts(turned+"/answer", "answer", way[1], "receipt", hidden(t, again, "receipt"), "was", was, "in", "en")), "Your receipt")
			h.Stands(idOf(t, turned), map[string]casebook.Stage{
				"yes": casebook.StageProvisional, "no": casebook.StageLeftAlone, "not-now": casebook.StageNotNow,
			}[way[1]])
		})
	}
}

func TestTheSameAnswerSentTwiceIsGivenOnce(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	receipt := hidden(t, v.Gets(turned), "receipt")
	first := receiptOf(t, v, turned, v.Posts(turned+"/answer", "answer", "yes", "receipt", receipt, "in", "en"))
	second := receiptOf(t, v, turned, v.Posts(turned+"/answer", "answer", "yes", "receipt", receipt, "in", "en"))
	onPage(t, second, "You said yes")
	if first.Body != second.Body {
		t.Error("the receipt is another")
	}
	n := 0
	for _, f := range h.Shows(idOf(t, turned)).Facts {
		if f.Type == casebook.AnswerGiven {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d answers were recorded", n)
	}
}

func TestNotNowHasADateOrNone(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	later := v.Gets(turned + "/later?in=en")
	onPage(t, later, "No contact before this day")
	bad := v.Posts(turned+"/answer", "answer", "not-now", "when", "date", "day", "31", "month", "2", "year", "2027", "receipt", hidden(t, later, "receipt"), "in", "en")
	if bad.Code != http.StatusUnprocessableEntity || !bad.Has("still to come") || !bad.Has(`value="31"`) {
		t.Fatalf("status %d:\n%s", bad.Code, bad.Body)
	}
	onPage(t, receiptOf(t, v, turned, v.Posts(turned+"/answer", "answer", "not-now", "when", "date", "day", "1", "month", "2", "year", "2027",
		"receipt", hidden(t, bad, "receipt"), "in", "en")), "You said: not now", "May we keep your number?")
	h.Stands(idOf(t, turned), casebook.StageNotNow)
}

func TestStopTakesOneTapOnTheTurnedPhoneAndCanBeASlip(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	path := strings.TrimSuffix(turned, "/turned")
	leads(t, v.Posts(path+"/stop"), "/turned/done")
	h.Stands(idOf(t, turned), casebook.StageLeftAlone)
	onPage(t, v.Gets(turned+"/done?in=en"), "Left in peace", "take it back")
	leads(t, v.Posts(path+"/stopped"), "/turned")
	h.Stands(idOf(t, turned), casebook.StageOffered)
}

func TestTheOrderOfTheAnswersIsShuffled(t *testing.T) {
	h := nodetest.New(t)
	seen := map[bool]int{}
	for i := range 24 {
		v := h.Visits("ana", team.Routes, "ben")
		person := h.Noted("Given"+string(rune('a'+i)), "Family"+string(rune('a'+i)), "")
		h.Met(person)
		h.Told(person)
		h.Asked(person)
		leads(t, v.Posts("/team/p/"+person.String()+"/turn"), "/turned")
		page := v.Gets(web.TurnedPath(person) + "?in=en")
		seen[strings.Index(page.Body, `data-answer="yes"`) < strings.Index(page.Body, `data-answer="no"`)]++
	}
	if seen[true] < 4 || seen[false] < 4 {
		t.Errorf("yes came first %d times of 24", seen[true])
	}
}

// TestAReceiptNamesTheLanguageInWhichTheyWereTold: the page in another language changes nothing about what was told (G14).
func TestAReceiptNamesTheLanguageInWhichTheyWereTold(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	onPage(t, answers(t, v, turned, "yes"), "You said yes", "ersion 1, Italiano")
}

// TestTheReceiptStaysUntilThePhoneIsHandedBack: whoever looks at correcting their answer and leaves it finds the receipt and
// the second question again, as often as they want; no page of theirs is the answer to a form, so that 'back' sends none again.
func TestTheReceiptStaysUntilThePhoneIsHandedBack(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	leads(t, v.Gets(turned+"/receipt"), "/turned")
	leads(t, v.Gets(turned+"/again"), "/turned")
	first := answers(t, v, turned, "yes")
	onPage(t, v.Gets(turned+"/again?in=en"), `href="`+turned+`/receipt?in=en">Leave my answer`, `href="`+turned+`/later?in=en"`)
	onPage(t, v.Gets(turned+"/later?in=en"), `href="`+turned+`/again?in=en"`, `name="was"`)
	leads(t, v.Gets(turned+"?in=en"), "/turned/receipt")
	h.Pass(time.Minute)
	if page := v.Gets(turned + "/receipt?in=en"); page.Body != first.Body || !page.Has("May we keep your number?") {
		t.Errorf("the receipt is another, or the second question is gone:\n%s", page.Body)
	}
	leads(t, v.Posts(turned+"/number", "answer", "no", "in", "en"), "/done")
	onPage(t, v.Gets(turned+"/done?in=en"), turned+"/receipt")
	if page := v.Gets(turned + "/receipt?in=en"); page.Has("May we keep your number?") {
		t.Error("the second question is asked twice")
	}
	leads(t, v.Posts(turned+"/done", "in", "en"), "/done")
	leads(t, v.Gets(turned+"/receipt"), "/turned/done")
	for _, c := range v.Cookies {
		if c.Name == "turned-receipt" && c.Value != "" && c.MaxAge >= 0 {
			t.Error("the key stays on the team's phone")
		}
	}
}

// TestAskedAgainTheyAnswerAgain: a 'not now' of last time does not take the question away.
func TestAskedAgainTheyAnswerAgain(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	turned := inHand(t, h, v, "Maria Rossi", "333 1112233")
	later := v.Gets(turned + "/later?in=en")
	v.Posts(turned+"/answer", "answer", "not-now", "when", "date", "day", "1", "month", "2", "year", strconv.Itoa(h.Now().Year()+1), "receipt", hidden(t, later, "receipt"), "in", "en")
	v.Posts(turned+"/done", "in", "en")
	h.Pass(400 * 24 * time.Hour)
	h.Asked(idOf(t, turned))
	v.Who.PairUntil, v.Who.Unlocked = h.Now().Add(time.Hour), h.Now().Add(time.Hour)
	leads(t, v.Gets(strings.TrimSuffix(turned, "/turned")+"/back"), strings.TrimSuffix(turned, "/turned"))
	leads(t, v.Posts(strings.TrimSuffix(turned, "/turned")+"/turn"), "/turned")
	onPage(t, v.Gets(turned+"?in=en"), `data-answer="yes"`)
}
