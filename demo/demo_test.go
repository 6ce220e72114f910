package demo

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheStory plays the whole scenario on a real folder and holds it against product.md's figures; then it opens a copy
// of that folder, and plays once more to compare every figure and line.
func TestTheStory(t *testing.T) {
	dir, r, story := plays(t)
	t.Log("\n" + story)
	if r.Approached <= 300 || r.YesAtMost >= 260 || r.Yes < 200 || r.AfterNo != 0 || r.Irregular != 1 || r.Erased != 1 {
		t.Fatalf("%+v", r)
	}
	moved := t.TempDir()
	if _, ok, err := Again(moved); ok || err != nil {
		t.Errorf("an empty folder has a story: %v", err)
	}
	if err := os.CopyFS(moved, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	again, ok, err := Again(moved)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	want := r
	want.KeyFile = adminKey(moved)
	want.Field.Folder, want.Field.KeyFile = laptopIn(moved)
	if diff := cmp.Diff(want, again); diff != "" {
		t.Error(diff)
	}
	if _, _, second := plays(t); second != story {
		t.Error("two runs with one seed differ")
	}
}

func plays(t *testing.T) (dir string, r Result, story string) {
	t.Helper()
	dir = t.TempDir()
	var out bytes.Buffer
	r, err := Run(t.Context(), Options{Dir: dir, Seed: 1, Out: &out})
	if err != nil {
		t.Fatal(err, out.String())
	}
	return dir, r, out.String()
}
