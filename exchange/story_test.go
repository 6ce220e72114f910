package exchange

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
	"testing/iotest"

	"willing/journal"
)

func TestEachGetsWhatTheOtherHas(t *testing.T) {
	hq, laptop := house(t, italy)
	anna := idOf("anna")
	hq.places[anna] = italy
	first := hq.writes(italy, anna)
	mine := laptop.writes(italy, anna)
	laptop.meets(hq, whole)
	for _, c := range []journal.Commit{first, mine} {
		for _, n := range []*node{hq, laptop} {
			if bodies, ok := n.has(c); !ok || bodies != 1 {
				t.Errorf("a commit did not arrive whole: %v, %d bodies", ok, bodies)
			}
		}
	}
}

func TestAnEmptyExchangeIsSmallAndOneTrip(t *testing.T) {
	hq, laptop := house(t, italy)
	for range 5 {
		laptop.writes(italy, idOf("anna"))
		hq.writes(journal.Control, journal.ID{})
	}
	laptop.meets(hq, whole)
	before := laptop.rounds
	up, down, err := laptop.meets(hq, whole)
	if err != nil || laptop.rounds != before+1 || up+down > 1024 {
		t.Errorf("%d trips, %d bytes up, %d down: %v", laptop.rounds-before, up, down, err)
	}
}

func TestATeamGetsNoBodyOfAnotherTerritory(t *testing.T) {
	hq, laptop := house(t, italy)
	anna, bea := idOf("anna"), idOf("bea")
	hq.places[anna], hq.places[bea] = italy, france
	elsewhere := hq.writes(france, bea)
	refused := hq.writes(journal.Control, bea, journal.Refuse)
	report := hq.writes(journal.ReportScope(idOf("report")), anna)
	laptop.meets(hq, whole)
	if _, ok := laptop.has(elsewhere); ok {
		t.Error("a commit of another territory came")
	}
	if bodies, ok := laptop.has(refused); !ok || bodies != 0 {
		t.Errorf("a refusal's header reaches everybody, its body does not: %v, %d", ok, bodies)
	}
	if _, ok := laptop.has(report); ok {
		t.Error("a report shows")
	}
}

func TestWhoMovesComesWithTheirWholeFile(t *testing.T) {
	hq, laptop := house(t, italy)
	bea, other := idOf("bea"), idOf("other")
	hq.places[bea], hq.places[other] = france, france
	old, others := hq.writes(france, bea), hq.writes(france, other)
	laptop.meets(hq, whole)
	hq.places[bea], hq.moved = italy, []journal.ID{bea}
	hq.writes(journal.Control, bea, journal.Move)
	laptop.meets(hq, whole)
	if bodies, _ := laptop.has(old); bodies != 1 {
		t.Error("the file of somebody who moved here did not come")
	}
	if bodies, ok := laptop.has(others); !ok || bodies != 0 {
		t.Errorf("of others of that lane, the headers come and no more: %v, %d", ok, bodies)
	}
}

func TestALineThatBreaksRepeatsAtMostOneFrame(t *testing.T) {
	const many = 200
	for _, at := range []int{0, 20, 300, 3000, 9000, 15000, 30000} {
		hq, laptop := house(t, italy)
		for range many {
			laptop.writes(italy, idOf("anna"))
		}
		laptop.peer.Heard = Vector{}
		laptop.meets(hq, line{up: at, down: -1})
		if hq.took+hq.known > many {
			t.Fatal("more came than there was")
		}
		if _, _, err := laptop.meets(hq, whole); err != nil {
			t.Fatal(err)
		}
		if hq.took != many || hq.known > lastFrame {
			t.Errorf("cut at %d: %d came, %d of them twice", at, hq.took, hq.known)
		}
	}
}

func TestControlComesBeforeEverythingElse(t *testing.T) {
	hq, laptop := house(t, italy)
	anna := idOf("anna")
	hq.places[anna] = italy
	for range 100 {
		hq.writes(italy, anna)
	}
	var last journal.Commit
	for range 100 {
		last = hq.writes(journal.Control, anna, journal.Refuse)
	}
	var order []journal.Scope
	err := hq.store.View(t.Context(), func(r journal.Reader) error {
		frames, _, err := View{Log: r, House: hq}.outgoing(hq.key.Device(), laptop.grants[laptop.key.Device()].Sight, Head{}, nil)
		for _, f := range frames {
			commits, err := OpenFrame(f)
			if err != nil {
				return err
			}
			order = append(order, commits[0].Header.Scope)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range order {
		if s == journal.Control && i > 0 && order[i-1] != journal.Control {
			t.Fatalf("control came after other lanes: %v", order)
		}
	}
	laptop.meets(hq, whole)
	if _, ok := laptop.has(last); !ok {
		t.Error("the last refusal did not come")
	}
}

func TestBothBranchesOfAClonedDeviceReachEverybody(t *testing.T) {
	hq, laptop := house(t, italy)
	anna := idOf("anna")
	laptop.writes(italy, anna)
	laptop.meets(hq, whole)
	clone := newNode(t, "laptop")
	clone.home, clone.grants, clone.peer = laptop.home, laptop.grants, Peer{Device: hq.key.Device(), Sight: Sight{All: true}}
	clone.meets(hq, whole) // takes back its own lane
	clone.wrote, clone.clock = 100, laptop.clock
	one, two := laptop.writes(italy, anna), clone.writes(italy, anna)
	for range 3 {
		clone.meets(hq, whole)
		laptop.meets(hq, whole)
	}
	for name, n := range map[string]*node{"headquarters": hq, "the laptop": laptop, "its clone": clone} {
		for _, c := range []journal.Commit{one, two} {
			if bodies, ok := n.has(c); !ok || bodies != 1 {
				t.Errorf("%s lost a branch", name)
			}
		}
	}
	before := laptop.rounds
	if up, down, _ := laptop.meets(hq, whole); laptop.rounds != before+1 || up+down > 2048 {
		t.Errorf("with both branches everywhere nothing is new: %d trips, %d bytes", laptop.rounds-before, up+down)
	}
}

func TestARequestThatWasAnsweredIsNotAnsweredAgain(t *testing.T) {
	hq, laptop := house(t, italy)
	hq.places[idOf("anna")] = italy
	hq.writes(italy, idOf("anna"))
	opening, _ := NewOpening(chance("ask"), [16]byte{1})
	_, out, err := laptop.step(State{Me: laptop.key.Device(), Peer: laptop.peer}, Begin{[16]byte{1}, opening.Key()})
	if err != nil {
		t.Fatal(err)
	}
	request := laptop.message(out[0].(Send), nil)
	first, err := hq.answers(request)
	if err != nil {
		t.Fatal(err)
	}
	second, err := hq.answers(request)
	if err != nil || len(second) >= len(first) {
		t.Errorf("a replayed request got %d bytes after %d: %v", len(second), len(first), err)
	}
}

func TestStrangersForgersAndTheTurnedAway(t *testing.T) {
	hq, laptop := house(t, italy)
	mine := laptop.writes(italy, idOf("anna"))
	stranger := newNode(t, "stranger")
	stranger.grants, stranger.home, stranger.peer = laptop.grants, hq.home, laptop.peer
	theirs := stranger.writes(italy, idOf("anna"))
	stranger.peer.Heard = Vector{}
	stranger.meets(hq, whole)
	if _, ok := hq.has(theirs); ok {
		t.Error("a device without a grant brought something")
	}
	hq.grants[laptop.key.Device()] = Grant{Revoked: true}
	hq.writes(italy, idOf("anna"))
	laptop.peer.Heard = Vector{}
	_, _, err := laptop.meets(hq, whole)
	if _, ok := hq.has(mine); err != nil || !ok {
		t.Errorf("what a device that was turned away brings is kept, for a person to look at: %v", err)
	}
	if laptop.took > 0 {
		t.Error("a device that was turned away was given something")
	}
}

// Whoever takes in a frame may wait for the next only if it is there already: what a thin line brings is used as it
// comes.
func TestAFrameSaysWhetherTheNextIsAtHand(t *testing.T) {
	_, laptop := house(t, italy)
	for range 100 {
		laptop.writes(italy, idOf("anna"))
	}
	laptop.peer.Heard = Vector{}
	_, out, err := laptop.step(State{Me: laptop.key.Device(), Peer: laptop.peer}, Begin{[16]byte{1}, make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	request := laptop.message(out[0].(Send), nil)
	told := func(r io.Reader) (more []bool) {
		if err := Read(r, nil, func(in Input) error {
			if f, ok := in.(Framed); ok {
				more = append(more, f.More)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return more
	}
	if more := told(bytes.NewReader(request)); len(more) < 3 || slices.Index(more, false) != len(more)-1 {
		t.Errorf("a message that is there as a whole says %v", more)
	}
	if more := told(iotest.OneByteReader(bytes.NewReader(request))); slices.Contains(more, true) {
		t.Errorf("a message that comes byte by byte says %v", more)
	}
}

func TestEveryBitOfAMessageCounts(t *testing.T) {
	hq, laptop := house(t, italy)
	laptop.writes(italy, idOf("anna"))
	laptop.peer.Heard = Vector{}
	_, out, err := laptop.step(State{Me: laptop.key.Device(), Peer: laptop.peer}, Begin{[16]byte{1}, make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	request := laptop.message(out[0].(Send), nil)
	for i := range request {
		changed := bytes.Clone(request)
		changed[i] ^= 1 << (i % 8)
		if _, err := hq.answers(changed); err == nil {
			t.Fatalf("a changed bit in byte %d was let through", i)
		} else if !errors.Is(err, ErrMessage) && !errors.Is(err, ErrCut) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	if hq.took > 0 {
		t.Error("something of a changed message was taken in")
	}
}

func FuzzFrame(f *testing.F) {
	n := newNode(f, "hq")
	frame, err := chainFrame([]journal.Commit{n.writes(italy, idOf("anna")), n.writes(italy, idOf("anna"))})
	if err != nil {
		f.Fatal(err)
	}
	raw, _ := unpack(frame)
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		packed, err := pack(raw)
		if err != nil {
			t.Skip("cannot be packed")
		}
		commits, err := OpenFrame(packed)
		if err != nil {
			return
		}
		for _, c := range commits {
			_, _ = journal.Verify(c)
		}
	})
}

func FuzzRequest(f *testing.F) {
	_, laptop := house(f, italy)
	laptop.writes(italy, idOf("anna"))
	laptop.peer.Heard = Vector{}
	_, out, _ := laptop.step(State{Me: laptop.key.Device(), Peer: laptop.peer}, Begin{[16]byte{1}, make([]byte, 32)})
	f.Add(laptop.message(out[0].(Send), nil))
	f.Fuzz(func(_ *testing.T, request []byte) {
		_ = Read(bytes.NewReader(request), nil, func(Input) error { return nil })
	})
}

func FuzzVector(f *testing.F) {
	raw, _ := encoding.Marshal(packVector(Vector{{Lane: journal.Lane{Epoch: 1, Scope: italy}, Seq: 3}}))
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		var p packedVector
		if decoding.Unmarshal(raw, &p) != nil {
			return
		}
		if v, ok := p.unpack(); ok {
			again, ok := packVector(v).unpack()
			if !ok || len(again) != len(v) {
				t.Error("a vector does not come back")
			}
		}
	})
}
