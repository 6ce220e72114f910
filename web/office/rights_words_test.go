package office_test

import (
	"net/http"
	"strings"
	"testing"

	"willing/access"
	"willing/locale"
	"willing/node/nodetest"
)

// TestEveryRightHasItsWords in each language of headquarters: one that lacked them would stand there in English.
func TestEveryRightHasItsWords(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range access.Actions() {
		key := "staff.right." + strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(string(a))
		for _, lang := range locale.Offices {
			if !words.Has(lang, key) {
				t.Errorf("%s: %q has no words", lang, a)
			}
		}
	}
}

// TestWhoeverIsRefusedReadsWhoMay: the page names the hats, in the reader's language, and leads to the table of all rights.
func TestWhoeverIsRefusedReadsWhoMay(t *testing.T) {
	h := nodetest.New(t)
	ana := h.Visits("ana", desks(t, h))
	for lang, want := range map[string]string{"en": "It is for: coordinator, administrator.", "fr": "Qui le peut"} {
		ana.Lang = lang
		for _, page := range []nodetest.Answered{ana.Gets("/import"), ana.Posts("/import", "kind", "leads")} {
			if page.Code != http.StatusForbidden || !page.Has(want) || !page.Has(`href="/staff/rights"`) || page.Has(`id="problems"`) {
				t.Errorf("%s: %d\n%s", lang, page.Code, page.Body)
			}
		}
	}
}
