package phone

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"willing/node/nodetest"
)

// TestAPhoneWhosePassphraseIsLostBeginsAnew, once somebody said that they know what it costs; nothing of before is left in the browser.
func TestAPhoneWhosePassphraseIsLostBeginsAnew(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	if w := p.asks(http.MethodPost, "/anew", url.Values{"sure": {"1"}}); w.Code < 400 || p.inside == nil {
		t.Fatalf("an open phone begins anew: %d", w.Code)
	}
	p.sends("/lock", nil)
	if body := p.gets("/").Body.String(); !strings.Contains(body, `action="/anew"`) || !strings.Contains(body, "nobody can say without the passphrase") {
		t.Errorf("the door does not say how, or what it costs:\n%s", body)
	}
	if w := p.asks(http.MethodPost, "/anew", nil); w.Code != http.StatusUnprocessableEntity || !p.Joined() {
		t.Fatalf("unasked: %d", w.Code)
	}
	p.sends("/anew", url.Values{"sure": {"1"}})
	if p.Joined() || !strings.Contains(p.gets("/").Body.String(), `action="/join"`) {
		t.Error("it cannot be enrolled")
	}
	for name, disk := range p.Browser.(*drawnBrowser).disks {
		if len(disk.records) > 0 {
			t.Errorf("%s still holds %d records", name, len(disk.records))
		}
	}
	p.again()
	if p.Joined() {
		t.Error("the next worker finds the phone of before")
	}
}
