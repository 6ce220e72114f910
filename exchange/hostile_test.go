package exchange

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"willing/journal"
)

func TestALengthThatHasNoEndIsNoMessage(t *testing.T) {
	hq, _ := house(t, italy)
	for _, length := range [][]byte{bytes.Repeat([]byte{0xff}, 10), bytes.Repeat([]byte{0x80}, 100)} {
		if _, err := hq.answers(append([]byte(magic), length...)); !errors.Is(err, ErrMessage) {
			t.Errorf("a length of %d bytes and more: %v", len(length), err)
		}
	}
}

func TestThereIsNoProtocolBeforeTheFirst(t *testing.T) {
	hq, laptop := talkative(t)
	s := laptop.request(1)
	s.Head.Version = 0
	if _, err := hq.answers(laptop.message(s, nil)); !errors.Is(err, ErrMessage) || hq.took > 0 {
		t.Errorf("%d commits were taken: %v", hq.took, err)
	}
}

// Anybody can sign for the neutral point without knowing anything.
func TestNobodySpeaksForAKeyThatEverybodyHas(t *testing.T) {
	_, laptop := talkative(t)
	s := laptop.request(1)
	s.Head.From = journal.Device{1}
	signed, err := s.Head.Sign(laptop.key)
	if err != nil {
		t.Fatal(err)
	}
	forged := slices.Concat([]byte{1}, make([]byte, ed25519.SignatureSize-1), signed[ed25519.SignatureSize:])
	if !ed25519.Verify(s.Head.From[:], headBytes(forged[ed25519.SignatureSize:]), forged[:ed25519.SignatureSize]) {
		t.Fatal("the forged signature does not fit")
	}
	if _, err := OpenHead(forged); !errors.Is(err, ErrMessage) {
		t.Errorf("a head that anybody could have signed was read: %v", err)
	}
}

// What one commit may hold goes over the line also if it does not pack.
func TestAFrameThatDoesNotPackIsTaken(t *testing.T) {
	raw := make([]byte, MaxFrame)
	for i := range MaxFrame / 32 {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
		copy(raw[32*i:], sum[:])
	}
	frame, err := pack(raw)
	if err != nil {
		t.Fatal(err)
	}
	_, laptop := talkative(t)
	s := laptop.request(1)
	s.Head.Frames, s.Frames = sums([][]byte{frame}), [][]byte{frame}
	came := 0
	err = Read(reader(laptop.message(s, nil)), nil, func(in Input) error {
		if f, ok := in.(Framed); ok {
			plain, err := unpack(f.Frame)
			came = len(plain)
			return err
		}
		return nil
	})
	if err != nil || came != MaxFrame {
		t.Errorf("%d bytes came: %v", came, err)
	}
}

// TestTheLargestCommitTravels: whatever can be written can be sent, or a lane would stand still behind it for good.
func TestTheLargestCommitTravels(t *testing.T) {
	hq, laptop := house(t, italy)
	const headed, all = 8, journal.MaxCommit - journal.MaxHeader // bytes before a string of bytes, at most, and of all bodies
	noise := make([]byte, journal.MaxBody-headed)
	rand.NewChaCha8([32]byte{}).Read(noise) // nothing that would pack
	var events []journal.Event
	for left := all; left > headed; left -= journal.MaxBody {
		content, err := journal.Marshal(noise[:min(left, journal.MaxBody)-headed])
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, journal.Event{Type: "interview.held", Body: content})
	}
	refs := make([]journal.Ref, journal.MaxRefs)
	for i := range refs {
		rand.NewChaCha8([32]byte{byte(i), byte(i >> 8)}).Read(refs[i].Commit[:])
	}
	mine := laptop.seals(journal.Draft{Scope: italy, Subject: idOf("anna"), Events: events, Refs: refs})
	next := laptop.writes(italy, idOf("anna"))
	laptop.meets(hq, whole)
	for _, c := range []journal.Commit{mine, next} {
		if _, ok := hq.has(c); !ok {
			t.Error("it did not arrive")
		}
	}
}
