package journal

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTwoPhonesMeetAndEachLaneStaysWhole(t *testing.T) {
	mara, tom := newPhone(t, "mara"), newPhone(t, "tom")
	var hers, his []Commit
	for range 70 {
		hers = append(hers, mara.writes(visit("ada")))
		his = append(his, tom.writes(visit("ben")))
	}
	store := mapStore{}
	mustAppend(t, store, Added, hers[:40]...)
	mustAppend(t, store, Added, his...)
	mustAppend(t, store, Added, hers[40:]...)
	mustAppend(t, store, Known, hers...)

	for _, p := range []*phone{mara, tom} {
		report, err := CheckLane(store, p.head("t/IT").Lane, 2)
		if err != nil || report != (Report{Commits: 70}) {
			t.Fatalf("%+v %v", report, err)
		}
		if head, err := HeadOf(store, p.head("t/IT").Lane); err != nil || head != p.head("t/IT") {
			t.Fatalf("head %+v %v", head, err)
		}
	}
	about, arrivals := 0, uint64(0)
	for e, err := range Subject(store, idOf("ada")) {
		if about++; err != nil || e.Commit.Hash() != hers[about-1].Hash() {
			t.Fatalf("commit %d about ada is another: %v", about, err)
		}
	}
	back, below := about, uint64(0)
	for e, err := range SubjectNewest(store, idOf("ada"), 0) {
		if back--; err != nil || e.Commit.Hash() != hers[back].Hash() {
			t.Fatalf("commit %d about ada is another, backwards: %v", back, err)
		}
		if back == 50 {
			below = e.Arrival
		}
	}
	left := 50
	for e, err := range SubjectNewest(store, idOf("ada"), below) {
		if left--; err != nil || e.Commit.Hash() != hers[left].Hash() {
			t.Fatalf("commit %d about ada is another, from the middle backwards: %v", left, err)
		}
	}
	if back != 0 || left != 0 {
		t.Fatalf("%d and %d commits about ada were left out", back, left)
	}
	for e, err := range ByArrival(store, 1) {
		if arrivals++; err != nil || e.Arrival != arrivals {
			t.Fatalf("arrival %d after %d: %v", e.Arrival, arrivals-1, err)
		}
	}
	lanes := 0
	for _, err := range Heads(store) {
		if lanes++; err != nil {
			t.Fatal(err)
		}
	}
	if about != 70 || arrivals != 140 || lanes != 2 {
		t.Fatalf("%d about ada, %d arrivals, %d lanes", about, arrivals, lanes)
	}
}

func TestAnEarlyCommitIsAskedBackFor(t *testing.T) {
	mara := newPhone(t, "mara")
	first, _, third := mara.writes(visit("ada")), mara.writes(visit("ada")), mara.writes(visit("ada"))
	store := mapStore{}
	mustAppend(t, store, Added, first)
	outcome, err := Append(store, third, 0)
	var gap *GapError
	if outcome != Gap || !errors.As(err, &gap) || !errors.Is(err, ErrGap) || gap.Want != 2 || gap.Prev != third.Header.Prev {
		t.Fatalf("%v %v", outcome, err)
	}
	if _, ok, _ := Get(store, third.Hash()); ok {
		t.Fatal("a refused commit was kept")
	}
}

func TestAClonedPhoneForksItsLaneAndBothBranchesStay(t *testing.T) {
	mara := newPhone(t, "mara")
	common := []Commit{mara.writes(visit("ada")), mara.writes(visit("ada"))}
	twin := mara.clone()
	hers := []Commit{mara.writes(visit("ada")), mara.writes(visit("ada"))}
	other := []Commit{twin.writes(visit("ben")), twin.writes(visit("ben")), twin.writes(visit("ben"))}

	store := mapStore{}
	mustAppend(t, store, Added, common...)
	mustAppend(t, store, Added, hers...)
	if outcome, err := Append(store, other[1], 0); outcome != Gap || !errors.Is(err, ErrGap) {
		t.Fatalf("the middle of an unknown branch: %v %v", outcome, err)
	}
	mustAppend(t, store, Fork, other...)
	mustAppend(t, store, Known, other...)
	hers = append(hers, mara.writes(visit("ada")))
	mustAppend(t, store, Added, hers[2])

	lane := mara.head("t/IT").Lane
	if report, err := CheckLane(store, lane, 2); err != nil || report != (Report{Commits: 5}) {
		t.Fatalf("%+v %v", report, err)
	}
	for _, c := range other {
		back, ok, err := Get(store, c.Hash())
		if err != nil || !ok || !bytes.Equal(back.Encode(), c.Encode()) {
			t.Fatalf("the other branch is not reachable: %v %v", ok, err)
		}
	}
	var forks []Hash
	for e, err := range Forks(store) {
		if err != nil || !e.Fork {
			t.Fatalf("%v %v", e.Fork, err)
		}
		forks = append(forks, e.Commit.Hash())
	}
	if !slices.Equal(forks, []Hash{other[0].Hash(), other[1].Hash(), other[2].Hash()}) {
		t.Fatal("forks are not those of the twin")
	}
	both, err := At(store, lane, 3)
	if err != nil || len(both) != 2 || both[0].Commit.Hash() != hers[0].Hash() || both[1].Commit.Hash() != other[0].Hash() {
		t.Fatalf("%d commits at 3: %v", len(both), err)
	}
	about := 0
	for range Subject(store, idOf("ben")) {
		about++
	}
	if about != 3 {
		t.Fatalf("%d of 3 commits about ben are found", about)
	}
}

func TestThreePhonesOfOneKeyKeepThreeBranches(t *testing.T) {
	mara := newPhone(t, "mara")
	first := mara.writes(visit("ada"))
	second, third := mara.clone(), mara.clone()
	third.wrote += 1000
	store := mapStore{}
	mustAppend(t, store, Added, first, mara.writes(visit("ada")))
	mustAppend(t, store, Fork, second.writes(visit("ben")), third.writes(visit("eve")))
	branches, err := At(store, mara.head("t/IT").Lane, 2)
	if err != nil || len(branches) != 3 {
		t.Fatalf("%d branches: %v", len(branches), err)
	}
	for i, about := range []string{"ada", "ben", "eve"} {
		if e := branches[i]; e.Commit.Header.Subject != idOf(about) || e.Bodies[0] != Present || e.Fork != (i > 0) {
			t.Errorf("branch %d: %+v", i, e)
		}
	}
}

func TestAnErasedBodyLeavesTheChainWhole(t *testing.T) {
	mara := newPhone(t, "mara")
	ada, ben, again := mara.writes(visit("ada")), mara.writes(visit("ben")), mara.writes(visit("ada"))
	store := mapStore{}
	mustAppend(t, store, Added, ada, ben, again)
	if n, err := EraseBodies(store, idOf("ada")); n != 2 || err != nil {
		t.Fatalf("%d %v", n, err)
	}
	if n, err := EraseBodies(store, idOf("ada")); n != 0 || err != nil {
		t.Fatalf("a second time: %d %v", n, err)
	}
	mustAppend(t, store, Known, ada) // an old bundle brings it again
	e, ok, err := Find(store, ada.Hash())
	if err != nil || !ok || e.Bodies[0] != Erased || e.Commit.Bodies[0] != nil {
		t.Fatalf("%v %v %v", e.Bodies, ok, err)
	}
	for _, m := range store {
		for _, value := range m.values {
			if bytes.Contains(value, []byte("met ada")) || bytes.Contains(value, ada.Bodies[0].Salt) {
				t.Fatal("the body or its salt is still there")
			}
		}
	}
	if report, err := CheckLane(store, mara.head("t/IT").Lane, 2); err != nil || report != (Report{Commits: 3}) {
		t.Fatalf("%+v %v", report, err)
	}
	if v := mustVerify(t, e.Commit); !v.Device || v.Bodies[0] != Withheld {
		t.Fatalf("%+v", v)
	}
	if err := EraseBody(store, Ref{Commit: ben.Hash()}); err != nil {
		t.Fatal(err)
	}
	if e, _, _ := Find(store, ben.Hash()); e.Bodies[0] != Erased {
		t.Fatal("ben's body is not erased")
	}
	for _, ref := range []Ref{{}, {Commit: ben.Hash(), Event: 1}} {
		if err := EraseBody(store, ref); !errors.Is(err, ErrUnknown) {
			t.Fatalf("erasing what is not there: %v", err)
		}
	}
}

func TestAWithheldBodyComesLater(t *testing.T) {
	whole := newPhone(t, "mara").writes(visit("ada"))
	bare, err := Open(whole.HeaderBytes(), whole.Sig, []*Body{nil})
	if err != nil {
		t.Fatal(err)
	}
	store := mapStore{}
	mustAppend(t, store, Added, bare)
	if e, _, _ := Find(store, whole.Hash()); e.Bodies[0] != Withheld {
		t.Fatalf("%v", e.Bodies)
	}
	for range 2 {
		mustAppend(t, store, Known, whole)
		if e, _, _ := Find(store, whole.Hash()); e.Bodies[0] != Present || !bytes.Equal(e.Commit.Encode(), whole.Encode()) {
			t.Fatalf("%v", e.Bodies)
		}
		if n, err := WithholdBodies(store, idOf("ada"), nil); n != 1 || err != nil {
			t.Fatalf("%d %v", n, err)
		}
	}
	if _, err := EraseBodies(store, idOf("ada")); err != nil {
		t.Fatal(err)
	}
	if n, _ := WithholdBodies(store, idOf("ada"), nil); n != 0 {
		t.Fatal("an erased body became a withheld one")
	}
}

// answer is a yes before two witnesses.
func answer() Draft {
	return Draft{
		Scope: TerritoryScope("IT"), Subject: idOf("ada"), Actor: idOf("ada"), Witnesses: []ID{idOf("mara"), idOf("tom")},
		Refs:    []Ref{{Commit: Hash{7}, Event: 2}},
		Seen:    Seen{Seq: 4, Hash: Hash{9}},
		Events:  []Event{{Type: "answer.given", Body: map[string]any{"answer": "yes"}}},
		Effects: []Effect{Consent},
	}
}

func TestEveryKindOfSignatureIsProved(t *testing.T) {
	mara := newPhone(t, "mara")
	prepared := mara.prepare(answer())
	ada, tom := browserOf("ada"), passkeyOf("tom")
	for _, err := range []error{
		prepared.SignActor(idOf("ada"), ada, nil),
		prepared.SignWitness(idOf("mara"), ServerSigner(mara.key), nil),
		prepared.SignWitness(idOf("tom"), tom, nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	v := mustVerify(t, mara.seal(prepared))
	want := []Proof{
		{Who: idOf("ada"), Key: ada.Public(), Alg: ES256, Signed: true},
		{Who: idOf("mara"), Key: mara.key.Public(), Alg: Server, Signed: true},
		{Who: idOf("tom"), Key: tom.Public(), Alg: WebAuthn, Signed: true},
	}
	for i, got := range append([]Proof{v.Actor}, v.Witnesses...) {
		if got.Who != want[i].Who || !bytes.Equal(got.Key, want[i].Key) || got.Alg != want[i].Alg || !got.Signed || got.Why != "" {
			t.Errorf("proof %d: %+v", i, got)
		}
	}
	unsigned := mustVerify(t, mara.writes(answer()))
	if unsigned.Actor.Signed || unsigned.Witnesses[0].Signed || unsigned.Actor.Why == "" {
		t.Errorf("unsigned acts prove something: %+v", unsigned)
	}
}

func TestAnAssertionNeedsThePersonAndTheRightCeremony(t *testing.T) {
	for name, p := range map[string]passkey{
		"absent":       {browserOf("tom"), userVerified, "webauthn.get"},
		"not verified": {browserOf("tom"), userPresent, "webauthn.get"},
		"enrolment":    {browserOf("tom"), userPresent | userVerified, "webauthn.create"},
	} {
		if err := newPhone(t, "mara").prepare(answer()).SignWitness(idOf("tom"), p, nil); !errors.Is(err, ErrDraft) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// replay answers every challenge with the assertion it gave to another.
type replay struct{ passkey }

func (r replay) Sign([]byte) ([]byte, error) { return r.passkey.Sign([]byte("another")) }

func TestAnAssertionIsForOneChallenge(t *testing.T) {
	err := newPhone(t, "mara").prepare(answer()).SignWitness(idOf("tom"), replay{passkeyOf("tom")}, nil)
	if !errors.Is(err, ErrDraft) || !strings.Contains(err.Error(), "challenge") {
		t.Fatal(err)
	}
}

// signed is an answer that ada and mara signed.
func signed(t *testing.T, p *phone) Commit {
	prepared := p.prepare(answer())
	if err := errors.Join(prepared.SignActor(idOf("ada"), browserOf("ada"), nil),
		prepared.SignWitness(idOf("mara"), keyOf("mara's hand"), nil)); err != nil {
		t.Fatal(err)
	}
	return p.seal(prepared)
}

func TestAForgingDeviceCannotMoveSignatures(t *testing.T) {
	mara := newPhone(t, "mara")
	c := signed(t, mara)
	if v := mustVerify(t, c); !v.Actor.Signed || !v.Witnesses[0].Signed {
		t.Fatalf("before any forgery: %+v", v)
	}
	forgeries := map[string]func(h *Header){
		"a witness put in the actor's place": func(h *Header) { h.Actor, h.Witnesses = h.Witnesses[0], nil },
		"the actor put among the witnesses":  func(h *Header) { h.Witnesses[0], h.Actor = h.Actor, h.Witnesses[0] },
		"another's name over the signature":  func(h *Header) { h.Actor.Who, h.Witnesses[0].Who = idOf("eve"), idOf("eve") },
		"an effect added":                    func(h *Header) { h.Effects = append(slices.Clone(h.Effects), Reopen) },
		"an effect taken away":               func(h *Header) { h.Effects = nil },
		"another subject":                    func(h *Header) { h.Subject = idOf("ben") },
		"another event type":                 func(h *Header) { h.Types = []string{"answer.corrected"} },
		"another fact relied on":             func(h *Header) { h.Refs = []Ref{{Commit: Hash{7}, Event: 1}} },
		"another state of knowledge":         func(h *Header) { h.Seen.Seq = 5 },
		"another body":                       func(h *Header) { h.Bodies = []Hash{{1}} },
	}
	for name, forge := range forgeries {
		h := c.Header
		h.Witnesses = slices.Clone(h.Witnesses)
		forge(&h)
		v := mustVerify(t, mara.forge(h, []*Body{nil}))
		for _, p := range append(v.Witnesses, v.Actor) {
			if p.Signed {
				t.Errorf("%s: a signature still counts", name)
			}
		}
	}
}

func TestTheServersKeyActsForNobodyElse(t *testing.T) {
	mara, tom := newPhone(t, "mara"), newPhone(t, "tom")
	prepared := mara.prepare(visit("ada"))
	if err := prepared.SignActor(idOf("mara"), ServerSigner(tom.key), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := prepared.Seal(mara.key, mara.head("t/IT"), stampAt(noon)); !errors.Is(err, ErrDraft) {
		t.Fatalf("sealed another device's word: %v", err)
	}
	h := mara.writes(visit("ada")).Header
	h.Types, h.Bodies, h.Actor = prepared.header.Types, prepared.header.Bodies, prepared.header.Actor
	if v := mustVerify(t, mara.forge(h, []*Body{nil})); v.Actor.Signed {
		t.Fatal("another device's key counts as the server's")
	}
}

func TestASessionEnds(t *testing.T) {
	own, hand := keyOf("mara herself"), browserOf("mara's session")
	who, start := idOf("mara"), noon.Unix()
	session, err := NewSession(who, own, hand.Public(), start, start+MaxSession)
	if err != nil {
		t.Fatal(err)
	}
	mara := newPhone(t, "mara")
	prepared := mara.prepare(visit("ada"))
	if err := prepared.SignActor(who, hand, session); err != nil {
		t.Fatal(err)
	}
	inTime, err := prepared.Seal(mara.key, mara.head("t/IT"), stampAt(noon.Add(time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	v := mustVerify(t, inTime)
	if !v.Actor.Signed || !bytes.Equal(v.Actor.Key, own.Public()) || v.Actor.Alg != Ed25519 {
		t.Fatalf("%+v", v.Actor)
	}
	for _, at := range []time.Time{noon.Add(-time.Second), noon.Add(time.Hour + time.Second)} {
		if _, err := prepared.Seal(mara.key, mara.head("t/IT"), stampAt(at)); !errors.Is(err, ErrDraft) {
			t.Errorf("sealed at %v: %v", at, err)
		}
		late := inTime.Header
		late.Clock = stampAt(at)
		if v := mustVerify(t, mara.forge(late, inTime.Bodies)); v.Actor.Signed {
			t.Errorf("a session counts at %v", at)
		}
	}
}

func TestASessionIsForOnePersonAnHourAndARealKey(t *testing.T) {
	own, hand, start := keyOf("mara herself"), keyOf("session"), noon.Unix()
	long, _ := NewSession(idOf("mara"), own, hand.Public(), start, start+MaxSession+1)
	backward, _ := NewSession(idOf("mara"), own, hand.Public(), start, start-1)
	others, _ := NewSession(idOf("tom"), own, hand.Public(), start, start+60)
	otherKey, _ := NewSession(idOf("mara"), own, keyOf("other").Public(), start, start+60)
	server, _ := NewSession(idOf("mara"), ServerSigner(own), hand.Public(), start, start+60)
	stretched, _ := NewSession(idOf("mara"), own, hand.Public(), start, start+60)
	stretched.Until++
	for name, s := range map[string]*Session{
		"too long": long, "backward": backward, "another's": others, "of another key": otherKey,
		"opened by the server": server, "stretched": stretched,
	} {
		if err := newPhone(t, "mara").prepare(visit("ada")).SignActor(idOf("mara"), hand, s); !errors.Is(err, ErrDraft) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatALaterVersionWritesIsKeptByteForByte(t *testing.T) {
	mara := newPhone(t, "mara")
	d := visit("ada")
	d.Events = []Event{{Type: "weather.dreamt_of", Body: []byte{0x82, 0x01, 0xf9, 0x3e, 0x00}}}
	c := mara.writes(d)
	h := c.Header
	h.V, h.Effects = 2, []Effect{"astonish"}
	raw := encodeHeader(h)
	extra := encoder{buf: append([]byte{raw[0] + 1}, raw[1:]...)}
	extra.text("zfuturefield")
	extra.array(1)
	extra.int(-500)
	future := mara.forgeBytes(extra.buf, c.Bodies)

	store := mapStore{}
	mustAppend(t, store, Added, future)
	back, ok, err := Get(store, future.Hash())
	if err != nil || !ok || !bytes.Equal(back.Encode(), future.Encode()) {
		t.Fatalf("%v %v", ok, err)
	}
	if v := mustVerify(t, back); !v.Device || v.Bodies[0] != Present {
		t.Fatalf("%+v", v)
	}
	again, err := DecodeCommit(back.Encode())
	if err != nil || again.Hash() != future.Hash() || again.Header.Types[0] != "weather.dreamt_of" {
		t.Fatal(err)
	}
}

func TestARestoredPhoneGoesOnInANewEpoch(t *testing.T) {
	mara := newPhone(t, "mara")
	old := []Commit{mara.writes(visit("ada")), mara.writes(visit("ada"))}
	former := mara.head("t/IT")
	mara.epoch++
	mara.heads["t/IT"] = former.NextEpoch()
	fresh := []Commit{mara.writes(visit("ben")), mara.writes(visit("ben"))}
	if h := fresh[0].Header; h.Epoch != 2 || h.Seq != 1 || h.Prev != old[1].Hash() {
		t.Fatalf("%+v", h)
	}
	for name, order := range map[string][]Commit{
		"old first": slices.Concat(old, fresh), "new first": slices.Concat(fresh, old),
	} {
		store := mapStore{}
		mustAppend(t, store, Added, order...)
		for _, lane := range []Lane{former.Lane, mara.head("t/IT").Lane} {
			if report, err := CheckLane(store, lane, 2); err != nil || report != (Report{Commits: 2}) {
				t.Errorf("%s: %+v %v", name, report, err)
			}
		}
	}
	h := fresh[0].Header
	h.Scope = TerritoryScope("FR")
	store := mapStore{}
	mustAppend(t, store, Added, slices.Concat(old, []Commit{mara.forge(h, fresh[0].Bodies)})...)
	report, err := CheckLane(store, h.Lane(), 1)
	if err != nil || report.BadAt != 1 || !strings.Contains(report.Why, "another lane") {
		t.Errorf("an epoch grafted on another lane: %+v %v", report, err)
	}
}
