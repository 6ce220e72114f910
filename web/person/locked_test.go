package person_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"willing/casebook"
	"willing/web"
	"willing/web/person"
)

// forgotten is somebody whose link is behind a PIN that was given long ago: this browser has to give it again.
func forgotten(t *testing.T) *holder {
	p := handed(t, true)
	p.Visit = p.h.Visits("", func(s *web.Site) []web.Route { return person.Routes(s, &pins{is: "4711"}) })
	return p
}

// TestNoPINStandsBeforeANoThatIsSigned: the page stood open when the PIN's time ran out, and its script signs all the same.
func TestNoPINStandsBeforeANoThatIsSigned(t *testing.T) {
	for _, said := range []map[string]any{
		{"act": "answer", "answer": "no"},
		{"act": "stop"},
		{"act": "leave"},
	} {
		p := forgotten(t)
		code, to := p.signs(p.own(), said, nil)
		if code != http.StatusOK || to["to"] != p.at("?said") {
			t.Fatalf("%v: %d %v", said, code, to)
		}
		p.stands(casebook.StageLeftAlone)
	}
}

// TestANotNowKeepsItsDayBehindThePIN: what they chose is written down, not something that leaves them alone for longer.
func TestANotNowKeepsItsDayBehindThePIN(t *testing.T) {
	for typed, want := range map[string]string{"2027-12-24": "2027-12-24", "": "", "1999-01-01": "", "soon": ""} {
		p := forgotten(t)
		if page := p.Posts(p.at("/act"), "act", "answer", "answer", "not-now", "until", typed); page.To != p.at("?said") {
			t.Fatalf("%q: %d to %q", typed, page.Code, page.To)
		}
		v, err := p.h.Desk().Visit(t.Context(), p.own().Public().(ed25519.PublicKey))
		must(t, err)
		if got := v.Answers[0]; got.Answer != "not-now" || want == "" != got.Until.IsZero() || want != "" && got.Until.String() != want {
			t.Errorf("%q: %+v", typed, got)
		}
	}
}

func TestWithoutThePINNothingElseIsSigned(t *testing.T) {
	p := forgotten(t)
	receipt := base64.StdEncoding.EncodeToString(make([]byte, 32))
	for _, said := range []map[string]any{
		{"act": "answer", "answer": "yes", "receipt": receipt},
		{"act": "correct", "town": "Recco"},
		{"act": "erase"},
		{"act": "number", "yes": true},
	} {
		code, says := p.signs(p.own(), said, nil)
		if code != http.StatusUnauthorized || len(says["problems"].([]any)) != 1 {
			t.Errorf("%v: %d %v", said, code, says)
		}
	}
	p.stands(casebook.StageOffered)
}

// TestWhatWasWrittenWaitsForThePIN: a form that was sent after the PIN's time had run out goes on as it was once it is given.
func TestWhatWasWrittenWaitsForThePIN(t *testing.T) {
	p := forgotten(t)
	asks := p.Posts(p.at("/correct"), "given", "Ondina", "family", "Scarpa", "town", `Recco "mare" <b>`)
	for _, part := range []string{`name="to" value="` + p.at("/correct") + `"`, `name="town" value="Recco &#34;mare&#34; &lt;b&gt;"`} {
		if !asks.Has(part) {
			t.Fatalf("without %s:\n%s", part, asks.Body)
		}
	}
	sent := []string{"to", p.at("/correct"), "given", "Ondina", "family", "Scarpa", "town", "Recco"}
	if wrong := p.Posts(p.at("/enter"), append(sent, "pin", "1")...); wrong.Code != http.StatusUnprocessableEntity || !wrong.Has(`name="town" value="Recco"`) || wrong.Has(`value="1"`) {
		t.Errorf("a wrong PIN loses it: %d\n%s", wrong.Code, wrong.Body)
	}
	right := p.Posts(p.at("/enter"), append(sent, "pin", "4711")...)
	if right.Code != http.StatusTemporaryRedirect || right.To != p.at("/correct") {
		t.Errorf("%d to %q", right.Code, right.To)
	}
}

func TestThePINLeadsWhereTheyWereGoingAndNowhereElse(t *testing.T) {
	for typed, to := range map[string]string{
		"/mine": "/mine", "/read/3": "/read/3", "/file": "/held", "/receipt/abc": "/mine", "/pin": "/pin", "/../../staff": "", "//elsewhere.example": "",
	} {
		p := forgotten(t)
		if got := p.Posts(p.at("/enter"), "pin", "4711", "to", p.at(typed)); got.Code != http.StatusSeeOther || got.To != p.at(to) {
			t.Errorf("%s: %d to %s", typed, got.Code, got.To)
		}
	}
	for _, typed := range []string{"", "https://elsewhere.example/p", "/staff", "/p/AAAAAAAAAAAAAAAAAAAAAA/mine"} {
		p := forgotten(t)
		if got := p.Posts(p.at("/enter"), "pin", "4711", "to", typed); got.To != p.at("") {
			t.Errorf("%s: to %s", typed, got.To)
		}
	}
	if page := forgotten(t).Posts("/p/"+strings.Repeat("A", 22)+"/enter", "pin", "4711"); page.Code != http.StatusNotFound {
		t.Errorf("a guessed link: %d", page.Code)
	}
}
