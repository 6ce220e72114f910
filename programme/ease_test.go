package programme

import (
	"os"
	"testing"
)

func TestShortSentencesOfShortWordsReadEasily(t *testing.T) {
	for _, language := range []string{"en", "fr", "de", "es", "it", "pt"} {
		plain, ok := Ease(language, "You may say no. It ends there. No one asks why. You may go.")
		hard, _ := Ease(language, "Notwithstanding organisational responsibilities characterising contemporary international administrative recruitment procedures, individualised communicational preparation invariably necessitates comprehensive multidisciplinary considerations.")
		if !ok || plain < Plain || hard >= Plain {
			t.Errorf("%s: plain %d, hard %d", language, plain, hard)
		}
	}
	if _, ok := Ease("ar", "يمكنك قول لا."); ok {
		t.Error("Arabic has a formula that we do not know")
	}
	if _, ok := Ease("en", " \n- "); ok {
		t.Error("a text without words was measured")
	}
}

// TestTheExamplesArePlain keeps our own texts at what we ask of others.
func TestTheExamplesArePlain(t *testing.T) {
	for _, dir := range []string{"../examples/sea-rescue", "../examples/donor-registry"} {
		folder, faults := Load(os.DirFS(dir))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		for _, d := range folder.Disclosures {
			for _, text := range d.Texts {
				if ease, ok := Ease(text.Language, text.Cost); ok && ease < Plain {
					t.Errorf("%s, %s, %s: reading ease of the cost page %d", dir, d.Role, text.Language, ease)
				}
			}
		}
	}
}
