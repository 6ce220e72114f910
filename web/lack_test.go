package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/locale"
	"willing/web"
)

// pageIn is a page in a language, of which nothing but its words is wanted.
func pageIn(t *testing.T, lang string) *web.Page {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &web.Page{Site: &web.Site{Words: words, Now: time.Now}, Lang: lang}
}

// TestAFaultOfATextNamesItsPart by the title that pages give it, and says what is wrong, all in the language of the reader.
func TestAFaultOfATextNamesItsPart(t *testing.T) {
	lack := casebook.Lack{Gate: "G04", Key: "text.fault", Say: "fr, ‘why-you’: the section is missing or empty: write it", Args: map[string]string{
		"language": "fr", "section": "why-you", "problem": "the section is missing or empty: write it", "fault": "section-empty", "count": "0", "wanted": "0"}}
	for lang, want := range map[string]string{
		"en": "Français, ‘Why you, and who told us’: the section is missing or empty: write it.",
		"fr": "Français, «\u00a0Pourquoi vous, et qui nous l’a dit\u00a0»\u00a0: la partie manque ou est vide\u00a0: écrivez-la.",
		"es": "Français, «Por qué usted, y quién nos lo dijo»: la parte falta o está vacía: escríbala.",
		"it": "Français, «Perché lei, e chi ce l’ha detto»: la parte manca o è vuota: scrivila.",
		"pt": "Français, “Por que você, e quem nos contou”: a parte falta ou está vazia: escreva-a.",
		"ar": "Français، «لماذا أنت، ومن أخبرنا»: الجزء ناقص أو فارغ: اكتبه.",
	} {
		if got := pageIn(t, lang).Lack(lack); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

var ids = regexp.MustCompile(`(^|[ :«“])(section|scout|coordinator|safeguarding|administrator|auditor|trainer|cost|saying-no|number|training|study|\d{4}-\d\d-\d\d)($|[ ,;:.»”])`)

// TestNoSentenceOfTheLawIsFilledWithIds: whatever the law names by an id, a page in another language than English says in words.
func TestNoSentenceOfTheLawIsFilledWithIds(t *testing.T) {
	var lacks []casebook.Lack
	for _, l := range []casebook.Lack{{Key: "house.hat"}, {Key: "staff.hat"}} {
		l.Args = map[string]string{"hats": strings.Join(casebook.Hats, ", ")}
		lacks = append(lacks, l)
	}
	lacks = append(lacks, casebook.Lack{Key: "ask.unknown", Args: map[string]string{"questions": "number, training, placement, study"}})
	empty := casebook.DisclosureText{Language: "de", Sections: map[string]string{"saying-yes": "yes and more", "saying-no": "no"}}
	long := empty
	long.Cost = strings.Repeat("word ", casebook.CostWords+1)
	for _, f := range append(empty.Faults(), long.Faults()...) {
		lacks = append(lacks, casebook.TextFault(f))
	}
	for _, key := range []string{"markers.young", "markers.wait"} {
		lacks = append(lacks, casebook.Lack{Key: key, Args: map[string]string{"day": "2026-11-08"}})
	}
	for _, lang := range locale.Languages[1:] {
		p := pageIn(t, lang)
		for _, l := range lacks {
			said := p.Lack(l)
			if found := ids.FindString(said); found != "" || strings.Contains(said, "{{") || strings.Contains(said, "<no value>") {
				t.Errorf("%s: %s says %q", lang, l.Key, said)
			}
		}
	}
}
