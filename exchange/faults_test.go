package exchange

import (
	"errors"
	"slices"
	"testing"

	"willing/journal"
)

// request is what a laptop with much to say says, before it is written on the line.
func (n *node) request(nonce byte) Send {
	n.t.Helper()
	opening, err := NewOpening(chance("ask"), [16]byte{nonce})
	n.must(err)
	_, out, err := n.step(State{Me: n.key.Device(), Peer: n.peer}, Begin{[16]byte{nonce}, opening.Key()})
	n.must(err)
	return out[0].(Send)
}

// talkative is a laptop that has four frames for headquarters.
func talkative(t *testing.T) (hq, laptop *node) {
	hq, laptop = house(t, italy)
	for range 200 {
		laptop.writes(italy, idOf("anna"))
	}
	laptop.peer.Heard = Vector{}
	return hq, laptop
}

func TestFramesInAnotherOrderTwiceOrOfAnotherMessageAreRefused(t *testing.T) {
	for name, harm := range map[string]func(frames [][]byte) [][]byte{
		"another order":  func(f [][]byte) [][]byte { f[0], f[1] = f[1], f[0]; return f },
		"twice":          func(f [][]byte) [][]byte { return slices.Insert(f, 1, f[0]) },
		"one left out":   func(f [][]byte) [][]byte { return slices.Delete(f, 0, 1) },
		"another's":      func(f [][]byte) [][]byte { f[0] = []byte("something else"); return f },
		"the last twice": func(f [][]byte) [][]byte { f[len(f)-1] = f[0]; return f },
	} {
		hq, laptop := talkative(t)
		s := laptop.request(1)
		whole := len(s.Frames)
		s.Frames = harm(slices.Clone(s.Frames))
		_, err := hq.answers(laptop.message(s, nil))
		if !errors.Is(err, ErrMessage) && !errors.Is(err, ErrCut) {
			t.Errorf("%s: it was let through: %v", name, err)
		}
		if hq.took == 200 || hq.known > 0 || whole < 3 {
			t.Errorf("%s: %d commits were taken in of %d frames", name, hq.took, whole)
		}
		if _, _, err := laptop.meets(hq, line{-1, -1}); err != nil || hq.took != 200 {
			t.Errorf("%s: afterwards %d of 200 commits are there: %v", name, hq.took, err)
		}
	}
}

func TestANewerProtocolIsToldThatItIsNotUnderstood(t *testing.T) {
	hq, laptop := talkative(t)
	s := laptop.request(1)
	s.Head.Version = Version + 1
	var got State
	request := laptop.message(s, nil)
	answer, err := hq.answers(request)
	if err != nil || hq.took > 0 {
		t.Fatalf("%d commits of a message that is not understood were taken: %v", hq.took, err)
	}
	opening, _ := NewOpening(chance("ask"), [16]byte{1})
	err = Read(reader(answer), opening, func(in Input) error {
		if c, ok := in.(Came); ok {
			got.head = c.Head
		}
		return nil
	})
	if err != nil || got.head.Problem != Newer || got.head.Full {
		t.Errorf("it was answered %q: %v", got.head.Problem, err)
	}
}

func TestAnOlderProtocolIsAnsweredInItsOwn(t *testing.T) {
	hq, laptop := talkative(t)
	s := laptop.request(1)
	s.Head.Version = 1
	answer, err := hq.answers(laptop.message(s, nil))
	if err != nil || hq.took != 200 {
		t.Fatalf("of an older program %d of 200 commits were taken: %v", hq.took, err)
	}
	opening, _ := NewOpening(chance("ask"), [16]byte{1})
	err = Read(reader(answer), opening, func(in Input) error {
		if c, ok := in.(Came); ok && c.Head.Version != 1 {
			t.Errorf("the answer is of version %d", c.Head.Version)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestARequestThatSomebodyElseSignedIsNobodys(t *testing.T) {
	hq, laptop := talkative(t)
	s := laptop.request(1)
	forger := newNode(t, "forger")
	if _, err := hq.answers(forger.message(s, nil)); !errors.Is(err, ErrMessage) || hq.took > 0 {
		t.Errorf("a forged request was let through: %v", err)
	}
	s.Head.To = forger.key.Device()
	if answer, err := hq.answers(laptop.message(s, nil)); err != nil || hq.took > 0 || len(answer) > 400 {
		t.Errorf("a request for somebody else got %d bytes, and %d commits of it were taken: %v", len(answer), hq.took, err)
	}
}

func TestACommitFromTenYearsAheadDragsNobodyAlong(t *testing.T) {
	hq, laptop := house(t, italy)
	ahead := journal.Tick(0, noon.AddDate(10, 0, 0))
	next, future := journal.Receive(journal.Tick(0, noon), ahead, noon)
	if drag := journal.Moment(next).Sub(noon).Minutes(); !future || drag > 10 {
		t.Errorf("a stamp from ten years ahead drags a clock by %.0f minutes", drag)
	}
	laptop.clock = ahead
	c := laptop.writes(italy, idOf("anna"))
	laptop.meets(hq, whole)
	if _, ok := hq.has(c); !ok {
		t.Error("what was written ten years ahead is lost")
	}
}

func TestWithoutMemoryOfRequestsAReplayIsAnswered(t *testing.T) {
	hq, laptop := talkative(t)
	request := laptop.message(laptop.request(1), nil)
	if _, err := hq.answers(request); err != nil {
		t.Fatal(err)
	}
	hq.nonces = nil // it was started anew
	if _, err := hq.answers(request); err != nil || hq.took != 200 {
		t.Errorf("a request that comes again after a restart changes nothing: %d commits, %v", hq.took, err)
	}
}
