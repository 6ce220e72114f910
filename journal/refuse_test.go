package journal

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestAppendRefusesWhatDoesNotFollow(t *testing.T) {
	mara, tom := newPhone(t, "mara"), newPhone(t, "tom")
	first, second, third := mara.writes(visit("ada")), mara.writes(visit("ada")), mara.writes(visit("ada"))
	tom.writes(visit("ben"))
	his := tom.writes(visit("ben")) // as far along his lane as hers
	for name, forge := range map[string]func(h *Header){
		"a number skipped":         func(h *Header) { h.Seq = 4 },
		"a number doubled":         func(h *Header) { h.Seq = 2 },
		"another lane's commit":    func(h *Header) { h.Prev = his.Hash() },
		"the clock set back":       func(h *Header) { h.Clock = second.Header.Clock - 1 },
		"the clock standing still": func(h *Header) { h.Clock = second.Header.Clock },
		"an older predecessor":     func(h *Header) { h.Prev = first.Hash() },
	} {
		store := mapStore{}
		mustAppend(t, store, Added, first, second)
		_ = record(store, his, his.Hash(), place{lane: 3, seq: 2}, 3, 0)
		before := store.copy()
		h := third.Header
		forge(&h)
		if outcome, err := Append(store, mara.forge(h, third.Bodies), 0); outcome != 0 || !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v %v", name, outcome, err)
		}
		if !store.same(before) {
			t.Errorf("%s: something was written", name)
		}
	}
}

func TestAppendRefusesBodiesAndHeadersThatWereChanged(t *testing.T) {
	c := newPhone(t, "mara").writes(visit("ada"))
	swapped := c
	swapped.Bodies = []*Body{{Salt: c.Bodies[0].Salt, Content: []byte{0x01}}}
	if v := mustVerify(t, swapped); v.Bodies[0] != Wrong {
		t.Errorf("another body is %v", v.Bodies)
	}
	renamed := c
	renamed.Header.Subject = idOf("ben")
	if _, err := Verify(renamed); !errors.Is(err, ErrBroken) {
		t.Errorf("a changed header verifies: %v", err)
	}
	for name, bad := range map[string]Commit{"body": swapped, "header": renamed, "empty": {}} {
		if outcome, err := Append(mapStore{}, bad, 0); outcome != 0 || !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v %v", name, outcome, err)
		}
	}
	if _, err := Verify(Commit{}); !errors.Is(err, ErrBroken) {
		t.Errorf("an empty commit: %v", err)
	}
}

func TestHeadersOutsideTheFormAreBroken(t *testing.T) {
	mara := newPhone(t, "mara")
	c := signed(t, mara)
	for name, forge := range map[string]func(h *Header){
		"no version":            func(h *Header) { h.V = 0 },
		"no number":             func(h *Header) { h.Seq = 0 },
		"no predecessor":        func(h *Header) { h.Seq = 2 },
		"no event":              func(h *Header) { h.Types, h.Bodies = nil, nil },
		"a commitment short":    func(h *Header) { h.Types = []string{"a", "b"} },
		"free text for a type":  func(h *Header) { h.Types = []string{"Ada Byron said no"} },
		"free text for a scope": func(h *Header) { h.Scope = "Ada Byron" },
		"free text as effect":   func(h *Header) { h.Effects = []Effect{"Ada"} },
		"half a seen":           func(h *Header) { h.Seen.Hash = Hash{} },
		"a ref to itself":       func(h *Header) { h.Refs = []Ref{{}} },
		"a ref past all events": func(h *Header) { h.Refs[0].Event = MaxEvents },
		"an offset of a week":   func(h *Header) { h.Offset = 7 * 24 * 60 },
		"a nameless witness":    func(h *Header) { h.Witnesses = []Act{{}} },
		"a nameless actor":      func(h *Header) { h.Actor.Who = ID{} },
		"a key without alg":     func(h *Header) { h.Actor.Alg = "" },
		"too many refs":         func(h *Header) { h.Refs = make([]Ref, MaxRefs+1) },
		"too many witnesses":    func(h *Header) { h.Witnesses = slices.Repeat(h.Witnesses[:1], MaxWitnesses+1) },
		"too large":             func(h *Header) { h.Actor.Sig = make([]byte, MaxHeader) },
	} {
		h := c.Header
		h.Refs = slices.Clone(h.Refs)
		forge(&h)
		raw := encodeHeader(h)
		sig, _ := mara.key.Sign(commitBytes(raw))
		if _, err := Open(raw, sig, make([]*Body, len(h.Types))); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAMissingFieldIsBroken(t *testing.T) {
	mara := newPhone(t, "mara")
	raw := bytes.Clone(mara.writes(visit("ada")).HeaderBytes())
	last := []byte("\x69witnesses\x80")
	if !bytes.HasSuffix(raw, last) {
		t.Fatalf("%x does not end with its witnesses", raw)
	}
	raw = raw[:len(raw)-len(last)]
	raw[0]--
	sig, _ := mara.key.Sign(commitBytes(raw))
	if _, err := Open(raw, sig, []*Body{nil}); !errors.Is(err, ErrBroken) {
		t.Fatal(err)
	}
}

func TestADraftIsHeldToTheLetter(t *testing.T) {
	for name, change := range map[string]func(d *Draft){
		"no event":                     func(d *Draft) { d.Events = nil },
		"too many events":              func(d *Draft) { d.Events = slices.Repeat(d.Events, MaxEvents+1) },
		"a scope of no kind":           func(d *Draft) { d.Scope = "t/" },
		"a type in capitals":           func(d *Draft) { d.Events[0].Type = "Visit" },
		"an unknown effect":            func(d *Draft) { d.Effects = []Effect{"astonish"} },
		"an effect twice":              func(d *Draft) { d.Effects = []Effect{Relay, Relay} },
		"a refusal outside control":    func(d *Draft) { d.Effects = []Effect{Refuse} },
		"a witness twice":              func(d *Draft) { d.Witnesses = []ID{{1}, {1}} },
		"a body with a tag":            func(d *Draft) { d.Events[0].Body = []byte{0xc1, 0x01} },
		"a body that is no value":      func(d *Draft) { d.Events[0].Body = make(chan int) },
		"a body too large":             func(d *Draft) { d.Events[0].Body = strings.Repeat("a", MaxBody) },
		"bodies too large together":    func(d *Draft) { d.Events = slices.Repeat([]Event{{"a", strings.Repeat("a", MaxBody-9)}}, 9) },
		"a body that is not UTF-8":     func(d *Draft) { d.Events[0].Body = "\xff" },
		"a ref within to what follows": func(d *Draft) { d.Refs = []Ref{{Event: 1}} },
	} {
		d := visit("ada")
		change(&d)
		if _, err := Prepare(d, chance("salt")); !errors.Is(err, ErrDraft) || strings.Contains(err.Error(), "ada") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Prepare(visit("ada"), bytes.NewReader(nil)); err == nil {
		t.Error("a salt was drawn from nothing")
	}
	mara, tom := newPhone(t, "mara"), newPhone(t, "tom")
	prepared := mara.prepare(visit("ada"))
	if err := prepared.SignActor(idOf("tom"), tom.key, nil); !errors.Is(err, ErrDraft) {
		t.Errorf("somebody else signed: %v", err)
	}
	if err := prepared.SignWitness(idOf("tom"), tom.key, nil); !errors.Is(err, ErrDraft) {
		t.Errorf("nobody's witness signed: %v", err)
	}
	if _, err := prepared.Seal(tom.key, mara.head("t/IT"), 1); !errors.Is(err, ErrDraft) {
		t.Errorf("sealed into another's lane: %v", err)
	}
	head := mara.head("t/IT")
	head.Clock = 5
	if _, err := prepared.Seal(mara.key, head, 5); !errors.Is(err, ErrDraft) {
		t.Errorf("sealed with a clock that stands still: %v", err)
	}
}

func TestDamageInTheStoreIsFound(t *testing.T) {
	mara := newPhone(t, "mara")
	clean := mapStore{}
	for range 50 {
		mustAppend(t, clean, Added, mara.writes(visit("ada")))
	}
	lane := mara.head("t/IT").Lane
	flip := func(b Bucket, i, at int) func(mapStore) {
		return func(s mapStore) {
			key := s[b].keys[i]
			value := bytes.Clone(s[b].values[key])
			value[at] ^= 4
			s[b].values[key] = value
		}
	}
	for name, damage := range map[string]struct {
		do func(mapStore)
		at uint64
	}{
		"a signature":        {flip(bucketCommits, 9, 20), 10},
		"a header":           {flip(bucketCommits, 40, commitPrefix+9), 41},
		"a header's framing": {flip(bucketCommits, 40, commitPrefix), 41},
		"a body":             {flip(bucketBodies, 3, 1+SaltSize+12), 4},
		"a salt":             {flip(bucketBodies, 30, 1), 31},
		"the head":           {flip(bucketLanes, 0, 20), 50},
		"a commit lost":      {func(s mapStore) { _ = s.Delete(bucketCommits, []byte(s[bucketCommits].keys[34])) }, 35},
		"an index lost": {func(s mapStore) {
			hash := laneHashes(t, s, lane)[11]
			_ = s.Delete(bucketHashes, hash[:])
		}, 12},
		"a head cut short": {func(s mapStore) { _ = s.Put(bucketLanes, laneKey(lane), []byte{1}) }, 1},
	} {
		store := clean.copy()
		damage.do(store)
		report, err := CheckLane(store, lane, 2)
		if err != nil || report.BadAt != damage.at || report.Why == "" {
			t.Errorf("%s: %+v %v, want %d", name, report, err, damage.at)
		}
	}
	if report, err := CheckLane(clean, lane, 0); err != nil || report != (Report{Commits: 50}) {
		t.Errorf("clean: %+v %v", report, err)
	}
}

func TestAChainCutInsideTheStoreIsFound(t *testing.T) {
	mara := newPhone(t, "mara")
	first, second, third := mara.writes(visit("ada")), mara.writes(visit("ada")), mara.writes(visit("ada"))
	h := third.Header
	h.Prev = first.Hash()
	cut := mara.forge(h, third.Bodies)
	store := mapStore{}
	mustAppend(t, store, Added, first, second)
	if err := record(store, cut, cut.Hash(), place{lane: 1, seq: 3}, 3, 0); err != nil {
		t.Fatal(err)
	}
	if report, err := CheckLane(store, h.Lane(), 2); err != nil || report.BadAt != 3 || report.Why != "the chain is cut" {
		t.Fatalf("%+v %v", report, err)
	}
}

func TestACommitThatIsNotWhatItsHashSaysIsBroken(t *testing.T) {
	mara := newPhone(t, "mara")
	first, second := mara.writes(visit("ada")), mara.writes(visit("ada"))
	store := mapStore{}
	mustAppend(t, store, Added, first)
	value := commitValue(second, 1, 0)
	copy(value[commitPrefix:], first.HeaderBytes())
	value[commitPrefix+9] ^= 1 // a bit of the clock
	_ = store.Put(bucketCommits, place{lane: 1, seq: 1}.key(), value)
	if _, _, err := Get(store, first.Hash()); !errors.Is(err, ErrBroken) {
		t.Fatal(err)
	}
}

func TestAFailingStoreIsNeverTakenForAnEmptyOne(t *testing.T) {
	mara := newPhone(t, "mara")
	first, second := mara.writes(visit("ada")), mara.writes(visit("ada"))
	store := mapStore{}
	mustAppend(t, store, Added, first)
	lane := mara.head("t/IT").Lane
	calls := map[string]func(Writer) error{
		"Append":      func(w Writer) error { _, err := Append(w, second, 0); return err },
		"Get":         func(w Writer) error { _, _, err := Get(w, first.Hash()); return err },
		"HeadOf":      func(w Writer) error { _, err := HeadOf(w, lane); return err },
		"At":          func(w Writer) error { _, err := At(w, lane, 1); return err },
		"CheckLane":   func(w Writer) error { _, err := CheckLane(w, lane, 1); return err },
		"EraseBodies": func(w Writer) error { _, err := EraseBodies(w, idOf("ada")); return err },
		"EraseBody":   func(w Writer) error { return EraseBody(w, Ref{Commit: first.Hash()}) },
		"Heads": func(w Writer) (last error) {
			for _, err := range Heads(w) {
				last = err
			}
			return last
		},
		"ByArrival": func(w Writer) (last error) {
			for _, err := range ByArrival(w, 0) {
				last = err
			}
			return last
		},
	}
	for name, call := range calls {
		for after := 0; ; after++ {
			failing := &failingStore{mapStore: store.copy(), after: after}
			err := call(failing)
			if !failing.failed {
				if after == 0 || err != nil {
					t.Errorf("%s: the store never failed: %v", name, err)
				}
				break
			}
			if !errors.Is(err, ErrStore) {
				t.Errorf("%s: failure after %d calls is told as %v", name, after, err)
			}
		}
	}
}

func (s mapStore) copy() mapStore {
	twin := mapStore{}
	for b, m := range s {
		twin[b] = &sortedMap{keys: slices.Clone(m.keys), values: maps.Clone(m.values)}
	}
	return twin
}

func ExampleScope() {
	fmt.Println(Control.Valid(), TerritoryScope("south-america").Valid(), ReportScope(ID{1}).Valid(), Scope("t/Ada B.").Valid())
	// Output: true true true false
}
