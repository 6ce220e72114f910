package stories

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

const years = 366 * day

// marksOf is what headquarters lists of a generation of marker keys.
func marksOf(t testing.TB, h *nodetest.House, generation uint16) desk.MarkerGeneration {
	t.Helper()
	all, err := h.Desk().MarkerGenerations(ctx(h), h.As("cora"))
	done(t, err)
	for _, m := range all {
		if m.Generation == generation {
			return m
		}
	}
	t.Fatalf("nothing is listed of generation %d: %+v", generation, all)
	return desk.MarkerGeneration{}
}

func overdue(t testing.TB, h *nodetest.House) int {
	t.Helper()
	needs, err := h.Desk().Needs(ctx(h), h.As("cora"), 1)
	done(t, err)
	return needs.Markers
}

var _ = story("G27", "after five years somebody looks at the markers; two let them go, and their key with them", func(t testing.TB, h *nodetest.House) {
	keyFile := filepath.Join(string(h.Dir), "keys", "markers.key")
	refusedOnList := func(given, phone string) {
		_, _, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "Brest", []casebook.Particulars{{Given: given, Family: "Leroy", Phones: []string{phone}}})
		done(t, err)
	}
	met := func(given, phone string) string {
		return h.TakesIn(casebook.Particulars{Given: given, Family: "Leroy", Phones: []string{phone}}).Became
	}
	refusedOnList("Anne", "+33612345601")
	if m := marksOf(t, h, 1); m.Markers != 1 || m.Overdue || overdue(t, h) != 0 {
		t.Fatalf("the first markers: %+v", m)
	}
	h.Pass(years)
	_, err := h.Desk().RenewMarkers(ctx(h), h.As("cora"))
	fails(t, err, desk.NotAllowed)
	old, err := os.ReadFile(keyFile)
	done(t, err)
	second, err := h.Desk().RenewMarkers(ctx(h), h.As("admin"))
	done(t, err)
	refusedOnList("Luc", "+33612345602")
	if met("Anne", "+33612345601") != desk.BecameHeldBack || met("Luc", "+33612345602") != desk.BecameHeldBack {
		t.Error("after a renewal both generations are checked")
	}
	letGo := casebook.MarkerReview{Generation: 1, Reason: "five years are over"}
	h.Pass(4 * years) // the oldest is five years old, the youngest is not
	if overdue(t, h) != 1 || !marksOf(t, h, 1).Overdue {
		t.Error("nobody is told that somebody must look")
	}
	held(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara"), letGo), "G27")
	fails(t, h.Desk().ReviewMarkers(ctx(h), h.As("ana"), casebook.MarkerReview{Generation: 1, Keep: true, Reason: "mine"}), desk.NotAllowed)
	done(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora"), casebook.MarkerReview{Generation: 1, Keep: true, Reason: "the youngest are not old enough"}))
	if overdue(t, h) != 0 {
		t.Error("it was looked at a moment ago")
	}
	h.Pass(2 * years)
	held(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora"), letGo), "G27")
	done(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara"), letGo))
	if m := marksOf(t, h, 1); !m.Leaving || m.Gone || met("Anne", "+33612345601") != desk.BecameHeldBack {
		t.Errorf("they are checked for another month: %+v", m)
	}
	held(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara"), letGo), "G27")
	h.Reopen() // a key that is only about to go stays
	needs, err := h.Desk().Needs(ctx(h), h.As("ana"), 1)
	done(t, err)
	shown, err := h.Desk().MarkerGenerations(ctx(h), h.As("ana"))
	done(t, err)
	if needs.Markers != 1 || len(shown) != 1 || shown[0].Generation != 1 {
		t.Errorf("everybody sees what is about to go: %+v, %+v", needs.Markers, shown)
	}
	done(t, h.Desk().ReviewMarkers(ctx(h), h.As("ana"), casebook.MarkerReview{Generation: 1, Keep: true, Reason: "not yet"}))
	done(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara"), letGo))
	h.Pass(31 * day)
	done(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara"), letGo))
	fails(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara"), letGo), desk.NotFound)
	if met("Anne", "+33612345601") == desk.BecameHeldBack || met("Luc", "+33612345602") != desk.BecameHeldBack {
		t.Error("the wrong markers went")
	}
	if m := marksOf(t, h, second); m.Markers != 1 || m.Gone {
		t.Errorf("the second generation: %+v", m)
	}
	h.Close()
	newest, err := os.ReadFile(keyFile)
	done(t, err)
	done(t, os.WriteFile(keyFile, old, 0o600)) // somebody puts an old copy back: it knows the first key, and not the second
	h.Open()
	if m := marksOf(t, h, 1); !m.Gone || m.Markers != 0 {
		t.Errorf("an old copy of the keys brings it back: %+v", m)
	}
	if m := marksOf(t, h, second); !m.Lost || overdue(t, h) != 1 {
		t.Errorf("a missing key is not told: %+v", m)
	}
	if text, err := os.ReadFile(keyFile); err != nil || string(text) == string(old) {
		t.Error("the key that was let go lies in the file again")
	}
	h.Close()
	done(t, os.WriteFile(keyFile, newest, 0o600))
	h.Open()
	if m := marksOf(t, h, second); m.Lost || met("Luc", "+33612345602") != desk.BecameHeldBack {
		t.Errorf("the newest copy was put back: %+v", m)
	}
})

var _ = story("G27", "markers that are still made, or young, stay however many sign", func(t testing.TB, h *nodetest.House) {
	_, _, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "Brest", []casebook.Particulars{{Given: "Anne", Family: "Leroy", Phones: []string{"+33612345601"}}})
	done(t, err)
	h.Pass(10 * years)
	letGo := casebook.MarkerReview{Generation: 1, Reason: "old"}
	held(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara"), letGo), "G27")
	_, err = h.Desk().RenewMarkers(ctx(h), h.As("admin"))
	done(t, err)
	h.Pass(time.Hour)
	held(t, h.Desk().ReviewMarkers(ctx(h), h.As("cora", "sara", "admin"), letGo), "G27")
	before := marksOf(t, h, 2)
	for range 3 {
		_, err = h.Desk().RenewMarkers(ctx(h), h.As("admin", "ana"))
		fails(t, err, desk.Held)
	}
	if now, err := h.Desk().MarkerGenerations(ctx(h), h.As("admin")); err != nil || now[len(now)-1].Generation != before.Generation {
		t.Errorf("keys were drawn that nobody may use: %+v, %v", now, err)
	}
})

var _ = story("G25", "headquarters reads whether a link that the team may hold asked for the erasure", func(t testing.TB, h *nodetest.House) {
	for _, seen := range []bool{false, true} {
		p := h.Sighted(casebook.Particulars{Given: fmt.Sprint("Zora", seen), Family: "Esempio"})
		link, err := journal.NewKey(rand.Reader)
		done(t, err)
		link.Holder = journal.ID(p)
		done(t, h.Desk().Link(ctx(h), h.As("cora"), p, link.Public(), nil, seen))
		done(t, h.Desk().AskErasure(ctx(h), desk.Acting{}, p, link))
		rows, _, err := h.Desk().Requests(ctx(h), h.As("cora"), nil, 10)
		done(t, err)
		for _, r := range rows {
			if r.Person == p && (!r.Own || r.Seen != seen || r.Due.IsZero()) {
				t.Errorf("seen by staff %v: %+v", seen, r)
			}
		}
	}
})
