package locale

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// areas says in which languages each part of the product speaks. A file of another area fails the test.
var areas = map[string][]string{
	"common": Languages, "law": Languages, "team": Languages, "person": Languages, "public": Languages, "signin": Languages, "phone": Languages, "file": Languages, "wrong": Languages,
	"office": Offices, "texts": Offices, "staff": Offices,
}

func raw(t *testing.T, name string) map[string]any {
	t.Helper()
	data, err := files.ReadFile(path.Join("messages", name))
	if err != nil {
		t.Fatalf("%s is missing", name)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// TestALanguageIsCalledByItsName, whether the pages speak it or only a programme's texts.
func TestALanguageIsCalledByItsName(t *testing.T) {
	for code, want := range map[string]string{"ar": "العربية", "de": "Deutsch", "de-AT": "Deutsch", "pt-BR": "Português", "qqq": "qqq"} {
		if got := Own(code); got != want {
			t.Errorf("%s is called %q, want %q", code, got, want)
		}
	}
	for _, code := range Languages {
		if Own(code) == code {
			t.Errorf("%s has no name", code)
		}
	}
}

var placeholder = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

// placeholders lists what a message fills in; of plural forms, the 'other' one speaks for all.
func placeholders(message any) []string {
	if forms, ok := message.(map[string]any); ok {
		message = forms["other"]
	}
	text, _ := message.(string)
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return out
}

func empty(message any) bool {
	switch m := message.(type) {
	case string:
		return strings.TrimSpace(m) == ""
	case map[string]any:
		return empty(m["other"])
	}
	return true
}

func TestEveryAreaIsCompleteInItsLanguages(t *testing.T) {
	for area, languages := range areas {
		english := raw(t, area+".en.json")
		for _, lang := range languages {
			own := raw(t, area+"."+lang+".json")
			for key, message := range english {
				other, ok := own[key]
				switch {
				case !ok:
					t.Errorf("%s.%s.json lacks %q", area, lang, key)
				case empty(other):
					t.Errorf("%s.%s.json: %q is empty", area, lang, key)
				case !slices.Equal(placeholders(message), placeholders(other)):
					t.Errorf("%s.%s.json: %q fills in %v, in English %v", area, lang, key, placeholders(other), placeholders(message))
				}
			}
			for key := range own {
				if _, ok := english[key]; !ok {
					t.Errorf("%s.%s.json has %q, which English lacks", area, lang, key)
				}
			}
		}
	}
}

func TestNoFileStandsOutsideTheAreas(t *testing.T) {
	entries, err := files.ReadDir("messages")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		area, rest, _ := strings.Cut(e.Name(), ".")
		if lang := strings.TrimSuffix(rest, ".json"); !slices.Contains(areas[area], lang) {
			t.Errorf("messages/%s belongs to no area", e.Name())
		}
	}
}

func TestArabicHasItsPlurals(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, n := range []int{0, 1, 2, 3, 11} {
		seen[strings.TrimLeft(w.Say("ar", "count.people", "count", n), "0123456789 ")] = true
	}
	if len(seen) < 4 {
		t.Errorf("only %d forms: %v", len(seen), seen)
	}
}

// TestAnItalianArticleGivesWayToAVowel: dall’8 and l’11, where a day of the month follows; nothing else changes.
func TestAnItalianArticleGivesWayToAVowel(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []struct {
		lang, key string
		day       int
		want      string
	}{
		{"it", "law.young.from", 8, "Dall’8 novembre 2026 ha l’età."}, {"it", "law.young.from", 18, "Dal 18 novembre 2026 ha l’età."},
		{"it", "team.errand.counts", 11, "Ha detto sì l’11 novembre 2026, e il sì vale."}, {"it", "team.errand.early", 8, "Troppo giovane. Prima dell’8 novembre 2026 nessuno avvicina questa persona se non lo chiede."},
		{"es", "law.young.from", 8, "A partir del 8 de noviembre de 2026 la persona tendrá la edad."},
	} {
		day := Day(said.lang, time.Date(2026, time.November, said.day, 0, 0, 0, 0, time.UTC))
		if got := w.Say(said.lang, said.key, "day", day); got != said.want {
			t.Errorf("%q, want %q", got, said.want)
		}
	}
}

func TestTheNearestWishWins(t *testing.T) {
	for want, wishes := range map[string][]string{
		"fr": {"", "fr-CH, en;q=0.8"}, "ar": {"ar", "fr"}, "en": {"xx", "tlh"}, "it": {"de, it;q=0.5"},
	} {
		if got := Choose(Languages, wishes...); got != want {
			t.Errorf("Choose(%q) = %s, want %s", wishes, got, want)
		}
	}
}

// TestALengthOfTimeIsSaidAsItsLanguageCounts: whatever number a programme sets, alone or beside another in one sentence.
func TestALengthOfTimeIsSaidAsItsLanguageCounts(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang, part string
		hours      int
	}{
		{"en", "for 1 hour.", 1}, {"en", "for 24 hours.", 24}, {"it", "Per 1 ora ", 1}, {"pt", "por 72 horas.", 72},
		{"ar", "خلال ساعتين.", 2}, {"ar", "خلال 3 ساعات.", 3}, {"ar", "خلال 24 ساعة.", 24},
	} {
		said := w.Say(c.lang, "team.turned.if.yes.say", "hours", c.hours, "days", 1)
		if !strings.Contains(said, c.part) {
			t.Errorf("%s: %q is not in %q", c.lang, c.part, said)
		}
	}
	if said := w.Say("ar", "deleted.say", "days", 2); !strings.Contains(said, "بعد يومين على") {
		t.Error(said)
	}
}
