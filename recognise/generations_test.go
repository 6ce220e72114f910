package recognise

import (
	"crypto/rand"
	"testing"
	"time"

	"willing/casebook"
)

// Whoever has only an old copy of the keys, whose one generation was let go, still remembers who says no from now on.
func TestAMarkerCanAlwaysBeMade(t *testing.T) {
	today := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	text, err := NewKeys(rand.Reader, today)
	if err != nil {
		t.Fatal(err)
	}
	newer, err := OpenBook(text)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := newer.Renew(0, rand.Reader, today); err != nil || second != 2 {
		t.Fatal(second, err)
	}
	keys := (&Matcher{}).Keys(casebook.Particulars{Full: "Rosalba Tuccari", Phones: []string{"+393407310457"}})
	lost, err := newer.Make(keys, nil, "refusal", 2026, 3)
	if err != nil {
		t.Fatal(err)
	}
	old, err := OpenBook(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Add(casebook.ID{1}, lost); err != nil {
		t.Fatal(err)
	}
	if err := old.LetGo(1); err != nil {
		t.Fatal(err)
	}
	if err := old.Ready(rand.Reader, today); err != nil {
		t.Fatal(err)
	}
	if g := old.Generations(); len(g) != 3 || !g[0].Gone || g[1].ID != 3 || !g[2].Lost {
		t.Errorf("generations: %+v", g)
	}
	m, err := old.Make(keys, nil, "refusal", 2026, 3)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Add(casebook.ID{2}, m); err != nil || len(old.Check(keys)) == 0 {
		t.Error("nobody is remembered", err)
	}
}
