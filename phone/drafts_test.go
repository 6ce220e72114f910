package phone

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web"
)

const secretWords = "Salvatore fears the dark"

// begins is what a page's script sends when nobody looks at it any more.
func begins(at, to string) url.Values {
	return url.Values{"at": {at}, "to": {to}, "fields": {url.Values{"heard": {secretWords}}.Encode()}}
}

func (p *drawnPhone) offers(at string) bool {
	p.t.Helper()
	return strings.Contains(p.sends("/draft", url.Values{"at": {at}}).Body.String(), url.QueryEscape(secretWords))
}

// kept reports whether what was begun lies anywhere in the browser in a way that can be read.
func (p *drawnPhone) readable() bool {
	for _, disk := range p.Browser.(*drawnBrowser).disks {
		for _, data := range disk.records {
			if bytes.Contains(data, []byte("Salvatore")) {
				return true
			}
		}
	}
	return false
}

// TestAFormThatWasBegunIsStillThere: behind the PIN, and behind the passphrase in another worker, and nobody reads it meanwhile.
func TestAFormThatWasBegunIsStillThere(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := "/team/p/" + h.Noted("Fiorenza", "Belluomo", "+393477310457").String()
	p.meets()
	at := person + "/form/first"
	p.sends("/keep/pin", url.Values{"pin": {"2718"}})
	p.sends("/screen", url.Values{"use": {"idle"}})
	p.sends("/draft", begins(at, at)) // it comes when the screen is locked
	if w := p.asks(http.MethodPost, "/draft", url.Values{"at": {at}}); strings.Contains(w.Body.String(), "Salvatore") {
		t.Error("it is read at a locked screen")
	}
	p.sends("/pin", url.Values{"pin": {"2718"}})
	if !p.offers(at) || p.offers(person) || p.offers("/team") {
		t.Error("it is not offered behind the PIN, or on another page")
	}
	p.sends("/lock", nil)
	if w := p.asks(http.MethodPost, "/draft", url.Values{"at": {at}}); strings.Contains(w.Body.String(), "Salvatore") || p.readable() {
		t.Error("it is read while the phone is locked")
	}
	p.again()
	p.sends("/open", url.Values{"passphrase": {phrase}})
	if !p.offers(at) {
		t.Error("it is not offered behind the passphrase")
	}
	p.sends("/draft", url.Values{"at": {at}, "to": {at}})
	if p.offers(at) {
		t.Error("who leaves it is asked again")
	}
}

// TestNoteBegunBeforeThereIsAPersonIsOfferedWhereTheDayBegins, since the page that it stood on is made of what was looked up.
func TestNoteBegunBeforeThereIsAPersonIsOfferedWhereTheDayBegins(t *testing.T) {
	p := drawPhone(t, nodetest.New(t))
	p.sends("/draft", begins("/team/check", "/team/note"))
	if !p.offers("/team") || !p.offers("/team/check") {
		t.Error("it is offered nowhere")
	}
}

// takesFile lets a phone take in what headquarters saved for it.
func takesFile(t *testing.T, h *nodetest.House, p *drawnPhone) {
	t.Helper()
	device, err := p.inside.own.device()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "file")
	if _, err := h.Node.ExportBundle(t.Context(), device.Device().String(), path); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := &web.Page{R: httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/keep/take", nil)}
	if _, wrong, err := p.inside.unpack(w, file); err != nil || wrong != "" {
		t.Fatal(wrong, err)
	}
}

// TestAFormThatWasBegunGoes when it is sent, when its person stops, in two days, and as soon as a person holds the phone.
func TestAFormThatWasBegunGoes(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := "/team/p/" + h.Noted("Fiorenza", "Belluomo", "+393477310457").String()
	p.meets()
	for name, ends := range map[string]func(){
		"it was sent":        func() { p.sends("/team/check", url.Values{"q": {"Somebody Else"}}) },
		"two days have gone": func() { h.Pass(49 * time.Hour); p.gets("/team") },
		"a file came":        func() { takesFile(t, h, p) },
		"a person holds it": func() {
			p.inside.jar.kept["turned"] = crumb{Value: strings.TrimPrefix(person, "/team/p/")}
			p.gets("/team")
			delete(p.inside.jar.kept, "turned")
		},
	} {
		p.sends("/draft", begins(person+"/talk", "/team/check"))
		if !p.offers(person + "/talk") {
			t.Fatalf("%s: it was not kept", name)
		}
		if ends(); p.offers(person + "/talk") {
			t.Errorf("%s, and it is still there", name)
		}
	}
	p.sends("/draft", begins(person+"/talk", "/team/check"))
	if p.asks(http.MethodPost, "/team/check", url.Values{"q": {""}}); !p.offers(person + "/talk") {
		t.Error("what was sent and not taken is gone")
	}
	if p.sends(person+"/stop", nil); p.offers(person + "/talk") {
		t.Error("its person stopped, and it is still there")
	}
}

// TestWhatAPersonAnswersIsKeptForNobody, and neither is what leads elsewhere.
func TestWhatAPersonAnswersIsKeptForNobody(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	for _, to := range []string{person + "/turned/form/health", "https://elsewhere.example/team", "//elsewhere.example/team", "/unlock"} {
		p.sends("/draft", begins(person, to))
	}
	p.inside.jar.kept["turned"] = crumb{Value: strings.TrimPrefix(person, "/team/p/") + ".1"}
	p.sends("/draft", begins(person, person+"/talk"))
	delete(p.inside.jar.kept, "turned")
	if p.offers(person) {
		t.Error("it is kept")
	}
}

// aFormThatWasSentIsForgotten.
func aFormThatWasSentIsForgotten(p *drawnPhone) string {
	p.sends("/draft", begins("/team", "/team/check"))
	p.sends("/team/check", url.Values{"q": {"Somebody Else"}})
	if p.offers("/team") {
		return "what was sent is offered again"
	}
	return ""
}

// TestADraftGoesWithItsPerson: once the phone has heard that somebody is hidden or erased, and when they stop, wherever it was begun; and
// none is kept any more of a page that still stands open.
func TestADraftGoesWithItsPerson(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	hidden, erased, stopped := h.Noted("Fiorenza", "Belluomo", "+393477310457"), h.Noted("Maria", "Verdi", "+393477310459"), h.Noted("Luca", "Bianchi", "+393477310460")
	h.Met(erased)
	link := h.Told(erased)
	p.meets()
	page := func(id casebook.ID) string { return "/team/p/" + id.String() }
	for _, id := range []casebook.ID{hidden, erased, stopped} {
		p.sends("/draft", begins(page(id), page(id)+"/tie"))
		p.sends("/draft", begins("/team/check?q="+id.String()[:4], page(id)+"/talk"))
	}
	if err := h.Desk().AskErasure(t.Context(), h.As("cora"), hidden, nil); err != nil {
		t.Fatal(err)
	}
	p.meets()
	p.sends(page(stopped)+"/stop", nil)
	left := func() (n int) {
		for _, d := range p.inside.drafts.kept {
			if d.At == page(hidden) || d.At == page(stopped) || strings.HasPrefix(d.To, page(hidden)) || strings.HasPrefix(d.To, page(stopped)) {
				n++
			}
		}
		return n
	}
	if n := left(); n != 0 {
		t.Errorf("%d drafts outlive whom they are about", n)
	}
	if !p.offers(page(erased)) {
		t.Error("another's is gone")
	}
	if p.sends("/draft", begins(page(hidden), page(hidden)+"/tie")); left() != 0 {
		t.Error("a page that still stands open leaves one behind")
	}
	h.Erased(erased, link)
	if p.meets(); len(p.inside.drafts.kept) != 0 {
		t.Error("who was erased has one")
	}
}

// TestADraftOfAnythingButTheTeamsFormsIsNone: it would be sent in the team's name.
func TestADraftOfAnythingButTheTeamsFormsIsNone(t *testing.T) {
	p := drawPhone(t, nodetest.New(t))
	for _, to := range []string{"/keep/pin", "/teams", "/team/../keep/pin", "/team/%2e%2e/keep/pin", "/team/p/x/%74urned/answer", "https://elsewhere.example/team/note"} {
		p.asks(http.MethodPost, "/draft", begins("/team/check", to))
		if n := len(p.inside.drafts.kept); n != 0 {
			t.Errorf("%s is kept", to)
		}
	}
}

// TestAtALockedScreenOneDraftIsTaken, so that whoever finds it does not push out the team's.
func TestAtALockedScreenOneDraftIsTaken(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := "/team/p/" + h.Noted("Fiorenza", "Belluomo", "+393477310457").String()
	p.meets()
	p.sends("/keep/pin", url.Values{"pin": {"2718"}})
	p.sends("/draft", begins(person, person+"/talk"))
	for n := range 2 {
		p.sends("/screen", url.Values{"use": {"idle"}})
		for i := range mostDrafts {
			p.asks(http.MethodPost, "/draft", begins("/team/check?q="+string(rune('a'+n))+string(rune('a'+i)), "/team/note"))
		}
		p.sends("/lock", nil)
		p.sends("/open", url.Values{"passphrase": {phrase}})
		p.asks(http.MethodPost, "/draft", begins("/team/check", "/team/note"))
		p.sends("/pin", url.Values{"pin": {"2718"}})
		if got := len(p.inside.drafts.kept); got != 2+n || !p.offers(person) {
			t.Errorf("after %d locks there are %d", n+1, got)
		}
	}
}
