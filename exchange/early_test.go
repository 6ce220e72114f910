package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"willing/journal"
)

// manyAndAda is a house with many people in a lane before ada, who is due today, and one laptop that has nothing.
func manyAndAda(t *testing.T) (hq, laptop *node, ada []journal.Commit) {
	hq, laptop = house(t, italy)
	hq.early = 100
	who := idOf("ada")
	hq.places[who], hq.first = italy, [][]journal.ID{{who}}
	for i := range 150 {
		other := idOf(fmt.Sprint("other", i))
		hq.places[other] = italy
		hq.writes(italy, other)
		if i%50 == 49 {
			ada = append(ada, hq.writes(italy, who))
		}
	}
	hq.writes(journal.Control, who)
	return hq, laptop, ada
}

// framesFor are the commits of each frame that headquarters has for a device that said something last.
func framesFor(t *testing.T, hq, laptop *node, last Head) (out [][]journal.Commit) {
	t.Helper()
	hq.must(hq.store.View(t.Context(), func(r journal.Reader) error {
		frames, _, err := View{Log: r, House: hq, Early: hq.early}.outgoing(hq.key.Device(), laptop.grants[laptop.key.Device()].Sight, last, nil)
		for _, f := range frames {
			commits, err := OpenFrame(f)
			if err != nil {
				return err
			}
			out = append(out, commits)
		}
		return err
	}))
	return out
}

func TestWhoIsDueGoesBehindControlAndBeforeTheRest(t *testing.T) {
	hq, laptop, ada := manyAndAda(t)
	frames := framesFor(t, hq, laptop, Head{Version: Version})
	if len(frames) < 3 || frames[0][0].Header.Scope != journal.Control {
		t.Fatal("control does not come first")
	}
	if !slices.EqualFunc(frames[1], ada, func(a, b journal.Commit) bool { return bytes.Equal(a.Encode(), b.Encode()) }) {
		t.Errorf("behind control come %d commits, and not the 3 of who is due, to the byte", len(frames[1]))
	}
	if frames[2][0].Header.Seq != 1 || frames[2][0].Header.Scope != italy {
		t.Error("behind these the lane does not begin")
	}
}

func TestWhoDoesNotKnowOfItOrLacksLittleGetsLanesAlone(t *testing.T) {
	hq, laptop, ada := manyAndAda(t)
	for name, last := range map[string]Head{"an earlier version": {Version: 2}, "a first word": {}} {
		if frames := framesFor(t, hq, laptop, last); frames[1][0].Header.Seq != 1 {
			t.Error(name + " is sent what it cannot read")
		}
	}
	hq.early = 1000
	if frames := framesFor(t, hq, laptop, Head{Version: Version}); frames[1][0].Header.Seq != 1 {
		t.Error("what comes in a minute anyway is sent twice")
	}
	hq.early = 100
	hash := ada[1].Hash()
	frames := framesFor(t, hq, laptop, Head{Version: Version, Early: hash[:earlyMark]})
	if len(frames[1]) != 2 || frames[1][1].Hash() != ada[2].Hash() {
		t.Error("what is there already goes again")
	}
}

func TestABrokenLineKeepsWhoCameEarlyAndSendsNobodyTwice(t *testing.T) {
	hq, laptop, ada := manyAndAda(t)
	_, down, err := laptop.meets(hq, line{up: -1, down: 2500})
	if err == nil {
		t.Fatalf("the line did not break: %d bytes", down)
	}
	for _, c := range ada {
		if bodies, ok := laptop.has(c); !ok || bodies != 1 {
			t.Fatal("who is due is not there when the line breaks")
		}
	}
	if _, _, err := laptop.meets(hq, whole); err != nil {
		t.Fatal(err)
	}
	if laptop.sooner != 3 || laptop.known > 0 || laptop.took != 154 {
		t.Errorf("%d came early, %d in their lanes, %d twice", laptop.sooner, laptop.took, laptop.known)
	}
	laptop.must(laptop.store.View(t.Context(), func(r journal.Reader) error {
		for range journal.EarlyCommits(r) {
			t.Error("somebody still waits for their lane")
		}
		return nil
	}))
	before := laptop.rounds
	if up, down, err := laptop.meets(hq, whole); err != nil || laptop.rounds != before+1 || up+down > 1024 {
		t.Errorf("then an exchange with nothing new takes %d trips and %d bytes: %v", laptop.rounds-before, up+down, err)
	}
}

// Whoever has a second branch, or of whom this device may not have all, waits for the lanes: these say more.
func TestOfWhomThereIsMoreToKnowComesInLanesAlone(t *testing.T) {
	hq, laptop, ada := manyAndAda(t)
	hq.must(hq.store.Update(t.Context(), func(w journal.Writer) error {
		_, err := journal.WithholdBodies(w, ada[0].Header.Subject, nil)
		return err
	}))
	if frames := framesFor(t, hq, laptop, Head{Version: Version}); frames[1][0].Header.Seq != 1 {
		t.Error("somebody comes early without their content")
	}
	hq, laptop, _ = manyAndAda(t)
	hq.places[idOf("ada")] = france
	if frames := framesFor(t, hq, laptop, Head{Version: Version}); frames[1][0].Header.Seq != 1 {
		t.Error("somebody of another territory comes early")
	}
}

func TestOnlyHeadquartersSendsAnybodyEarly(t *testing.T) {
	hq, laptop, ada := manyAndAda(t)
	packed, err := packEarly(ada)
	laptop.must(err)
	s := laptop.request(9)
	s.Frames, s.Head.Frames = [][]byte{packed}, sums([][]byte{packed})
	if _, err := hq.answers(laptop.message(s, nil)); !errors.Is(err, ErrMessage) {
		t.Errorf("a device may send people early: %v", err)
	}
}

// Who speaks a later version than headquarters says it again in headquarters' own.
func TestALaterVersionSpeaksAnEarlierOneToWhoeverAsksForIt(t *testing.T) {
	hq, laptop := house(t, italy)
	s := State{Me: laptop.key.Device(), Peer: laptop.peer}
	opening := Begin{Nonce: [16]byte{1}, Seal: make([]byte, 32)}
	s, out, err := laptop.step(s, opening)
	laptop.must(err)
	if v := out[0].(Send).Head.Version; v != Version {
		t.Fatal("a request in version", v)
	}
	older := Head{Version: Version - 1, From: hq.key.Device(), To: laptop.key.Device(), Nonce: opening.Nonce, Problem: Newer}
	s, _, err = laptop.step(s, Came{older})
	laptop.must(err)
	s, out, err = laptop.step(s, Ended{})
	laptop.must(err)
	if _, ok := out[0].(Again); !ok {
		t.Fatalf("it gives up: %v", out)
	}
	opening.Nonce = [16]byte{2}
	s, out, err = laptop.step(s, opening)
	laptop.must(err)
	if v := out[0].(Send).Head.Version; v != Version-1 {
		t.Fatal("again in version", v)
	}
	older.Nonce = opening.Nonce
	s, _, err = laptop.step(s, Came{older})
	laptop.must(err)
	if _, out, err = laptop.step(s, Ended{}); err != nil {
		t.Fatal(err)
	}
	if done, ok := out[0].(Done); !ok || done.Problem != Newer {
		t.Errorf("it asks for ever: %v", out)
	}
}

// What is new comes with the first answer, although the request has fingerprints alone, if headquarters remembers rightly
// how far the device is.
func TestWhatIsNewComesWithTheFirstAnswer(t *testing.T) {
	hq, laptop := house(t, italy)
	anna := idOf("anna")
	hq.places[anna] = italy
	hq.writes(italy, anna)
	laptop.meets(hq, whole)
	for name, prepare := range map[string]func(){
		"remembered rightly": func() {},
		"remembered wrongly": func() { hq.given[laptop.key.Device()] = hq.given[laptop.key.Device()][:1] },
		"not remembered":     func() { hq.given = nil },
	} {
		laptop.writes(journal.Control, anna) // so that all are level, and the device knows it
		laptop.meets(hq, whole)
		laptop.meets(hq, whole)
		fresh := hq.writes(italy, anna)
		prepare()
		s := State{Me: laptop.key.Device(), Peer: laptop.peer, Kept: laptop.kept}
		drawn++
		opening, err := NewOpening(chance(name), [16]byte{byte(drawn), 77})
		laptop.must(err)
		s, out, err := laptop.step(s, Begin{opening.nonce, opening.Key()})
		laptop.must(err)
		request := out[0].(Send)
		if request.Head.Full {
			t.Fatal(name + ": the request has a vector")
		}
		answer, err := hq.answers(laptop.message(request, nil))
		laptop.must(err)
		var came []journal.Commit
		laptop.must(Read(bytes.NewReader(answer), opening, func(in Input) error {
			next, out, err := laptop.step(s, in)
			s = next
			for _, e := range out {
				if take, ok := e.(Take); ok {
					came = append(came, take.Commits...)
				}
			}
			return err
		}))
		if right := name == "remembered rightly"; right != (len(came) == 1 && came[0].Hash() == fresh.Hash()) {
			t.Errorf("%s: %d commits came", name, len(came))
		}
		if _, _, err := laptop.meets(hq, whole); err != nil {
			t.Fatal(err)
		}
		if _, ok := laptop.has(fresh); !ok {
			t.Error(name + ": what is new does not arrive")
		}
	}
}

// Where nobody goes early, the lane goes first in which there is somebody who comes first.
func TestTheLaneOfWhoComesFirstGoesFirst(t *testing.T) {
	hq, laptop := house(t, italy)
	other := newNode(t, "another laptop")
	people := map[*node]journal.ID{hq: idOf("anna"), other: idOf("bea")}
	for n, who := range people {
		hq.places[who] = italy
		for range lastFrame {
			c := n.writes(italy, who)
			if n == other {
				hq.take([]journal.Commit{c})
			}
		}
	}
	for n, who := range people {
		hq.first = [][]journal.ID{{who}}
		if frames := framesFor(t, hq, laptop, Head{Version: Version}); frames[0][0].Header.Device != n.key.Device() {
			t.Error("somebody else's lane goes before")
		}
	}
}

// Whoever reads a file can ask for no other version: it speaks the lowest that says what is in it.
func TestAFileSpeaksAVersionThatItsReaderKnows(t *testing.T) {
	hq, laptop, ada := manyAndAda(t)
	for version, early := range map[uint64]bool{0: false, 2: false, 3: true} {
		hq.must(hq.store.View(t.Context(), func(r journal.Reader) error {
			parcel, err := View{Log: r, House: hq, Early: hq.early}.Parcel(hq.key.Device(), laptop.grants[laptop.key.Device()].Sight, Head{Version: version}, [16]byte{1}, noon)
			if err != nil {
				return err
			}
			commits, err := OpenFrame(parcel.Frames[1])
			if came := commits[0].Hash() == ada[0].Hash(); came != early || parcel.Head.Version != max(version, 2) {
				t.Errorf("to whoever spoke version %d, in version %d, early: %v", version, parcel.Head.Version, came)
			}
			return err
		}))
	}
	up, err := parcelOf(t, laptop, hq)
	if err != nil || up.Head.Version != 2 {
		t.Errorf("to headquarters it speaks version %d: %v", up.Head.Version, err)
	}
}

func parcelOf(t *testing.T, from, to *node) (out Send, err error) {
	from.must(from.store.View(t.Context(), func(r journal.Reader) error {
		out, err = View{Log: r, House: from}.Parcel(from.key.Device(), from.grants[to.key.Device()].Sight, Head{Version: Version}, [16]byte{2}, noon)
		return err
	}))
	return out, err
}
