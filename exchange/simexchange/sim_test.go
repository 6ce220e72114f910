package simexchange

import (
	"context"
	"io"
	"slices"
	"testing"

	"willing/desk"
)

// seeds are lived on each run of the tests; `make sim SEEDS=n` lives more.
const seeds = 200

func TestSeeds(t *testing.T) {
	report, failed, happened := Seeds(1, seeds, func(f *Failure) { t.Error(f.Tell()) })
	t.Log(report, happened)
	if failed > 0 {
		return
	}
	t.Log("and everything happened, often enough to be believed")
	for _, o := range often {
		if happened[string(o.do)] < 5 {
			t.Errorf("%q happened only %d times", o.do, happened[string(o.do)])
		}
	}
	for _, f := range slices.Concat(lineFaults, diskFaults, stickFaults) {
		if happened[string(f)] < 3 {
			t.Errorf("%q happened only %d times", f, happened[string(f)])
		}
	}
	for _, what := range []string{yesTook, erasedOne, branchedLane, newEpoch, resumed, twins, purged, fromFuture, askedList, setBack, peersMet, peerAway, relayed, carriedNo, forgedOne, keptList, openedByTwo, heardOnly, cameEarly, stayedEarly, toldDoctor, openedHere, newKey, wholeWay} {
		if happened[what] < 3 {
			t.Errorf("%q happened only %d times", what, happened[what])
		}
	}
}

func TestNobodyIsMetAsHeadquarters(t *testing.T) {
	w, err := newWorld(Draw(1))
	if err != nil {
		t.Fatal(err)
	}
	n := w.nodes[1]
	if err := note(w, n, Step{ID: 5}); err != nil {
		t.Fatal(err)
	}
	listens := func(context.Context, []byte) (io.ReadCloser, error) {
		t.Error("a stranger who calls itself headquarters was given what is unsent")
		return nil, errLine
	}
	if _, err := n.meets.SyncWith(ctx, w.homeKey.Device(), listens); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("it was met: %v", err)
	}
}

func TestASeedIsLivedTheSameWayEachTime(t *testing.T) {
	p := Draw(7)
	one, two := Tally{}, Tally{}
	run(p, one)
	run(p, two)
	for what, n := range one {
		if two[what] != n {
			t.Errorf("%q happened %d times, and then %d", what, n, two[what])
		}
	}
}
