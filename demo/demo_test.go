package demo

import (
	"bytes"
	"testing"
)

// TestTheStory plays the whole scenario on a real folder and holds it against product.md's figures.
func TestTheStory(t *testing.T) {
	var story bytes.Buffer
	r, err := Run(t.Context(), Options{Dir: t.TempDir(), Seed: 1, Out: &story})
	t.Log("\n" + story.String())
	if err != nil {
		t.Fatal(err)
	}
	if r.Approached <= 300 || r.YesAtMost >= 260 || r.Yes < 200 || r.AfterNo != 0 || r.Irregular != 1 || r.Erased != 1 {
		t.Fatalf("%+v", r)
	}
}

// TestTheSameSeedTellsTheSameStory plays twice and compares every figure and line.
func TestTheSameSeedTellsTheSameStory(t *testing.T) {
	var stories [2]bytes.Buffer
	for i := range stories {
		if _, err := Run(t.Context(), Options{Dir: t.TempDir(), Seed: 7, Out: &stories[i]}); err != nil {
			t.Fatal(err)
		}
	}
	if stories[0].String() != stories[1].String() {
		t.Fatal("two runs with one seed differ")
	}
}
