//go:build mutation

package exchange

import (
	"testing"

	"willing/journal"
)

// With an invariant of field.md switched off, what its story asks for must be missed.

func switched(t *testing.T, invariant string) {
	Off = invariant
	t.Cleanup(func() { Off = "" })
}

func TestWithoutSightsABodyGoesWhereItMayNot(t *testing.T) {
	switched(t, "c")
	hq, laptop := house(t, italy)
	hq.places[idOf("bea")] = france
	refused := hq.writes(journal.Control, idOf("bea"), journal.Refuse)
	laptop.meets(hq, whole)
	if bodies, _ := laptop.has(refused); bodies == 0 {
		t.Error("invariant (c) is switched off, and nothing shows it")
	}
}

func TestWithoutBranchMarksABranchIsHidden(t *testing.T) {
	switched(t, "f")
	hq, laptop := house(t, italy)
	laptop.writes(italy, idOf("anna"))
	laptop.meets(hq, whole)
	clone := newNode(t, "laptop")
	clone.home, clone.grants, clone.peer = laptop.home, laptop.grants, Peer{Device: hq.key.Device(), Sight: Sight{All: true}}
	clone.meets(hq, whole)
	clone.wrote, clone.clock = 100, laptop.clock
	one, two := laptop.writes(italy, idOf("anna")), clone.writes(italy, idOf("anna"))
	for range 3 {
		clone.meets(hq, whole)
		laptop.meets(hq, whole)
	}
	_, hasTwo := laptop.has(two)
	_, hasOne := clone.has(one)
	if hasOne && hasTwo {
		t.Error("invariant (f) is switched off, and nothing shows it")
	}
}

func TestWithoutCareAResumeRepeatsEverything(t *testing.T) {
	switched(t, "g")
	hq, laptop := house(t, italy)
	for range 200 {
		laptop.writes(italy, idOf("anna"))
	}
	laptop.peer.Heard = Vector{}
	laptop.meets(hq, line{up: 15000, down: -1})
	laptop.meets(hq, whole)
	if hq.known <= lastFrame {
		t.Error("invariant (g) is switched off, and nothing shows it")
	}
}

func TestWithoutMemoryAReplayIsAnswered(t *testing.T) {
	switched(t, "replay")
	hq, laptop := house(t, italy)
	hq.places[idOf("anna")] = italy
	hq.writes(italy, idOf("anna"))
	request := laptop.message(laptop.request(1), nil)
	first, err := hq.answers(request)
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := hq.answers(request); len(second) < len(first) {
		t.Error("requests are remembered no more, and nothing shows it")
	}
}
