package phone

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"willing/node/nodetest"
)

// keeps is until when the worker may show a page again as it was made; zero: not at all.
func (p *drawnPhone) keeps(path string) time.Time {
	p.t.Helper()
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	ms, err := strconv.ParseInt(w.Header().Get(keepUntil), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func TestAPageIsShownAgainOnlyWhileItIsTrue(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	now := h.Now()
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	if got := p.keeps("/team"); !got.Equal(midnight) {
		t.Errorf("the day's page holds until %s, not %s", got, midnight)
	}
	for _, path := range []string{"/team/device", "/keep", "/unlock"} {
		if got := p.keeps(path); !got.IsZero() {
			t.Errorf("%s may be shown again until %s, although it changes without a word in the store", path, got)
		}
	}
	p.sends("/keep/pin", url.Values{"pin": {"2718"}})
	if got, want := p.keeps("/team"), now.Add(idleTime); got.After(want) || got.Before(now) {
		t.Errorf("with a PIN it holds until %s; the screen locks at %s", got, want)
	}
	p.sends("/keep/pin", url.Values{"none": {"1"}})

	// In the hands of whoever is asked there is no page of before.
	person := stops(p, h)
	p.inside.jar.kept["turned"] = crumb{Value: person}
	if got := p.keeps("/team"); !got.IsZero() {
		t.Errorf("while the phone is turned round, a page may be shown again until %s", got)
	}
}

// TestWhatIsUnsentStandsOnThePhonesOwnPages, as on the team's; but not while the phone is in a person's hands (G09).
func TestWhatIsUnsentStandsOnThePhonesOwnPages(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := stops(p, h)
	for _, path := range []string{"/keep", "/unlock"} {
		if page := p.gets(path).Body.String(); !strings.Contains(page, `class="state-line touch" href="/team/device"><span><b>`) {
			t.Errorf("%s does not say what is unsent:\n%s", path, page)
		}
	}
	p.inside.jar.kept["turned"] = crumb{Value: strings.TrimPrefix(person, "/team/p/") + ".1"}
	if page := p.gets("/unlock").Body.String(); strings.Contains(page, "state-line") {
		t.Errorf("a person who holds the phone reads of the device:\n%s", page)
	}
}

// TestWhileNobodyHasUnlockedNobodyIsAskedForASecond: the first to unlock on a phone of two chooses who they are.
func TestWhileNobodyHasUnlockedNobodyIsAskedForASecond(t *testing.T) {
	p := drawPhone(t, nodetest.New(t))
	if page := p.gets("/unlock").Body.String(); strings.Contains(page, "beside you") || strings.Contains(page, `id="f-who"`) && !strings.Contains(page, "Who unlocks?") {
		t.Errorf("somebody is asked for who is beside them:\n%s", page)
	}
	if page := p.gets("/unlock?pair=1&after=/team").Body.String(); strings.Contains(page, "beside you") || !strings.Contains(page, "First your own key") ||
		!strings.Contains(page, "/unlock?after=%2Fteam&amp;pair=1") {
		t.Errorf("the other half is asked for before anybody has unlocked:\n%s", page)
	}
}
