package phone

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"willing/exchange/meet"
	"willing/journal"
	"willing/node/nodetest"
)

const phrase = "four words are enough"

// asks sends a request, whatever comes of it.
func (p *drawnPhone) asks(method, path string, form url.Values) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

func (p *drawnPhone) gets(path string) *httptest.ResponseRecorder {
	return p.asks(http.MethodGet, path, nil)
}

// leadsTo fails unless a page of the phone is another one.
func (p *drawnPhone) leadsTo(path, want string) {
	p.t.Helper()
	if w := p.gets(path); w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
		p.t.Errorf("%s answers %d and leads to %q, want %q", path, w.Code, w.Header().Get("Location"), want)
	}
}

func (p *drawnPhone) unsent() int {
	p.t.Helper()
	known, err := p.inside.desk.Knowledge(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	return known.Unsent
}

// stops leaves somebody alone, with nothing but the phone.
func stops(p *drawnPhone, h *nodetest.House) (path string) {
	p.t.Helper()
	id := h.Noted("Fiorenza", "Belluomo", "+393477310457")
	p.meets()
	path = "/team/p/" + id.String()
	p.sends(path+"/stop", nil)
	if p.unsent() != 1 {
		p.t.Fatalf("unsent: %d", p.unsent())
	}
	return path
}

func TestALockedPhoneShowsNobodyAndKeepsWhatIsUnsent(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	p.sends("/lock", nil)
	p.leadsTo(person, "/?after="+url.QueryEscape(person))
	if body := p.gets("/").Body.String(); !strings.Contains(body, "This phone is locked") || strings.Contains(body, "Belluomo") {
		t.Error("the door does not ask, or says too much")
	}
	if said := p.asks(http.MethodPost, "/meet", nil).Body.String(); !strings.Contains(said, `"locked":true`) {
		t.Errorf("a page that asks hears %s", said)
	}
	for try, want := range []int{http.StatusForbidden, http.StatusForbidden, http.StatusForbidden, http.StatusTooManyRequests} {
		if w := p.asks(http.MethodPost, "/open", url.Values{"passphrase": {"four words are wrong"}}); w.Code != want {
			t.Errorf("try %d: %d, want %d", try, w.Code, want)
		}
	}
	h.Pass(time.Minute)
	p.sends("/open", url.Values{"passphrase": {phrase}, "after": {person}})
	if p.unsent() != 1 {
		t.Error("what was unsent is gone")
	}
	p.leadsTo("/?after="+url.QueryEscape("//elsewhere.example"), "/team")
}

// A browser ends the worker at any time: while the application is open, the next one goes on.
func TestAWorkerThatWasEndedGoesOnWhileThePhoneIsOpen(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	stops(p, h)
	again := func() *drawnPhone {
		t.Helper()
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		next, err := Open(t.Context(), p.Config)
		if err != nil {
			t.Fatal(err)
		}
		p.Phone = next
		return p
	}
	if again(); p.inside == nil || p.unsent() != 1 {
		t.Fatal("the phone is locked, or lost something")
	}
	if err := p.Browser.Hold(nil); err != nil {
		t.Fatal(err)
	}
	if again(); p.inside != nil {
		t.Error("the phone is open without a key")
	}
	p.sends("/open", url.Values{"passphrase": {phrase}})
	if p.unsent() != 1 {
		t.Error("what was unsent is gone")
	}
}

// again is the worker after this one: the browser ended this.
func (p *drawnPhone) again() {
	p.t.Helper()
	if err := p.Close(); err != nil {
		p.t.Fatal(err)
	}
	next, err := Open(p.t.Context(), p.Config)
	if err != nil {
		p.t.Fatal(err)
	}
	p.Phone = next
}

// unlocks opens a pair's own keys for an hour.
func (p *drawnPhone) unlocks(names ...string) {
	p.t.Helper()
	for i, name := range names {
		by, from := p.h.As(name), p.h.Now().Unix()
		key, _, err := p.inside.guard.prepare(by.Who, from)
		if err != nil {
			p.t.Fatal(err)
		}
		session, err := journal.NewSession(journal.ID(by.Who), by.Signer, key.Public(), from, from+3600)
		if err != nil {
			p.t.Fatal(err)
		}
		if err := p.inside.guard.open(by.Who, *session, i > 0); err != nil {
			p.t.Fatal(err)
		}
	}
}

// unlocked counts whose own keys are.
func (p *drawnPhone) unlocked() (count int) {
	p.t.Helper()
	v, err := p.inside.guard.Visitor(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if !v.Unlocked.IsZero() {
		count++
	}
	if v.Pair != nil {
		count++
	}
	return count
}

// theKeysOfAPairEndWithTheLock, whether somebody locked the phone or closed the application; a worker that the browser ended is
// neither.
func theKeysOfAPairEndWithTheLock(p *drawnPhone) string {
	p.unlocks("ana", "ben")
	if p.again(); p.unlocked() != 2 {
		return "a worker that was woken up lost what was unlocked"
	}
	for _, locks := range []func(){func() { p.sends("/lock", nil) }, func() { // closed: the next window finds it out
		if err := p.Lock(); err != nil {
			p.t.Fatal(err)
		}
		p.again()
	}} {
		p.unlocks("ana", "ben")
		locks()
		p.sends("/open", url.Values{"passphrase": {phrase}})
		if p.unlocked() != 0 {
			return "opened by the passphrase alone, somebody's own key is unlocked"
		}
		if p.again(); p.inside == nil || p.unlocked() != 0 {
			return "opened and woken up, somebody's own key is unlocked, or the phone is locked"
		}
	}
	return ""
}

func TestAPinHidesTheScreenAndNoForm(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	for _, pin := range []string{"12", "12ab"} {
		if w := p.asks(http.MethodPost, "/keep/pin", url.Values{"pin": {pin}}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("PIN %q: %d", pin, w.Code)
		}
	}
	p.sends("/keep/pin", url.Values{"pin": {"2718"}})
	h.Pass(idleTime - time.Minute)
	if w := p.gets("/keep"); w.Code != http.StatusOK {
		t.Errorf("a phone in use: %d", w.Code)
	}
	h.Pass(idleTime + time.Minute)
	p.leadsTo("/keep", "/?after=%2Fkeep")
	p.sends("/team/check", url.Values{"q": {"Fiorenza Belluomo"}})
	if w := p.asks(http.MethodPost, "/pin", url.Values{"pin": {"3141"}}); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "before the phone locks: 4") {
		t.Errorf("a wrong PIN: %d", w.Code)
	}
	if said := p.sends("/pin", url.Values{"pin": {"2718"}}).Body.String(); !strings.Contains(said, "Fiorenza Belluomo") || !strings.Contains(said, `action="/team/check"`) {
		t.Error("the form that came meanwhile is not offered again")
	}
	p.sends("/screen", url.Values{"use": {"idle"}})
	for range mostWrong {
		p.asks(http.MethodPost, "/pin", url.Values{"pin": {"0000"}})
	}
	if p.inside != nil {
		t.Error("five wrong PINs left the phone open")
	}
	p.sends("/open", url.Values{"passphrase": {phrase}})
	p.leadsTo("/keep", "/?after=%2Fkeep")
}

func TestTheGrantsEndShowsNobodyAndKeepsWhatIsUnsent(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	h.Pass(91 * 24 * time.Hour)
	if body := p.gets(person).Body.String(); strings.Contains(body, "Belluomo") {
		t.Error("the phone still shows somebody")
	}
	if w := p.gets("/team/device"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "This device’s time is over") {
		t.Errorf("it does not say why: %d", w.Code)
	}
	if p.unsent() != 1 {
		t.Error("what was unsent is gone")
	}
	if w := p.gets("/keep/bundle"); w.Code != http.StatusOK || w.Body.Len() == 0 {
		t.Errorf("what is unsent cannot be carried out: %d", w.Code)
	}
	p.asks(http.MethodPost, "/meet", url.Values{"now": {"yes"}})
	if p.unsent() != 0 {
		t.Error("headquarters did not take what was unsent")
	}
}

func TestAFullPhoneSaysSoAndLosesNothing(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	disks := p.Browser.(*drawnBrowser).disks
	full := func(is bool) {
		for _, d := range disks {
			d.full = is
		}
	}
	full(true)
	if w := p.asks(http.MethodPost, person+"/stopped", nil); w.Code != http.StatusInsufficientStorage || !strings.Contains(w.Body.String(), "There is no room left on this device") {
		t.Errorf("a full phone answers %d: %s", w.Code, w.Body)
	}
	if w := p.gets(person); w.Code != http.StatusOK {
		t.Errorf("a full phone shows nothing any more: %d", w.Code)
	}
	if w := p.gets("/keep/bundle"); w.Code != http.StatusOK {
		t.Errorf("what is unsent cannot be carried out of a full phone: %d", w.Code)
	}
	h.Noted("Ottavia", "Brusaferro", "+393477310458") // there is something to take in
	if said := p.sends("/meet", url.Values{"now": {"yes"}}).Body.String(); !strings.Contains(said, `"failed":"full"`) {
		t.Errorf("a full phone that meets headquarters says %s", said)
	}
	if broken := p.says("/team/device", "There is no room left on this device"); broken != "" {
		t.Error(broken)
	}
	full(false)
	if p.unsent() != 1 {
		t.Errorf("unsent: %d", p.unsent())
	}
	p.meets()
	if p.unsent() != 0 {
		t.Error("it does not go on once there is room")
	}
}

// One window locks the phone while another has a form that is not sent yet: what it sends comes back behind the door, and lies nowhere
// meanwhile.
func TestAFormFromAnotherWindowComesBackBehindTheDoor(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	p.sends("/lock", nil)
	w := p.asks(http.MethodPost, person+"/talk?x=1", url.Values{"place": {"Livorno & harbour"}})
	hidden := `<input type="hidden" name="to" value="` + person + `/talk?x=1"><input type="hidden" name="sent" value="place=Livorno+%26+harbour">`
	if body := html.UnescapeString(w.Body.String()); w.Code != http.StatusForbidden || !strings.Contains(body, "Your form is still here") || !strings.Contains(body, hidden) || strings.Contains(body, "Belluomo") {
		t.Fatalf("a form sent from another window is answered %d: %s", w.Code, body)
	}
	sent := url.Values{"to": {person + "/talk?x=1"}, "sent": {"place=Livorno+%26+harbour"}, "passphrase": {"not the one"}}
	if w := p.asks(http.MethodPost, "/open", sent); w.Code != http.StatusForbidden || !strings.Contains(html.UnescapeString(w.Body.String()), hidden) {
		t.Errorf("a wrong passphrase loses it: %d", w.Code)
	}
	sent.Set("passphrase", phrase)
	if body := p.sends("/open", sent).Body.String(); !strings.Contains(body, `action="`+person+`/talk?x=1"`) || !strings.Contains(body, `value="Livorno &amp; harbour"`) {
		t.Errorf("behind the door it is gone: %s", body)
	}
	p.sends("/lock", nil)
	for _, to := range []string{"https://elsewhere.example/x", "//elsewhere.example/x", `/\elsewhere`} {
		sent.Set("to", to)
		if body := p.sends("/open", sent).Body.String(); strings.Contains(body, "elsewhere") {
			t.Errorf("a form for %s is taken for one of ours", to)
		}
		p.sends("/lock", nil)
	}
}

// A phone says that it is headquarters which has no room, to whoever enrols it as well.
func TestAPhoneSaysThatHeadquartersHasNoRoom(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	stops(p, h)
	there := p.Post
	p.Post = func(string) meet.Line {
		return func(context.Context, []byte) (io.ReadCloser, error) {
			return nil, Refused(http.StatusInsufficientStorage, `{"status":507}`)
		}
	}
	if said := p.sends("/meet", url.Values{"now": {"yes"}}).Body.String(); !strings.Contains(said, `"failed":"room"`) {
		t.Errorf("it says %s", said)
	}
	if broken := p.says("/team/device", "Tell headquarters that its computer needs room"); broken != "" {
		t.Error(broken)
	}
	p.Post = there
	if p.meets(); p.unsent() != 0 {
		t.Error("it does not go on once there is room")
	}
}

// An older version of the application must not touch what a newer one wrote.
func TestAnOlderApplicationLeavesANewersRecordsAlone(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	disk := p.Browser.(*drawnBrowser).disks[keepName]
	disk.mu.Lock()
	disk.records[aboutName] = []byte(`{"format":2,"locks":[{"kind":"passphrase"}]}`)
	disk.mu.Unlock()
	if _, err := Open(t.Context(), p.Config); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("it opened all the same: %v", err)
	}
}

// The page that a worker shows before the program runs says nothing of anybody, and always how the phone is opened now.
func TestTheDoorIsTheSameWhetherThePhoneIsOpenOrNot(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	look := func() string {
		w := httptest.NewRecorder()
		p.Door().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		return w.Body.String()
	}
	open := look()
	p.sends("/lock", nil)
	if shut := look(); shut != open || !strings.Contains(shut, "This phone is locked") {
		t.Error("the door looks otherwise from inside")
	}
}
