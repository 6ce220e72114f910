package locale

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestASentenceBeginsAndEndsAsOne(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"give a reason":                "Give a reason.",
		"Give a reason.":               "Give a reason.",
		"è già finito":                 "È già finito.",
		"l’ONU écrit":                  "L’ONU écrit.",
		"l’offre a expiré":             "L’offre a expiré.",
		"has one of us spoken to you?": "Has one of us spoken to you?",
		"« oui » suffit":               "« Oui » suffit.",
		"¿quién llama?":                "¿Quién llama?",
		"write “yes.”":                 "Write “yes.”",
		"tap ‘Stop’":                   "Tap ‘Stop’.",
		"the questions are: a, b":      "The questions are: a, b.",
		"choose one of these:":         "Choose one of these:",
		"3 texts are missing":          "3 texts are missing.",
		"اذكر السبب":                   "اذكر السبب.",
		"هل تحدث إليك أحدنا؟":          "هل تحدث إليك أحدنا؟",
		"limits.reflectionHours is 0":  "limits.reflectionHours is 0.",
		"`willing verify` says more":   "`willing verify` says more.",
		"see `willing verify`":         "See `willing verify`.",
		" too long (80 at most) ":      "Too long (80 at most).",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestEveryWordOfTheLawIsASentence in each language, once it stands by itself; and nothing of it is changed twice.
func TestEveryWordOfTheLawIsASentence(t *testing.T) {
	for _, lang := range Languages {
		sentences(t, "law."+lang+".json", func(key, text string) {
			said := Sentence(text)
			first, _ := utf8.DecodeRuneInString(said)
			last, _ := utf8.DecodeLastRuneInString(said)
			if unicode.IsLower(first) || unicode.IsLetter(last) || Sentence(said) != said {
				t.Errorf("%s: %s says %q", lang, key, said)
			}
		})
	}
}
