package person_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"willing/locale"
)

// TestBeforeAYesIsToldWhatTakingItBackMeans: it ends the matter like a no, and that is said before anybody says yes, in
// every language; so is who can be reached by whoever wants to come back one day.
func TestBeforeAYesIsToldWhatTakingItBackMeans(t *testing.T) {
	p := handed(t, true)
	nobody := map[string]string{"en": "no one asks again", "fr": "personne ne redemande", "es": "nadie vuelve a preguntar", "it": "nessuno chiede di nuovo",
		"pt": "ninguém volta a perguntar", "ar": "لن يسألك أحد مرة أخرى"}
	for _, lang := range locale.Languages {
		page := p.Gets(p.at("/answer?lang=" + lang))
		if n := strings.Count(strings.ToLower(page.Body), nobody[lang]); nobody[lang] == "" || n < 2 {
			t.Errorf("%s: %d of the two answers say that nobody asks again", lang, n)
		}
	}
	p.Posts(p.at("/act"), "act", "leave")
	if page := p.Gets(p.at("/mine")); !page.Has("office@long-reach.example") {
		t.Error("how to reach those who can let them come back stands nowhere")
	}
	if gone := p.Gets("/p/nonsense"); !gone.Has("office@long-reach.example") {
		t.Error("who gives a new link cannot be reached")
	}
}

// TestWhatHasEndedStandsAsEnded: after leaving, nothing is offered that is past.
func TestWhatHasEndedStandsAsEnded(t *testing.T) {
	p := handed(t, true)
	own := p.key("willing/link/1", p.secret[:])
	if code, said := p.signs(own, map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(own.Public().(ed25519.PublicKey))}, nil); code != http.StatusOK {
		t.Fatalf("%d %v", code, said)
	}
	if code, said := p.signs(own, map[string]any{"act": "number", "yes": true}, nil); code != http.StatusOK {
		t.Fatalf("%d %v", code, said)
	}
	if page := p.Gets(p.at("/mine")); page.Has("finito") || !page.Has(`name="yes" value="no"`) {
		t.Errorf("before they leave nothing has ended:\n%s", page.Body)
	}
	p.Posts(p.at("/act"), "act", "leave")
	page := p.Gets(p.at("/mine"))
	if n := strings.Count(page.Body, "finito"); n != 2 || page.Has(`name="yes" value="no"`) || page.Has(`value="leave"`) {
		t.Errorf("%d things stand as ended, of the yes and the number; or what is past is offered:\n%s", n, page.Body)
	}
	if page := p.Gets(p.at("")); page.Has("Vederle, ritirarne una, andarsene") {
		t.Error("the first page offers what is past")
	}
	if page := p.Gets(p.at("/done")); page.Code != http.StatusSeeOther {
		t.Errorf("the page after a yes still offers to take it back: %d", page.Code)
	}
}

// TestTheLastPartLeadsOn: whoever read to the end finds the question there if one waits, and their page if none does.
func TestTheLastPartLeadsOn(t *testing.T) {
	for asked, want := range map[bool]string{true: "/answer", false: ""} {
		p := handed(t, asked)
		page := p.Gets(p.at("/read/14"))
		if n := strings.Count(page.Body, `class="button" href="`+p.at(want)+`"`); n != 2 {
			t.Errorf("asked %v: %d ways on from the last part", asked, n)
		}
		if asked && page.Has("Continua<") || !page.Has("La sua") {
			t.Errorf("asked %v: where it leads is not said", asked)
		}
	}
}

// TestWhoOnlyHandedALinkDidNotLookAtTheFile: the person reads of each of our people what they looked at, and no more.
func TestWhoOnlyHandedALinkDidNotLookAtTheFile(t *testing.T) {
	p := handed(t, false)
	if _, err := p.h.Desk().Glance(t.Context(), p.h.As("cora"), p.id); err != nil {
		t.Fatal(err)
	}
	page := p.Gets(p.at("/held?lang=en"))
	if !page.Has("your name and how to reach you") || page.Has(", your page<") {
		t.Errorf("who handed a link over stands as one who read the file:\n%s", page.Body)
	}
	found, err := p.h.Desk().Glance(t.Context(), p.h.As("cora"), p.id)
	if err != nil || len(found.Facts) > 0 {
		t.Errorf("a glance shows what was noted: %v", err)
	}
}

// TestAReasonIsMarkedWithItsLanguage: what somebody noted stands in their words, and says so where the page speaks
// another language.
func TestAReasonIsMarkedWithItsLanguage(t *testing.T) {
	p := handed(t, false)
	if page := p.Gets(p.at("?lang=it")); !page.Has(`lang="en" dir="auto">gave a hand`) || !page.Has("in questa lingua: English") {
		t.Errorf("not marked:\n%s", page.Body)
	}
	if page := p.Gets(p.at("?lang=en")); !page.Has(`lang="en" dir="auto">gave a hand`) || page.Has("in this language") {
		t.Error("in its own language nothing need be said")
	}
}
