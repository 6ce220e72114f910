package intake

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestAListOfTownsIsAskedWhetherItIsOneOfPeople: names alone reach nobody.
func TestAListOfTownsIsAskedWhetherItIsOneOfPeople(t *testing.T) {
	for text, asked := range map[string]bool{
		"name,country,lat,lon,population\nAarschot,BE,50.98,4.83,27656\n": true,
		"name,phone\nAda Volpe,+393331110012\n":                           false,
		"name,born\nAda Volpe,1990\n":                                     false,
	} {
		path := filepath.Join(t.TempDir(), "list.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.ContainsFunc(f.Layout.Notes, func(n Note) bool { return n.Code == CodeNoReach }); got != asked {
			t.Errorf("%q: asked %v", text, got)
		}
	}
}
