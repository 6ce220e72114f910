package programme_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"willing/programme"
)

// What a volunteer administrator reads, of a sound folder and of one with a bad evening behind it.
func TestCheckAsText(t *testing.T) {
	sound := small(t)
	bad := small(t)
	edit(t, bad, settings, "reflection_hours", "reflecton_hours")
	edit(t, bad, settings, "minimum_age: 18", "minimum_age: 16")
	edit(t, bad, english, "The steps are wet.", "")
	edit(t, bad, french, "version: 3", "version: 2")
	edit(t, bad, "words/fr.yaml", "lamp: Y\n", "")
	edit(t, bad, "instruments/first.csv", ",text,", ",geopoint,")
	delete(bad, "points/fr.yaml")

	report, ok := programme.Check(sound)
	if !ok {
		t.Error("the sound folder has faults")
	}
	golden(t, "sound.txt", report)
	report, ok = programme.Check(bad)
	if ok {
		t.Error("the bad folder has none")
	}
	golden(t, "bad.txt", report)
}

func TestTheDonorRegistryAsText(t *testing.T) {
	report, _ := programme.Check(os.DirFS("../examples/donor-registry"))
	golden(t, "donor-registry.txt", report)
}

// golden compares with a file in testdata; UPDATE=1 writes it anew, for a person to read in the diff.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs:\n%s", name, diff)
	}
}
