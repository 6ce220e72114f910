package locale

import (
	"testing"
	"time"
)

// TestAFirstDayIsWrittenAsItsLanguageDoes: the order of day, month and year, and a month's first day.
func TestAFirstDayIsWrittenAsItsLanguageDoes(t *testing.T) {
	first := time.Date(2026, 9, 1, 18, 5, 0, 0, time.UTC)
	for lang, want := range map[string]string{
		"en": "1 September 2026", "fr": "1er septembre 2026", "es": "1 de septiembre de 2026", "it": "1 settembre 2026", "pt": "1 de setembro de 2026", "ar": "1 سبتمبر 2026",
	} {
		if got := Day(lang, first); got != want {
			t.Errorf("%s writes %q, want %q", lang, got, want)
		}
	}
	if got := Weekday("fr", first.AddDate(0, 0, 1)); got != "mercredi 2 septembre 2026" {
		t.Errorf("the second is %q", got)
	}
}

// TestNoFrenchMarkBeginsALine: it is bound to the word before it.
func TestNoFrenchMarkBeginsALine(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := w.Say("fr", "problem.summary"), "Rien n’est perdu. Regardez d’abord ceci\u00a0:"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
