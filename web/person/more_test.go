package person_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/person"
)

func (p *holder) own() ed25519.PrivateKey { return p.key("willing/link/1", p.secret[:]) }

// does signs one act with the key of the link, and fails the test unless it was taken.
func (p *holder) does(question map[string]any) {
	p.t.Helper()
	if code, said := p.signs(p.own(), question, nil); code != http.StatusOK {
		p.t.Fatalf("%v: %d, %v", question, code, said)
	}
}

func TestTheSecondQuestionIsAnsweredAndThenNotAskedAgain(t *testing.T) {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	if page := p.Gets(p.at("/done")); !page.Has(`data-act="number"`) {
		t.Fatal("the script is not told to sign the second answer")
	}
	p.does(map[string]any{"act": "number", "yes": true})
	v, err := p.h.Desk().Visit(t.Context(), p.own().Public().(ed25519.PublicKey))
	must(t, err)
	if len(v.Permissions) != 1 || !v.Permissions[0].Yes || p.Gets(p.at("/done")).Has(`value="number"`) {
		t.Errorf("the second answer: %+v", v.Permissions)
	}
}

// TestAReceiptNamesWhatWasReadBeforeTheAnswer: a newer text, told later, changes nothing about it, and the page and the
// file say the same (G14).
func TestAReceiptNamesWhatWasReadBeforeTheAnswer(t *testing.T) {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	v, err := p.h.Desk().Visit(t.Context(), p.own().Public().(ed25519.PublicKey))
	must(t, err)
	p.h.Rewrites("the second half of the cost")
	must(t, p.h.Desk().Tell(t.Context(), p.h.As("ana"), v.Person, desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}}))
	file := p.Gets(p.at("/receipt/") + v.Answers[0].Code)
	if !file.Has(`"version": 1`) || !file.Has(`"language": "it"`) || !file.Has(`"text": "`+v.Answers[0].Text.String()) {
		t.Errorf("the file says %s", file.Body)
	}
	if !file.Has(`"stop": "http://example.com/stop"`) {
		t.Errorf("the file names no place to say stop: %s", file.Body)
	}
	if page := p.Gets(p.at("/done") + "?lang=fr"); !page.Has("version 1, Italiano") || !page.Has(`href="http://example.com/stop"`) {
		t.Errorf("the page says %s", page.Body)
	}
}

// TestAReceiptClaimsNoReading: told in Italian by ana, answered on a page in French of which nobody knows whether it was read.
func TestAReceiptClaimsNoReading(t *testing.T) {
	p := handed(t, true)
	p.lang = "fr"
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	v, err := p.h.Desk().Visit(t.Context(), p.own().Public().(ed25519.PublicKey))
	must(t, err)
	if file := p.Gets(p.at("/receipt/") + v.Answers[0].Code); !file.Has(`"language": "it"`) || !file.Has(`"page": "fr"`) || !file.Has(`"by": "ana"`) || !file.Has(`"on": "2`) {
		t.Errorf("the file says %s", file.Body)
	}
	if page := p.Gets(p.at("/done") + "?lang=fr"); !page.Has("version 1, Italiano") || !page.Has("<dd>Français</dd>") || !page.Has("<bdi>ana</bdi>") || page.Has("lecture") {
		t.Errorf("the page says %s", page.Body)
	}
	own, err := p.h.Desk().Export(t.Context(), p.h.As("admin"), v.Person)
	must(t, err)
	if n := len(own.Texts); n != 2 || own.Texts[0].Hash != v.Answers[0].Text || own.Texts[1].Language != "fr" {
		t.Errorf("their file holds %d texts, and not both that they had", n)
	}
}

// TestHealthIsAnsweredByTheirLink: after a yes, signed with the link's key; a plain form says why it is not enough (G03).
func TestHealthIsAnsweredByTheirLink(t *testing.T) {
	p := handed(t, true)
	form := p.at("/form/health-declaration")
	if page := p.Gets(p.at("")); page.Has("health-declaration") {
		t.Error("health is asked before a yes")
	}
	if page := p.Gets(form); page.Code != http.StatusSeeOther {
		t.Errorf("before a yes the form answers %d", page.Code)
	}
	said := map[string]any{"act": "form", "form": "health-declaration", "answers": map[string]string{"heart": "yes"}}
	if code, _ := p.signs(p.own(), said, nil); code != http.StatusNotFound {
		t.Errorf("before a yes the form is taken: %d", code)
	}
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	if page := p.Gets(p.at("") + "?lang=en"); !page.Has("/form/health-declaration") || !page.Has("the team does not read them") {
		t.Fatal("the form is nowhere to be found")
	}
	if page := p.Gets(form + "?lang=en"); !page.Has(`name="q-heart"`) || page.Has("checked") {
		t.Errorf("the form: %d", page.Code)
	}
	plain := p.Posts(form+"?lang=en", "q-heart", "yes", "q-anything_else", "ask me about 2019")
	if plain.Code != http.StatusConflict || !plain.Has("cannot sign for you") || !plain.Has("ask me about 2019") {
		t.Errorf("a plain form: %d\n%s", plain.Code, plain.Body)
	}
	said = map[string]any{"act": "form", "form": "health-declaration", "answers": map[string]string{"heart": "perhaps"}}
	if code, out := p.signs(p.own(), said, nil); code != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(out["problems"]), "heart") {
		t.Errorf("an answer that is none: %d %v", code, out)
	}
	stranger := ed25519.NewKeyFromSeed(make([]byte, 32))
	said = map[string]any{"act": "form", "form": "health-declaration", "answers": map[string]string{"heart": "yes"}}
	if code, _ := p.signs(stranger, said, nil); code == http.StatusOK {
		t.Error("a stranger speaks of somebody's health")
	}
	other := func(q map[string]any) { q["answers"] = map[string]string{"heart": "no"} }
	if code, _ := p.signs(p.own(), said, other); code == http.StatusOK {
		t.Error("other answers were signed than were shown")
	}
	p.does(map[string]any{"act": "form", "form": "health-declaration", "answers": map[string]string{"heart": "yes", "anything_else": "ask me about 2019"}})
	if page := p.Gets(p.at("") + "?lang=en"); !page.Has("Your answers are saved") {
		t.Error("their page does not say that it is done")
	}
	for who, reads := range map[string]bool{"ana": false, "sara": false, "cora": true} {
		shown, err := p.h.Desk().Show(t.Context(), p.h.As(who), p.id)
		must(t, err)
		last := shown.Facts[len(shown.Facts)-1]
		if f, ok := last.Body.(*casebook.Form); !ok || last.Standing != casebook.Counts || f.Answers != nil {
			t.Errorf("on the person's page %s reads %+v", who, last.Body)
		}
		told, err := p.h.Desk().Health(t.Context(), p.h.As(who), p.id)
		if got := len(told) == 1 && told[0].Answers["heart"] == "yes"; got != reads || reads != (err == nil) {
			t.Errorf("%s reads %+v, %v", who, told, err)
		}
	}
}

// TestWhoLeftIsOfferedNothingThatBringsThemBackHalf: after a 'not now' and a leaving, taking the 'not now' back would change
// nothing, and nobody said stop.
func TestWhoLeftIsOfferedNothingThatBringsThemBackHalf(t *testing.T) {
	p := handed(t, true)
	p.Posts(p.at("/act"), "act", "answer", "answer", "not-now")
	p.Posts(p.at("/act"), "act", "leave")
	for _, path := range []string{"", "/mine"} {
		if page := p.Gets(p.at(path) + "?lang=en"); page.Has("Take back my") || !page.Has("come back") && !page.Has("Coming back") {
			t.Errorf("%q offers what does not free them:\n%s", path, page.Body)
		}
	}
}

// TestTheyTakeBackOnTheirPageWhatTheySaidThere: a 'not now' by its own name, the number, a yes that waits; and the page says how
// leaving and stopping differ.
func TestTheyTakeBackOnTheirPageWhatTheySaidThere(t *testing.T) {
	p := handed(t, true)
	mine := func() nodetest.Answered { return p.Gets(p.at("/mine") + "?lang=en") }
	if page := mine(); !page.Has("‘I leave’ is an answer") || !page.Has("‘I want to stop’, at the foot") {
		t.Errorf("the page does not say how they differ:\n%s", page.Body)
	}
	p.Posts(p.at("/act"), "act", "answer", "answer", "not-now")
	if page := mine(); !page.Has("Take back my ‘not now’") || page.Has("Take back my ‘stop’") {
		t.Errorf("a 'not now' is not taken back by its name:\n%s", page.Body)
	}
	if page := p.Gets(p.at("") + "?lang=it"); !page.Has("/quiet?lang=it") || !p.Gets(p.at("/quiet?lang=it")).Has("Appunti") {
		t.Error("the page for when somebody looks over one's shoulder speaks another language")
	}
	p.does(map[string]any{"act": "lift"})
	if mine().Has("Take back my") {
		t.Error("nothing is left to take back")
	}
	p = handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	p.does(map[string]any{"act": "number", "yes": true})
	if page := mine(); !page.Has("Keep my number no longer") || !page.Has("I take my yes back</button>") || !page.Has("‘I take my yes back’ is an answer") {
		t.Errorf("the number and the yes are not taken back:\n%s", page.Body)
	}
	p.does(map[string]any{"act": "number", "yes": false})
	if page := mine(); page.Has("Keep my number no longer") || !page.Has("Keep my number: No") {
		t.Errorf("the number is still kept:\n%s", page.Body)
	}
	p.Posts(p.at("/act"), "act", "leave")
	if page := mine(); page.Has("is an answer") {
		t.Error("whoever left is told how to leave")
	}
}

func TestThePersonAloneSaysHowFarANoReaches(t *testing.T) {
	p := handed(t, true)
	if page := p.Gets(p.at("/answer")); !page.Has(`name="covers" value="role"`) || page.Has("checked") {
		t.Fatal("there is no choice, or one is made already")
	}
	p.Posts(p.at("/act"), "act", "answer", "answer", "no", "covers", "organisation")
	v, err := p.h.Desk().Visit(t.Context(), p.own().Public().(ed25519.PublicKey))
	must(t, err)
	if v.Answers[0].Covers != "organisation" || v.Answers[0].Answer != "no" {
		t.Errorf("the no: %+v", v.Answers[0])
	}
}

func TestASlipOfTheFingerIsUndoneWithinAMinute(t *testing.T) {
	p := handed(t, true)
	to := p.Posts(p.at("/act"), "act", "stop").To
	if page := p.Gets(to); !page.Has(`value="undo"`) {
		t.Fatal("the slip cannot be taken back")
	}
	p.Posts(p.at("/act"), "act", "undo")
	p.stands(casebook.StageOffered)
	to = p.Posts(p.at("/act"), "act", "stop").To
	p.h.Pass(61 * time.Second)
	if page := p.Gets(to); page.Has(`value="undo"`) {
		t.Error("it is offered when it is too late")
	}
	if page := p.Posts(p.at("/act"), "act", "undo"); page.Code != http.StatusConflict {
		t.Errorf("too late: %d", page.Code)
	}
	p.stands(casebook.StageLeftAlone)
}

// TestNobodyElseWithTheLinkUndoesAStop: whoever handed the link over knows its address, and most know its key too. They could
// wait for a stop, and undo it within the minute in the person's name.
func TestNobodyElseWithTheLinkUndoesAStop(t *testing.T) {
	p := handed(t, true)
	own := p.key("willing/link/1", p.secret[:])
	elsewhere := func(why string) {
		t.Helper()
		kept := p.Cookies
		p.Cookies = nil
		if page := p.Posts(p.at("/act"), "act", "undo"); page.Code != http.StatusConflict {
			t.Errorf("%s: another browser with the address: %d", why, page.Code)
		}
		if code, said := p.signs(own, map[string]any{"act": "undo"}, nil); code != http.StatusConflict {
			t.Errorf("%s: another browser with the key: %d %v", why, code, said)
		}
		p.stands(casebook.StageLeftAlone)
		p.Cookies = kept
	}
	p.Posts(p.at("/act"), "act", "stop")
	elsewhere("a plain form")
	p.Posts(p.at("/act"), "act", "undo")
	p.stands(casebook.StageOffered)
	if code, said := p.signs(own, map[string]any{"act": "stop"}, nil); code != http.StatusOK {
		t.Fatalf("no stop: %d %v", code, said)
	}
	elsewhere("a signed stop")
	if code, said := p.signs(own, map[string]any{"act": "undo"}, nil); code != http.StatusOK {
		t.Errorf("not undone where it was made: %d %v", code, said)
	}
	p.stands(casebook.StageOffered)
}

// TestAStopThatSomebodyElseAskedForIsSaidOnTheirFirstPage: with one tap they lift it, whether they were asked or said yes.
func TestAStopThatSomebodyElseAskedForIsSaidOnTheirFirstPage(t *testing.T) {
	p := handed(t, true)
	own := p.key("willing/link/1", p.secret[:])
	receipt := base64.StdEncoding.EncodeToString(p.key("willing/receipt/1", []byte("0123456789abcdef")).Public().(ed25519.PublicKey))
	stopped := func() {
		t.Helper()
		p.h.Pass(time.Minute)
		must(t, p.h.Desk().StopByPhone(t.Context(), []string{"+390412345678"}))
		p.stands(casebook.StageLeftAlone)
	}
	lifts := func(back casebook.Stage) {
		t.Helper()
		if code, said := p.signs(own, map[string]any{"act": "lift"}, nil); code != http.StatusOK {
			t.Fatalf("not lifted: %d, %v", code, said)
		}
		p.stands(back)
		if p.Gets(p.at("")).Has("Qualcuno ci ha chiesto") {
			t.Error("it is still said")
		}
	}
	if p.Gets(p.at("")).Has("Qualcuno ci ha chiesto") {
		t.Fatal("nobody asked for a stop")
	}
	stopped()
	if page := p.Gets(p.at("")); !page.Has("Qualcuno ci ha chiesto") || page.Has("Il suo sì resta") || strings.Count(page.Body, `value="lift"`) != 1 {
		t.Errorf("their first page:\n%s", page.Body)
	}
	lifts(casebook.StageOffered)
	if code, said := p.signs(own, map[string]any{"act": "answer", "answer": "yes", "receipt": receipt}, nil); code != http.StatusOK {
		t.Fatalf("%d %v", code, said)
	}
	p.stands(casebook.StageProvisional)
	stopped()
	if page := p.Gets(p.at("")); !page.Has("Qualcuno ci ha chiesto") || !page.Has("Il suo sì resta") || strings.Count(page.Body, `value="lift"`) != 1 {
		t.Errorf("with a yes that waits:\n%s", page.Body)
	}
	lifts(casebook.StageProvisional)
}

func TestANotNowNamesADayToCome(t *testing.T) {
	p := handed(t, true)
	for _, day := range []string{"2020-01-01", "2026-02-30", "2026-99-01", "tomorrow", p.h.Now().Format(time.DateOnly)} {
		if page := p.Posts(p.at("/act"), "act", "answer", "answer", "not-now", "until", day); page.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", day, page.Code)
		}
	}
	p.stands(casebook.StageOffered)
}

func TestTheWindowAndTheHeadingsSayNothingOfTheCalling(t *testing.T) {
	p := handed(t, true)
	for _, path := range []string{"", "/answer", "/mine", "/held", "/help", "/later", "/erase", "/correct"} {
		page := p.Gets(p.at(path))
		_, rest, _ := strings.Cut(page.Body, "<h1>")
		heading, _, _ := strings.Cut(rest, "</h1>")
		head, _, _ := strings.Cut(page.Body, "<body")
		for _, word := range []string{"Long Reach", "equipaggio", "soccorso", "crew"} {
			if strings.Contains(heading, word) || strings.Contains(head, word) {
				t.Errorf("%s says %q where somebody may look over a shoulder", path, word)
			}
		}
	}
}

func TestOneIdLeadsToWhomItWasGivenFirst(t *testing.T) {
	p := handed(t, false)
	q := p.h.Noted("Nora", "Bianchi", "+393339998877")
	p.h.Met(q)
	door := [16]byte{1, 2, 3}
	sum := sha256.Sum256(door[:])
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}
	key := p.key("willing/link/1", []byte("another")).Public().(ed25519.PublicKey)
	must(t, p.h.Desk().Tell(t.Context(), p.h.As("ana"), q, desk.Telling{Delivered: told, LinkKey: key, Door: sum[:]}))
	v, err := p.h.Desk().VisitByDoor(t.Context(), door[:])
	must(t, err)
	if page := p.Gets(p.at("")); page.Code != http.StatusOK || v.Person != p.id {
		t.Errorf("a copied id opens another's page, or nobody's: %d, %v", page.Code, v.Person == q)
	}
}

func TestTheirFileIsTheirsToTake(t *testing.T) {
	p := handed(t, false)
	p.Visit = p.h.Visits("", func(s *web.Site) []web.Route {
		s.File = func(w io.Writer, lang string, file *desk.Exported) error {
			_, err := fmt.Fprint(w, lang, " ", len(file.Texts), " ", file.Particulars.Family)
			return err
		}
		return pages(s)
	})
	if got := p.Gets(p.at("/file")); got.Body != "it 1 Scarpa" {
		t.Errorf("their file: %d %q", got.Code, got.Body)
	}
}

func TestAChangedTextIsToldBeforeAnybodyGoesOn(t *testing.T) {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	p.h.Rewrites("Un motore su dieci si rompe.")
	if page := p.Gets(p.at("/again")); !page.Has("Un motore su dieci") || !page.Has(`data-answer="yes"`) {
		t.Fatalf("what is new is not shown: %s", page.Body)
	}
	if code, _ := p.signs(p.own(), map[string]any{"act": "again", "yes": true}, nil); code != http.StatusConflict {
		t.Errorf("went on before anybody told: %d", code)
	}
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
	must(t, p.h.Desk().Tell(t.Context(), p.h.As("ana"), p.id, desk.Telling{Delivered: told}))
	if page := p.Gets(p.at("/again")); !page.Has("<h3>") || !page.Has("<details>") {
		t.Errorf("told anew, and what changed is no longer shown: %s", page.Body)
	}
	p.does(map[string]any{"act": "again", "yes": true})
	if y := p.h.Shows(p.id).Yes; y == nil || y.ToldAgain != 0 {
		t.Errorf("the yes: %+v", y)
	}
}

// pins keeps one PIN in memory.
type pins struct{ is string }

func (p *pins) PINMark(context.Context, string) (string, error) { return p.is, nil }
func (p *pins) SetPIN(_ context.Context, _, typed string) error {
	p.is = typed
	return nil
}
func (p *pins) CheckPIN(_ context.Context, _, typed, _ string) error {
	if typed != p.is {
		return errors.New("wrong")
	}
	return nil
}

func TestAPINIsAskedForAgainAfterSomebodyCameBy(t *testing.T) {
	p := handed(t, true)
	kept := &pins{}
	p.Visit = p.h.Visits("", func(s *web.Site) []web.Route { return person.Routes(s, kept) })
	for _, signature := range []string{"", base64.StdEncoding.EncodeToString(make([]byte, 64)), p.signsPIN("0815")} {
		if page := p.Posts(p.at("/pin"), "pin", "4711", "signature", signature); page.Code != http.StatusUnprocessableEntity || kept.is != "" {
			t.Fatal("the address alone puts a PIN before the page")
		}
	}
	p.Posts(p.at("/pin"), "pin", "4711", "signature", p.signsPIN("4711"))
	if page := p.Gets(p.at("/held")); page.Has(`action="`+p.at("/enter")) || !page.Has("Ondina") {
		t.Fatal("whoever set the PIN is asked for it at once")
	}
	p.Gets(p.at("/quiet"))
	if page := p.Gets(p.at("/held")); page.Has("Ondina") {
		t.Fatal("after somebody came by, the page opens without the PIN")
	}
	if page := p.Posts(p.at("/act"), "act", "number", "yes", "yes"); !page.Has(`action="` + p.at("/enter")) {
		t.Error("something was done without the PIN")
	}
	p.stands(casebook.StageOffered)
	if said := p.Posts(p.at("/act"), "act", "answer", "answer", "no"); !p.Gets(said.To).Has("annotato") { // a no waits for no PIN, whoever set it
		t.Errorf("nobody says that the no is written down: %s", said.To)
	}
	p.stands(casebook.StageLeftAlone)
	if page := p.Posts(p.at("/enter"), "pin", "1234"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("a wrong PIN: %d", page.Code)
	}
	p.Posts(p.at("/enter"), "pin", "4711")
	if page := p.Gets(p.at("/held")); !page.Has("Ondina") {
		t.Error("the right PIN opens nothing")
	}
}

// signsPIN signs a PIN with the link's key, as the page's script does.
func (p *holder) signsPIN(pin string) string {
	page := p.Gets(p.at("/pin")).Body
	_, ask, _ := strings.Cut(page, `name="ask" value="`)
	ask, _, _ = strings.Cut(ask, `"`)
	said := "willing/pin/1\x00" + p.door + "\x00" + ask + "\x00" + pin
	return base64.StdEncoding.EncodeToString(ed25519.Sign(p.key("willing/link/1", p.secret[:]), []byte(said)))
}

func TestASignatureIsNotPlayedTwice(t *testing.T) {
	p := handed(t, true)
	yes := map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))}
	p.does(yes) // held and signature are in it now
	p.Posts(p.at("/act"), "act", "leave")
	p.sends(yes)
	yeses := 0
	for _, f := range p.h.Shows(p.id).Facts {
		if f.Type == casebook.AnswerGiven && f.Commit.Actor.Alg == journal.Ed25519 {
			yeses++
		}
	}
	p.stands(casebook.StageLeftAlone)
	if yeses != 1 {
		t.Errorf("one signature stands under %d answers", yeses)
	}
}

// TestWhoSaysNoReadsWhenTheFileGoes: the days that the file is kept, before and after, never that it is gone at once (G27).
func TestWhoSaysNoReadsWhenTheFileGoes(t *testing.T) {
	p := handed(t, true)
	for lang, says := range map[string]string{"en": "deleted at most %d days after", "it": "al più tardi %d giorni dopo", "ar": "بعد %d يوما على الأكثر"} {
		if page := p.Gets(p.at("/answer") + "?lang=" + lang); !page.Has(fmt.Sprintf(says, casebook.DefaultLimits().KeepDays)) {
			t.Errorf("%s: %s", lang, page.Body)
		}
	}
	p.does(map[string]any{"act": "answer", "answer": "no"})
	for _, path := range []string{"/done", ""} {
		if page := p.Gets(p.at(path) + "?lang=en"); !page.Has("deleted at most") {
			t.Errorf("after a no, %q: %s", path, page.Body)
		}
	}
}
