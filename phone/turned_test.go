package phone

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"willing/node/nodetest"
	"willing/web"
)

// TestNothingButTheCandidatesPagesOpensWhileThePhoneIsTurned asks for every page of the phone and sends every form (G09).
func TestNothingButTheCandidatesPagesOpensWhileThePhoneIsTurned(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	id := h.Noted("Fiorenza", "Belluomo", "+393477310457")
	p.meets()
	turn := func() {
		if err := p.inside.jar.take([]*http.Cookie{{Name: "turned", Value: id.String() + ".0", MaxAge: 60}}); err != nil {
			t.Fatal(err)
		}
	}
	wildcard := regexp.MustCompile(`\{[^}]*\}`)
	routes := append(p.inside.allRoutes(p.inside.site()), web.Route{Pattern: "GET /nowhere"}, web.Route{Pattern: "POST /nowhere"})
	for _, r := range routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		path = wildcard.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), id.String())
		turn()
		w := p.asks(method, path, nil)
		to := w.Header().Get("Location")
		switch {
		case w.Header().Get(keepUntil) != "":
			t.Errorf("%s is kept for the next start", r.Pattern)
		case !r.Open && !r.Turned && (w.Code != http.StatusSeeOther || to != web.TurnedPath(id)):
			t.Errorf("%s opens while the phone is turned round: %d, %q", r.Pattern, w.Code, to)
		case strings.Contains(w.Body.String(), "<bdi>ana</bdi>"), strings.Contains(w.Body.String(), ">ana<"), strings.Contains(w.Body.String(), "state-line"), strings.Contains(w.Body.String(), `class="tabs"`):
			t.Errorf("%s shows something of the team's:\n%s", r.Pattern, w.Body)
		}
	}
	if p.inside == nil {
		t.Fatal("somebody locked the phone while it was in a person's hands")
	}
	p.asks(http.MethodPost, web.TurnedPath(id)+"/done", nil)
	if w := p.gets("/unlock"); w.Code != http.StatusOK {
		t.Errorf("once it was given back, nobody can unlock: %d", w.Code)
	}
}
