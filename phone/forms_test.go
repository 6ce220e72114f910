package phone

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"willing/node/nodetest"
)

// TestALinkPutsNoFormIntoTheDoor, neither before the passphrase nor behind it.
func TestALinkPutsNoFormIntoTheDoor(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	planted := url.Values{"lang": {"en"}, "to": {stops(p, h) + "/stopped"}, "sent": {"do=undo"}}
	p.sends("/lock", nil)
	if body := p.gets("/?" + planted.Encode()).Body.String(); strings.Contains(body, "still here") || strings.Contains(body, "undo") {
		t.Errorf("the door says that a form is there:\n%s", body)
	}
	w := p.asks(http.MethodPost, "/open?"+planted.Encode(), url.Values{"passphrase": {phrase}})
	if w.Code != http.StatusSeeOther {
		t.Errorf("behind the door a form is offered: %d", w.Code)
	}
}

// TestTheDoorGivesBackTheTeamsFormsAlone: none that changes the phone, and none of a person's.
func TestTheDoorGivesBackTheTeamsFormsAlone(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	for _, to := range []string{"/keep/pin", "/teams", "//elsewhere.example/team/note", "https://elsewhere.example/team/note", "/team/../keep/pin", "/team/%2e%2e/keep/pin", person + "/turned/answer", person + "/%74urned/answer"} {
		p.sends("/lock", nil)
		w := p.asks(http.MethodPost, "/open", url.Values{"to": {to}, "sent": {"pin=1234"}, "passphrase": {phrase}})
		if w.Code != http.StatusSeeOther {
			t.Errorf("a form for %s is offered: %d", strings.TrimPrefix(to, person), w.Code)
		}
	}
}

// TestWhatAPersonSendsToALockedPhoneIsKeptForNobody, and they read that it was not saved, at the passphrase and at the PIN (G09, G11).
func TestWhatAPersonSendsToALockedPhoneIsKeptForNobody(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	p.sends("/keep/pin", url.Values{"pin": {"2718"}})
	for _, lock := range []func(){func() { p.sends("/screen", url.Values{"use": {"idle"}}) }, func() { _ = p.Lock() }} {
		lock()
		for _, path := range []string{"/turned/answer", "/turned/form/health-declaration", "/turned/changed"} {
			w := p.asks(http.MethodPost, person+path, url.Values{"answer": {"no"}, "to": {person + "/talk"}, "sent": {"answer=no"}})
			if body := html.UnescapeString(w.Body.String()); w.Code != http.StatusForbidden || strings.Contains(body, "answer=no") || strings.Contains(body, "still here") || !strings.Contains(body, "It was not saved") {
				t.Errorf("%s is answered %d:\n%s", path, w.Code, body)
			}
		}
		if p.inside != nil && p.inside.screen.takeForm() != nil {
			t.Error("it lies behind the PIN")
		}
	}
}
