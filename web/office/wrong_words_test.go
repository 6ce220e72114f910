package office_test

import (
	"net/http"
	"testing"

	"willing/node/nodetest"
)

// TestWhatIsWrongIsSaidAsASentenceInTheReadersLanguage: which of the faults it is, and not one general sentence for all; with a capital
// and a full stop, as it stands by itself in the box of problems.
func TestWhatIsWrongIsSaidAsASentenceInTheReadersLanguage(t *testing.T) {
	h := nodetest.New(t)
	for _, x := range []struct {
		as, form, fr, en string
		fields           []string
	}{
		{"admin", "/texts/crew/propose", "Vous n’avez pas de brouillon à proposer. Modifiez d’abord une langue.", "There is no draft of yours to propose. Change a language first.", []string{"change", "a word"}},
	} {
		for lang, says := range map[string]string{"fr": x.fr, "en": x.en} {
			v := h.Visits(x.as, desks(t, h))
			v.Lang = lang
			page := v.Posts(x.form, x.fields...)
			if page.Code != http.StatusUnprocessableEntity || !page.Has("<li>"+says) {
				t.Errorf("%s in %s: %d\n%s", x.form, lang, page.Code, page.Body)
			}
		}
	}
}
