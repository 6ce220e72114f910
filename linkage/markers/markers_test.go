package markers_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"willing/linkage"
	"willing/linkage/markers"
)

var (
	today   = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	month   = markers.MonthOf(today)
	expires = month.AddYears(5)
	list    = markers.Batch{1, 2, 3}

	oleksandra = linkage.Particulars{Family: "Nohachevska", Given: "Oleksandra", Phones: []string{"+380637961781"},
		Emails: []string{"oleksandra@example.org"}, Born: linkage.Date{Year: 1973, Month: 9, Day: 18}, Town: "Odessa", Country: "UA"}
	metAgain = linkage.Particulars{Full: "Олександра Ногачевська", Born: linkage.Date{Year: 1973, Month: 9, Day: 18}, Town: "Odesa"}
	sister   = linkage.Particulars{Family: "Nohachevska", Given: "Nadiia", Phones: []string{"+380637961781"}}
	stranger = linkage.Particulars{Family: "Bartolini", Given: "Viola", Phones: []string{"+393885704275"}, Town: "L'Aquila"}
)

// chance is a seeded source of bytes, so that tests repeat.
func chance(seed uint64) io.Reader {
	var s [32]byte
	binary.LittleEndian.PutUint64(s[:], seed)
	return rand.NewChaCha8(s)
}

func newRing(t testing.TB, seed uint64) *markers.Keyring {
	t.Helper()
	r := &markers.Keyring{}
	if _, err := r.Add(chance(seed), today); err != nil {
		t.Fatal(err)
	}
	return r
}

func seal(t testing.TB, r *markers.Keyring, p linkage.Particulars, reason markers.Reason, batch markers.Batch) markers.Marker {
	t.Helper()
	m, err := r.Seal(linkage.Keys(p), reason, month, expires, batch)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func add(t testing.TB, s *markers.Set, m markers.Marker) markers.Ref {
	t.Helper()
	ref, err := s.Add(m)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func strongest(hits []markers.Hit) linkage.Strength {
	if len(hits) == 0 {
		return linkage.None
	}
	return hits[0].Strength
}

func TestWhoSaidNoIsRecognisedInAnotherScript(t *testing.T) {
	ring := newRing(t, 1)
	set := markers.NewSet(ring)
	ref := add(t, set, seal(t, ring, oleksandra, markers.Refusal, markers.Batch{}))

	for _, c := range []struct {
		who  linkage.Particulars
		want linkage.Strength
	}{{oleksandra, linkage.Strong}, {metAgain, linkage.Strong}, {sister, linkage.Weak}, {stranger, linkage.None}} {
		hits := set.Check(linkage.Keys(c.who))
		if strongest(hits) != c.want {
			t.Errorf("%+v: %+v, want %v", c.who, hits, c.want)
		}
		want, _ := linkage.Exact(oleksandra, c.who)
		if strongest(hits) != want {
			t.Errorf("markers say %v, readable keys %v", strongest(hits), want)
		}
		for _, h := range hits {
			if h.Marker != ref || h.Strength != h.Kind.Strength() {
				t.Errorf("hit %+v", h)
			}
		}
	}
	m, ok := set.Marker(ref)
	if !ok || m.Reason != markers.Refusal || m.Month.String() != "2026-11" || m.Expires.String() != "2031-11" {
		t.Errorf("marker %v %v %v", m.Reason, m.Month, m.Expires)
	}
}

// Nothing of the person can be read in what is stored.
func TestNothingReadableIsStored(t *testing.T) {
	ring := newRing(t, 2)
	raw, err := seal(t, ring, oleksandra, markers.Refusal, list).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	stored := [][]byte{bytes.ToLower(raw), []byte(hex.EncodeToString(raw)), ring.Text()}
	secrets := []string{"nohachevska", "oleksandra", "odessa", "odesa", "380637961781", "7961781", "637961", "1973", "example", "nhxvsk", "lksndr", "ua"}
	for _, k := range linkage.Keys(oleksandra) {
		for _, part := range strings.FieldsFunc(strings.ToLower(k.Value), func(r rune) bool { return strings.ContainsRune("|+~-@.", r) }) {
			if len(part) >= 4 { // shorter ones occur in random bytes
				secrets = append(secrets, part)
			}
		}
	}
	for _, secret := range secrets {
		for i, bytesStored := range stored {
			if len(secret) >= 4 && bytes.Contains(bytesStored, []byte(secret)) {
				t.Errorf("%q can be read in %d", secret, i)
			}
		}
	}
	// The same search finds what is there: the batch is not secret.
	if !bytes.Contains(raw, list[:]) {
		t.Error("the search would find nothing anyway")
	}
}

// Whoever has the markers but not the ring cannot try names on them.
func TestWithoutTheRingNobodyCanTestAName(t *testing.T) {
	ours, theirs := newRing(t, 3), newRing(t, 4)
	m := seal(t, ours, oleksandra, markers.Refusal, markers.Batch{})
	guess := seal(t, theirs, oleksandra, markers.Refusal, markers.Batch{})
	if len(m.Tags) != len(guess.Tags) {
		t.Fatal("not the same keys")
	}
	for _, a := range m.Tags {
		for _, b := range guess.Tags {
			if a.Sum == b.Sum {
				t.Error("two rings make one tag")
			}
		}
	}
	set := markers.NewSet(theirs)
	add(t, set, m)
	if hits := set.Check(linkage.Keys(oleksandra)); len(hits) > 0 {
		t.Errorf("found without the key: %+v", hits)
	}
}

// A value that is a key of two kinds gives two unlike tags.
func TestKindsHaveSecretsOfTheirOwn(t *testing.T) {
	ring := newRing(t, 5)
	keys := []linkage.Key{{Kind: linkage.Phone, Strength: linkage.Weak, Value: "1|x"}, {Kind: linkage.Email, Strength: linkage.Weak, Value: "1|x"}}
	m, err := ring.Seal(keys, markers.Erasure, month, expires, markers.Batch{})
	if err != nil || len(m.Tags) != 2 || m.Tags[0].Sum == m.Tags[1].Sum {
		t.Fatalf("%+v %v", m.Tags, err)
	}
	m.Tags = m.Tags[:1]
	m.Tags[0].Kind = linkage.PlaceName // a tag that somebody gave another kind
	set := markers.NewSet(ring)
	add(t, set, m)
	keys[0].Kind = linkage.PlaceName
	if hits := set.Check(keys); len(hits) > 0 {
		t.Errorf("%+v", hits)
	}
}

func TestGenerations(t *testing.T) {
	ring := newRing(t, 6)
	set := markers.NewSet(ring)
	old := add(t, set, seal(t, ring, oleksandra, markers.Refusal, markers.Batch{}))
	if id, err := ring.Add(chance(7), today.AddDate(5, 0, 0)); err != nil || id != 2 {
		t.Fatal(id, err)
	}
	fresh := seal(t, ring, stranger, markers.Refusal, markers.Batch{})
	add(t, set, fresh)
	for _, tag := range fresh.Tags {
		if tag.Generation != 2 {
			t.Fatal("made with an old generation")
		}
	}
	if hits := set.Check(linkage.Keys(metAgain)); strongest(hits) != linkage.Strong || hits[0].Marker != old {
		t.Errorf("the old generation is not checked: %+v", hits)
	}
	if err := ring.Retire(1); err != nil {
		t.Fatal(err)
	}
	if hits := set.Check(linkage.Keys(metAgain)); len(hits) > 0 {
		t.Errorf("a retired generation is checked: %+v", hits)
	}
	if strongest(set.Check(linkage.Keys(stranger))) != linkage.Strong {
		t.Error("the new generation is not checked")
	}
	if err := ring.Retire(9); !errors.Is(err, markers.ErrNoGeneration) {
		t.Error(err)
	}
	if err := ring.Retire(2); err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Seal(linkage.Keys(stranger), markers.Refusal, month, expires, list); !errors.Is(err, markers.ErrNoGeneration) {
		t.Error("sealed with a retired ring:", err)
	}
	if id, _ := ring.Add(chance(8), today); id != 3 {
		t.Errorf("number %d was used again", id)
	}
}

// The same tag under another generation's number is no hit.
func TestTagsOfTwoGenerationsDoNotCompare(t *testing.T) {
	ring := newRing(t, 9)
	if _, err := ring.Add(chance(10), today); err != nil {
		t.Fatal(err)
	}
	m := seal(t, ring, oleksandra, markers.Refusal, markers.Batch{})
	for i := range m.Tags {
		m.Tags[i].Generation = 1
	}
	set := markers.NewSet(ring)
	add(t, set, m)
	if hits := set.Check(linkage.Keys(oleksandra)); len(hits) > 0 {
		t.Errorf("%+v", hits)
	}
}

// A wrongly imported list is withdrawn; what else is known of the same people
// stays.
func TestWithdrawABatch(t *testing.T) {
	ring := newRing(t, 11)
	set := markers.NewSet(ring)
	for range 3 {
		add(t, set, seal(t, ring, oleksandra, markers.Imported, list))
	}
	own := add(t, set, seal(t, ring, oleksandra, markers.Refusal, markers.Batch{}))
	add(t, set, seal(t, ring, stranger, markers.Imported, list))
	if n := set.Withdraw(markers.Batch{}); n != 0 {
		t.Errorf("the zero batch withdrew %d", n)
	}
	if n := set.Withdraw(list); n != 4 || set.Len() != 1 {
		t.Errorf("withdrew %d, %d left", n, set.Len())
	}
	if hits := set.Check(linkage.Keys(stranger)); len(hits) > 0 {
		t.Errorf("withdrawn, and still %+v", hits)
	}
	for _, h := range set.Check(linkage.Keys(oleksandra)) {
		if h.Marker != own {
			t.Errorf("withdrawn, and still %+v", h)
		}
	}
	if !set.Remove(own) || set.Remove(own) || len(set.Check(linkage.Keys(oleksandra))) > 0 {
		t.Error("removed once, and not gone")
	}
	again := add(t, set, seal(t, ring, oleksandra, markers.Refusal, markers.Batch{}))
	if again == own || strongest(set.Check(linkage.Keys(oleksandra))) != linkage.Strong {
		t.Error("a place was used again, or the marker is not found")
	}
}

// Somebody looks again at what is held, generation by generation, and lets one go: its markers with it, and no others.
func TestAGenerationIsLookedAtAndLetGo(t *testing.T) {
	ring := newRing(t, 12)
	set := markers.NewSet(ring)
	add(t, set, seal(t, ring, oleksandra, markers.Refusal, markers.Batch{}))
	add(t, set, seal(t, ring, oleksandra, markers.Imported, list))
	second, err := ring.Add(chance(14), today)
	if err != nil {
		t.Fatal(err)
	}
	add(t, set, seal(t, ring, stranger, markers.Refusal, markers.Batch{}))
	want := []markers.Held{{Generation: 1, Markers: 2, Oldest: month, Newest: month}, {Generation: second, Markers: 1, Oldest: month, Newest: month}}
	if held := set.Held(); !slices.Equal(held, want) {
		t.Errorf("held: %+v", held)
	}
	if n := set.LetGo(1); n != 2 || set.Len() != 1 || !slices.Equal(set.Held(), want[1:]) {
		t.Errorf("%d let go, held: %+v", n, set.Held())
	}
	if len(set.Check(linkage.Keys(oleksandra))) > 0 || strongest(set.Check(linkage.Keys(stranger))) != linkage.Strong {
		t.Error("the wrong markers went")
	}
}

// The set answers as a plain search through all markers would, whatever was
// added and taken out.
func TestSetIsASearch(t *testing.T) {
	ring := newRing(t, 13)
	people := []linkage.Particulars{oleksandra, metAgain, sister, stranger}
	rapid.Check(t, func(rt *rapid.T) {
		set := markers.NewSet(ring)
		kept := map[markers.Ref]linkage.Particulars{}
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			if len(kept) > 0 && rapid.Bool().Draw(rt, "remove") {
				refs := make([]markers.Ref, 0, len(kept))
				for r := range kept {
					refs = append(refs, r)
				}
				slices.Sort(refs)
				ref := rapid.SampledFrom(refs).Draw(rt, "which")
				set.Remove(ref)
				delete(kept, ref)
				continue
			}
			p := rapid.SampledFrom(people).Draw(rt, "who")
			kept[add(t, set, seal(t, ring, p, markers.Refusal, markers.Batch{}))] = p
		}
		for _, p := range people {
			got := map[markers.Ref]linkage.Strength{}
			for _, h := range set.Check(linkage.Keys(p)) {
				got[h.Marker] = max(got[h.Marker], h.Strength)
			}
			for ref, q := range kept {
				if want, _ := linkage.Exact(q, p); got[ref] != want {
					rt.Fatalf("%v for marker %d, want %v", got[ref], ref, want)
				}
				delete(got, ref)
			}
			if len(got) > 0 {
				rt.Fatalf("hits on markers that are gone: %v", got)
			}
		}
	})
}

func TestInvalidMarkers(t *testing.T) {
	ring := newRing(t, 14)
	good := seal(t, ring, oleksandra, markers.Refusal, list)
	for name, spoil := range map[string]func(*markers.Marker){
		"no tags":          func(m *markers.Marker) { m.Tags = nil },
		"unknown reason":   func(m *markers.Marker) { m.Reason = 9 },
		"no month":         func(m *markers.Marker) { m.Month = markers.Month{} },
		"thirteenth":       func(m *markers.Marker) { m.Expires.Month = 13 },
		"tags in disorder": func(m *markers.Marker) { slices.Reverse(m.Tags) },
		"a tag twice":      func(m *markers.Marker) { m.Tags[1] = m.Tags[0] },
		"no strength":      func(m *markers.Marker) { m.Tags[0].Strength = linkage.None },
		"no generation":    func(m *markers.Marker) { m.Tags[0].Generation = 0 },
	} {
		m := good
		m.Tags = slices.Clone(good.Tags)
		spoil(&m)
		if _, err := m.MarshalBinary(); !errors.Is(err, markers.ErrInvalid) {
			t.Errorf("%s: encoded, %v", name, err)
		}
		if _, err := markers.NewSet(ring).Add(m); !errors.Is(err, markers.ErrInvalid) {
			t.Errorf("%s: added, %v", name, err)
		}
	}
	if _, err := ring.Seal(nil, markers.Refusal, month, expires, list); !errors.Is(err, markers.ErrInvalid) {
		t.Errorf("sealed nothing: %v", err)
	}
}

func TestMarkerBytesComeBack(t *testing.T) {
	m := seal(t, newRing(t, 15), oleksandra, markers.Imported, list)
	raw, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back markers.Marker
	if err := back.UnmarshalBinary(raw); err != nil {
		t.Fatal(err)
	}
	if again, _ := back.MarshalBinary(); !bytes.Equal(again, raw) || fmt.Sprint(back) != fmt.Sprint(m) {
		t.Error("not the same again")
	}
	t.Logf("%d tags, %d bytes", len(m.Tags), len(raw))
	for cut := range raw {
		if err := back.UnmarshalBinary(raw[:cut]); !errors.Is(err, markers.ErrMalformed) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
	if err := back.UnmarshalBinary(append(raw, 0)); !errors.Is(err, markers.ErrMalformed) {
		t.Errorf("one byte more: %v", err)
	}
}

// Sealing is deterministic: what headquarters and a laptop make of one person
// with one ring is the same, and stays so in later versions. The bytes were
// computed apart, with Python's hmac, from RFC 5869 and the layout in
// MarshalBinary; the secret is 00 01 … 1f.
func TestTagsStayAsTheyAre(t *testing.T) {
	var secret [32]byte
	for i := range secret {
		secret[i] = byte(i)
	}
	ring := &markers.Keyring{}
	if _, err := ring.Add(bytes.NewReader(secret[:]), today); err != nil {
		t.Fatal(err)
	}
	m, err := ring.Seal([]linkage.Key{{Kind: linkage.Phone, Strength: linkage.Weak, Value: "1|+33639980584"}}, markers.Refusal, month, expires, markers.Batch{})
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := m.MarshalBinary()
	const want = "01015f025f3e000000000000000000000000000000000001000104015ba377914c6b2b1c5376ea565f19b042"
	if got := hex.EncodeToString(raw); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestKeyringAsText(t *testing.T) {
	ring := newRing(t, 17)
	marker := seal(t, ring, oleksandra, markers.Refusal, markers.Batch{})
	for range 2 {
		if _, err := ring.Add(chance(18), today.AddDate(1, 0, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := ring.Retire(2); err != nil {
		t.Fatal(err)
	}
	back, err := markers.ParseKeyring(ring.Text())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(back.Generations(), ring.Generations()) || !bytes.Equal(back.Text(), ring.Text()) {
		t.Error("another ring came back")
	}
	set := markers.NewSet(back)
	add(t, set, marker)
	if strongest(set.Check(linkage.Keys(oleksandra))) != linkage.Strong {
		t.Error("the ring that came back finds nobody")
	}
}

func TestDamagedKeyrings(t *testing.T) {
	text := newRing(t, 19).Text()
	for i := range text {
		for _, spoil := range []func([]byte) []byte{
			func(b []byte) []byte { b[i] ^= 1; return b },
			func(b []byte) []byte { return b[:i] },
			func(b []byte) []byte { return slices.Insert(b, i, ' ') },
		} {
			if r, err := markers.ParseKeyring(spoil(slices.Clone(text))); !errors.Is(err, markers.ErrMalformed) || r != nil {
				t.Fatalf("damaged at %d and read", i)
			}
		}
	}
}

func TestSecretsStayOutOfLogs(t *testing.T) {
	ring := newRing(t, 20)
	secret := strings.Fields(string(ring.Text()))[7]
	if len(secret) != 64 {
		t.Fatalf("not the secret: %d", len(secret))
	}
	raw, _ := hex.DecodeString(secret)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "ring", ring)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "ring", ring)
	fmt.Fprintf(&log, "%v %+v %#v %s %d %x", ring, ring, ring, ring, ring, ring)
	for _, form := range []string{secret, string(raw), strings.Trim(fmt.Sprint(raw[:6]), "[]"), fmt.Sprintf("%#x", raw[0])} {
		if strings.Contains(log.String(), form) {
			t.Errorf("the log shows the secret: %s", log.String())
		}
	}
}

func TestFailingChance(t *testing.T) {
	r := &markers.Keyring{}
	if _, err := r.Add(bytes.NewReader(make([]byte, 31)), today); !errors.Is(err, io.ErrUnexpectedEOF) || len(r.Generations()) > 0 {
		t.Errorf("made a key of 31 bytes: %v", err)
	}
}

func TestMonths(t *testing.T) {
	for want, m := range map[string]markers.Month{"2026-11": {Year: 2026, Month: time.November}, "0001-01": {Year: 1, Month: time.January}} {
		if m.String() != want {
			t.Errorf("%s: %v", want, m)
		}
	}
}
