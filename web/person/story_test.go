package person_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/person"
)

func pages(s *web.Site) []web.Route { return person.Routes(s, nil) }

// holder is somebody with their private link and a browser.
type holder struct {
	lang   string // which they chose, if any
	t      *testing.T
	h      *nodetest.House
	id     casebook.ID
	door   string
	secret [16]byte
	*nodetest.Visit
}

// handed tells somebody by a private link, and asks them the next day.
func handed(t *testing.T, asked bool) *holder { return handedBy(t, asked, "cora", "tom") }

// handedBy is handed, with who issued the link.
func handedBy(t *testing.T, asked bool, issuer string, second ...string) *holder {
	h := nodetest.New(t)
	p := &holder{t: t, h: h, secret: [16]byte{7}}
	door := [16]byte{1, 2, 3}
	p.door = base64.RawURLEncoding.EncodeToString(door[:])
	sum := sha256.Sum256(door[:])
	p.id = h.Noted("Ondina", "Scarpa", "+390412345678")
	h.Met(p.id)
	key := p.key("willing/link/1", p.secret[:])
	telling := desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}}
	must(t, h.Desk().Tell(t.Context(), h.As("ana"), p.id, telling))
	must(t, h.Desk().Link(t.Context(), h.As(issuer, second...), p.id, key.Public().(ed25519.PublicKey), sum[:], false))
	must(t, h.Desk().Understand(t.Context(), h.As("ben"), p.id, casebook.Understanding{Heard: casebook.Points}))
	if asked {
		h.Pass(24 * 3600e9)
		must(t, h.Desk().Offer(t.Context(), h.As("ana", "ben"), p.id, casebook.Offer{Role: "crew"}))
	}
	p.Visit = h.Visits("", pages)
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (p *holder) key(purpose string, secret []byte) ed25519.PrivateKey {
	seed := sha256.Sum256(append([]byte(purpose), secret...))
	return ed25519.NewKeyFromSeed(seed[:])
}

func (p *holder) at(path string) string { return "/p/" + p.door + path }

// sends posts JSON, as the page's script does.
func (p *holder) sends(question map[string]any) (int, map[string]any) {
	p.t.Helper()
	body, err := json.Marshal(question)
	must(p.t, err)
	r := httptest.NewRequest(http.MethodPost, p.at("/sign"), strings.NewReader(string(body)))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if p.lang != "" {
		r.AddCookie(&http.Cookie{Name: web.LanguageCookie, Value: p.lang})
	}
	w := p.Serves(r)
	var out map[string]any
	must(p.t, json.Unmarshal(w.Body.Bytes(), &out))
	return w.Code, out
}

// signs does both calls with a key; swap may change the question between them.
func (p *holder) signs(key ed25519.PrivateKey, question map[string]any, swap func(map[string]any)) (int, map[string]any) {
	p.t.Helper()
	question["key"] = base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
	code, first := p.sends(question)
	if code != http.StatusOK {
		return code, first
	}
	message, err := base64.StdEncoding.DecodeString(first["message"].(string))
	must(p.t, err)
	question["held"] = first["held"]
	question["signature"] = base64.StdEncoding.EncodeToString(ed25519.Sign(key, message))
	if swap != nil {
		swap(question)
	}
	return p.sends(question)
}

func (p *holder) stands(want casebook.Stage) {
	p.t.Helper()
	p.h.Stands(p.id, want)
}

func TestAPersonReadsInTheirLanguageAndSaysYesWithTheirOwnKey(t *testing.T) {
	p := handed(t, true)
	if page := p.Gets(p.at("")); page.Code != http.StatusOK || !page.Has(`lang="it"`) || !page.Has("<title>La sua pagina</title>") {
		t.Fatalf("%d: the first page is not theirs, or tells too much", page.Code)
	}
	for n, want := range map[string]string{"/read/1": "reads", "/read/11": "threshold", "/read/13": "reads"} {
		if page := p.Gets(p.at(n)); page.Code != http.StatusOK || !page.Has(want) {
			t.Errorf("%s: %d without %q", n, page.Code, want)
		}
	}
	page := p.Gets(p.at("/answer"))
	if strings.Count(page.Body, `class="answer"`) != 2 || page.Has("checked") {
		t.Error("the two answers are not two, or one is chosen already")
	}
	receipt := p.key("willing/receipt/1", []byte("0123456789abcdef"))
	question := map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(receipt.Public().(ed25519.PublicKey))}
	code, said := p.signs(p.key("willing/link/1", p.secret[:]), question, nil)
	if code != http.StatusOK || said["to"] != p.at("/done") {
		t.Fatalf("%d %v", code, said)
	}
	p.stands(casebook.StageProvisional)
	if s := p.h.Shows(p.id); s.Yes.Grade != casebook.GradeOwnDevice {
		t.Errorf("the yes is worth: %s", s.Yes.Grade)
	}
	if page := p.Gets(p.at("/done")); !page.Has(`value="number"`) {
		t.Error("the second question is not asked")
	}
	p.Posts(p.at("/act"), "act", "number", "yes", "yes")
	call := casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}
	if err := p.h.Desk().Call(t.Context(), p.h.As("sara"), p.id, call); err != nil { // before that, a receipt of a yes opens nothing
		t.Fatal(err)
	}
	if page := p.Posts(p.at("/act"), "act", "leave"); page.Code != http.StatusSeeOther {
		t.Errorf("leaving took more than one tap: %d", page.Code)
	}
	p.stands(casebook.StageLeftAlone)
	if page := p.Gets(p.at("/mine")); !page.Has("data-receipt-key") {
		t.Error("the way back by the receipt's key is not offered")
	}
	if code, said := p.signs(receipt, map[string]any{"act": "return"}, nil); code != http.StatusOK {
		t.Errorf("the receipt's key did not open the way back: %v", said)
	}
}

// TestAReceiptIsAskedForOnlyWhereItOpens: until somebody outside heard from the person alone that a yes was theirs, its
// receipt takes nothing back (G11, G28); the page then names the way that is open, and asks for no key.
func TestAReceiptIsAskedForOnlyWhereItOpens(t *testing.T) {
	p := handed(t, true)
	receipt := p.key("willing/receipt/1", []byte("0123456789abcdef"))
	question := map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(receipt.Public().(ed25519.PublicKey))}
	if code, said := p.signs(p.key("willing/link/1", p.secret[:]), question, nil); code != http.StatusOK {
		t.Fatalf("%d %v", code, said)
	}
	p.Posts(p.at("/act"), "act", "leave")
	if page := p.Gets(p.at("/mine")); page.Has("data-receipt-key") || !page.Has("due persone dell’organizzazione") {
		t.Error("a key that opens nothing is asked for, or the open way is not named")
	}
	if page := p.Gets(p.at("/mine")); !page.Has("Ha lasciato") {
		t.Error("that they took their yes back stands nowhere")
	}
}

// TestNobodyElseMakesTheYes tries to make, change or repeat a yes without the person.
func TestNobodyElseMakesTheYes(t *testing.T) {
	p := handed(t, true)
	own := p.key("willing/link/1", p.secret[:])
	stranger := p.key("willing/link/1", []byte("somebody else's"))
	if page := p.Posts(p.at("/act"), "act", "answer", "answer", "yes"); page.Code != http.StatusConflict {
		t.Errorf("a plain form said yes: %d", page.Code)
	}
	if code, _ := p.signs(stranger, map[string]any{"act": "answer", "answer": "yes"}, nil); code == http.StatusOK {
		t.Error("a key that is not the link's said yes")
	}
	toYes := func(q map[string]any) { q["answer"] = "yes" }
	if code, _ := p.signs(own, map[string]any{"act": "answer", "answer": "not-now"}, toYes); code == http.StatusOK {
		t.Error("a signature for 'not now' was taken for a yes")
	}
	forged := func(q map[string]any) { q["held"] = "x" + q["held"].(string) }
	if code, _ := p.signs(own, map[string]any{"act": "answer", "answer": "yes"}, forged); code == http.StatusOK {
		t.Error("what the server had not written was taken")
	}
	late := func(map[string]any) { p.h.Pass(16 * 60e9) }
	if code, _ := p.signs(own, map[string]any{"act": "answer", "answer": "yes", "receipt": ""}, late); code == http.StatusOK {
		t.Error("it was signed too late, and taken")
	}
	p.stands(casebook.StageOffered)
}

func TestNoStopAndLeavingNeedNoScript(t *testing.T) {
	for act, want := range map[string][]string{
		"no":      {"act", "answer", "answer", "no"},
		"stop":    {"act", "stop"},
		"leave":   {"act", "leave"},
		"not now": {"act", "answer", "answer", "not-now", "until", "2099-01-01"},
		"erase":   {"act", "erase"},
	} {
		p := handed(t, true)
		if page := p.Posts(p.at("/act"), want...); page.Code != http.StatusSeeOther {
			t.Errorf("%s: %d", act, page.Code)
		}
		if s := p.h.Shows(p.id); !s.Alone {
			t.Errorf("after %s they are not left alone: %s", act, s.Stage)
		}
		page := p.Gets(p.at(""))
		if page.Code != http.StatusOK {
			t.Errorf("after %s their page is gone: %d", act, page.Code)
		}
		if act == "erase" && !page.Has("It was not me: keep it") && !page.Has("two people outside the team can stop it") {
			t.Error("the page before said that this one tells how an erasure is stopped")
		}
	}
}

func TestGuessedExpiredAndRevokedLinksGiveOnePage(t *testing.T) {
	p := handed(t, false)
	guessed := p.Gets("/p/" + base64.RawURLEncoding.EncodeToString(make([]byte, 16)))
	if broken := p.Gets("/p/nonsense"); broken.Body != guessed.Body || broken.Code != http.StatusNotFound {
		t.Error("a broken link is told from a guessed one")
	}
	p.h.Pass(91 * 24 * 3600e9)
	for _, path := range []string{"", "/answer", "/held", "/file", "/read/1"} {
		if late := p.Gets(p.at(path)); late.Code != http.StatusNotFound || late.Body != guessed.Body {
			t.Errorf("%q: an expired link is told from a guessed one: %d", path, late.Code)
		}
	}
	if late := p.Posts(p.at("/act"), "act", "answer", "answer", "no"); late.Code != http.StatusNotFound {
		t.Errorf("an expired link answered: %d", late.Code)
	}
}

func TestAPersonSeesAndCorrectsWhatIsHeld(t *testing.T) {
	p := handed(t, false)
	if page := p.Posts(p.at("/correct"), "given", "<script>x</script>", "phone", "12"); page.Code != http.StatusUnprocessableEntity || page.Has("<script>x") {
		t.Errorf("a number that is none: %d", page.Code)
	}
	if page := p.Posts(p.at("/correct"), "given", "Ondina <b>", "town", "Venezia\u202e"); page.Code != http.StatusSeeOther {
		t.Errorf("not corrected: %d", page.Code)
	}
	if page := p.Gets(p.at("/held")); !page.Has("Ondina &lt;b&gt;") || page.Has("Ondina <b>") {
		t.Errorf("what they wrote is not shown, or runs: %s", page.Body)
	}
	if p.h.Shows(p.id); !p.Gets(p.at("/held")).Has("admin") {
		t.Log("who looked is shown once somebody did")
	}
}

// TestADoorHasOneSpelling: what decodes to the same bytes would pass by the PIN, which hangs on the door as written.
func TestADoorHasOneSpelling(t *testing.T) {
	p := handed(t, false)
	last := p.door[len(p.door)-1]
	for _, other := range []string{p.door[:len(p.door)-1] + string(last+1), p.door[:3] + "%0A" + p.door[3:], p.door[:3] + "%0D" + p.door[3:]} {
		if page := p.Gets("/p/" + other + "/held"); page.Code != http.StatusNotFound {
			t.Errorf("another spelling of the door opens it: %d", page.Code)
		}
	}
}

func TestThePageForOnlookersSaysNothing(t *testing.T) {
	p := handed(t, true)
	if page := p.Gets(p.at("/quiet")); page.Code != http.StatusOK || page.Has("Long Reach") || page.Has("answer") {
		t.Errorf("%d: %s", page.Code, page.Body)
	}
}
