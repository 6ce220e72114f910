package person_test

import (
	"strings"
	"testing"
	"time"

	"willing/casebook"
)

// TestNotNowIsNoDeadEnd: while it stands the page says so and takes a no; taken back, it says what happens now, and the
// question stands there again until it lapses.
func TestNotNowIsNoDeadEnd(t *testing.T) {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "not-now"})
	for _, path := range []string{"", "/answer", "/mine"} {
		if page := p.Gets(p.at(path) + "?lang=en"); !page.Has("You said: not now") || !page.Has("until you come by yourself") || !page.Has(`value="lift"`) || path != "/answer" && !page.Has(`/answer"`) {
			t.Errorf("%q does not say that they are left be:\n%s", path, page.Body)
		}
	}
	if page := p.Gets(p.at("/answer")); !page.Has(`name="answer" value="no"`) || page.Has(`value="yes"`) {
		t.Errorf("there is no quiet no:\n%s", page.Body)
	}
	p.does(map[string]any{"act": "lift"})
	for _, path := range []string{"", "/answer", "/mine"} {
		if page := p.Gets(p.at(path) + "?lang=en"); !page.Has("You have taken back your ‘not now’") || !page.Has("may come to you and ask you again") || page.Has(`value="lift"`) {
			t.Errorf("%q does not say what happens now:\n%s", path, page.Body)
		}
	}
	if page := p.Gets(p.at("/done")); page.To != p.at("/mine") {
		t.Errorf("the page after the answer still promises what is past: %d", page.Code)
	}
	if page := p.Gets(p.at("/answer")); strings.Count(page.Body, `class="answer"`) != 2 {
		t.Errorf("the question does not stand there again:\n%s", page.Body)
	}
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
	p.stands(casebook.StageProvisional)
	for _, lack := range p.h.Shows(p.id).Yes.WaitsFor {
		if lack.Gate == "G12" {
			t.Error("the yes waits for a 'not now' that they took back")
		}
	}
}

// TestAQuestionThatRanOutIsSaidToHave: after a 'not now' that was taken back too late, and after silence, a no is still taken.
func TestAQuestionThatRanOutIsSaidToHave(t *testing.T) {
	for _, later := range []bool{true, false} {
		p := handed(t, true)
		says := "the time for an answer has run out"
		if later {
			p.does(map[string]any{"act": "answer", "answer": "not-now", "until": p.h.Now().AddDate(0, 0, 5).Format(time.DateOnly)})
			says = "has run out. You can say yes once"
		}
		p.h.Pass(40 * 24 * time.Hour)
		page := p.Gets(p.at("/answer") + "?lang=en")
		if !page.Has(says) || later != page.Has("The day of your ‘not now’ has come") || !page.Has(`name="answer" value="no"`) || page.Has(`value="yes"`) {
			t.Errorf("later %v:\n%s", later, page.Body)
		}
		if first := p.Gets(p.at("") + "?lang=en"); !first.Has("Say no, at any time") {
			t.Errorf("later %v: the first page does not lead there", later)
		}
		p.does(map[string]any{"act": "answer", "answer": "no"})
		p.stands(casebook.StageLeftAlone)
	}
}

// TestAskedAgainTheyStillSeeTheFirstTime: both days stand there, and of a 'not now' until when it was.
func TestAskedAgainTheyStillSeeTheFirstTime(t *testing.T) {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "not-now", "until": "2099-01-15"})
	if page := p.Gets(p.at("/mine") + "?lang=en"); !page.Has("not now</b>, until 15 January 2099 <") {
		t.Errorf("the date runs on:\n%s", page.Body)
	}
	p.does(map[string]any{"act": "lift"})
	p.h.Pass(48 * time.Hour)
	must(t, p.h.Desk().Offer(t.Context(), p.h.As("ana", "ben"), p.id, casebook.Offer{Role: "crew"}))
	page := p.Gets(p.at("") + "?lang=en")
	if n := strings.Count(page.Body, "asked you the question"); n != 2 || page.Has("taken back") {
		t.Errorf("they were asked %d times by their page:\n%s", n, page.Body)
	}
}

// TestALinkOfTheTeamOffersNothingThatItCannotDo: one that ana issued alone could be in her hands, so it takes nothing back, and the page
// says who can write that down.
func TestALinkOfTheTeamOffersNothingThatItCannotDo(t *testing.T) {
	p := handedBy(t, true, "ana")
	p.does(map[string]any{"act": "answer", "answer": "not-now"})
	for _, path := range []string{"", "/answer", "/mine"} {
		if page := p.Gets(p.at(path) + "?lang=en"); page.Has(`value="lift"`) || !page.Has("tell two people") && !page.Has("Tell two people") {
			t.Errorf("%q offers what is refused, or says no way:\n%s", path, page.Body)
		}
	}
	if page := p.Gets(p.at("/answer")); !page.Has(`name="answer" value="no"`) {
		t.Errorf("there is no quiet no:\n%s", page.Body)
	}
}
