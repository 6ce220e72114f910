package recognise

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/sliver"
)

// Headquarters was started anew, and a device asks what it is to carry: the same as if somebody had asked from the first
// day on. Whoever came back is on no list, and whoever refused again is.
func TestADeviceIsToldTheSameAfterAStart(t *testing.T) {
	text, err := NewKeys(rand.Reader, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	fromTheFirst, started := opened(t, text), opened(t, text)
	everybody := func([]string) bool { return true }
	if none, err := fromTheFirst.Listed(everybody); err != nil || len(none) > 0 {
		t.Fatal(none, err)
	}
	var entries []desk.Entry
	said := func(kind string, id byte, phone string) {
		e := desk.Entry{Kind: kind, ID: casebook.ID{id}}
		if phone != "" {
			keys := (&Matcher{}).Keys(casebook.Particulars{Full: "Rosalba Tuccari", Phones: []string{phone}})
			if e.Marker, err = fromTheFirst.Make(keys, []string{}, "refusal", 2026, 3); err != nil {
				t.Fatal(err)
			}
		}
		entries = append(entries, e)
	}
	said(desk.EntryRefusal, 1, "+393407310457")
	said(desk.EntryRefusal, 2, "+393407310458")
	said(desk.EntryRefusal, 3, "+393407310459")
	said(desk.EntryReopened, 2, "")
	said(desk.EntryReopened, 3, "")
	said(desk.EntryRefusal, 3, "+393407310460")
	for _, book := range []*Book{fromTheFirst, started} {
		if err := desk.Replay(book, entries); err != nil {
			t.Fatal(err)
		}
	}
	started.Again = func(fn func(desk.Entry) error) error {
		for _, e := range entries {
			if err := fn(e); err != nil {
				return err
			}
		}
		return nil
	}
	phones := []sliver.Sliver{}
	of := sliver.Under(started.Offline()[0])
	for _, phone := range []string{"+393407310457", "+393407310460"} {
		for _, name := range desk.IndexKeys((&Matcher{}).Keys(casebook.Particulars{Phones: []string{phone}})) {
			phones = append(phones, of(name))
		}
	}
	slices.Sort(phones)
	for name, book := range map[string]*Book{"asked from the first day": fromTheFirst, "asked after a start": started} {
		got, err := book.Listed(everybody)
		slices.Sort(got)
		if err != nil || !slices.Equal(got, phones) {
			t.Errorf("%s: %v, want %v, %v", name, got, phones, err)
		}
	}
}

func opened(t *testing.T, text []byte) *Book {
	t.Helper()
	b, err := OpenBook(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
