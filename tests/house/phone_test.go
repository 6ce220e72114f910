package house

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// tooMuch names packages that a phone's program does without, with the reason; each was in it once
// (docs/decisions/0083).
var tooMuch = map[string]string{
	"image/png":                       "squares are drawn as paths",
	"golang.org/x/net/html":           "forms that waited for somebody to sign in are filled in at headquarters",
	"golang.org/x/text/message":       "package locale has a table for our languages",
	"github.com/nyaruka/phonenumbers": "a phone reads numbers that begin with +",
	"golang.org/x/text/collate":       "lists come in order",
	"willing/web/office":              "headquarters' pages",
	"willing/intake":                  "lists are taken in at headquarters",
}

// TestAPhoneCarriesNothingThatItNeverDoes: what it carries is installed over a thin line.
func TestAPhoneCarriesNothingThatItNeverDoes(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "./phone/browser")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	carried := strings.Fields(string(out))
	if !slices.Contains(carried, "willing/phone") {
		t.Fatal("this is not the phone's program")
	}
	for name, why := range tooMuch {
		if slices.Contains(carried, name) {
			t.Errorf("the phone's program carries %s: %s", name, why)
		}
	}
}
