package casebook_test

import (
	"testing"

	"willing/casebook"
)

// stoppedByAThief is somebody whom a stolen phone stopped, after it was turned away, in the name of the team's scout.
func stoppedByAThief(w *world) (*person, did) {
	p := w.Person()
	p.Met()
	w.must(w.decree(w.cora, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: w.phone.id[:]}))
	return p, p.As(w.sam).On(w.phone).Stops()
}

// saysVoid lets people say that an entry was no word of the person's.
func (w *world) saysVoid(d did, by *staff, with ...*staff) []casebook.Lack {
	c := w.decreed(by, casebook.ID{}, casebook.AsideJudged, &casebook.Aside{Commit: d.ref.Commit[:], Record: d.p.id, Verdict: casebook.AsideVoid, Reason: "stolen in Genoa"})
	for _, s := range with {
		c.Witnesses = append(c.Witnesses, s.proof())
	}
	return w.apply(c)
}

// asideStories tell how a refusal in quarantine is lifted. Each must break when that is made easier.
var asideStories = map[string]func(t T, w *world){
	"two outsiders give back whom a thief stopped": func(t T, w *world) {
		p, stop := stoppedByAThief(w)
		p.LeftAlone()
		stop.Counts()
		w.must(w.saysVoid(stop, w.cora, w.sol))
		stop.Overruled("")
		if p.State().Alone {
			t.Errorf("two outsiders said that it was no word of hers, and she is left alone for ever")
		}
	},
	"what was decided about waits for nobody": func(t T, w *world) {
		p, _ := stoppedByAThief(w)
		asked := p.As(w.sam).On(w.phone).Does(casebook.ErasureRequested, &casebook.Erasure{Cause: "staff"})
		if len(p.State().NeedLook()) == 0 {
			t.Errorf("nobody looks at what a thief wrote")
		}
		w.must(w.saysVoid(asked, w.cora, w.sol))
		if n := len(p.State().NeedLook()); n > 0 {
			t.Errorf("two people decided, and %d events still need a look", n)
		}
	},
	"what the team decides about its own still waits": func(t T, w *world) {
		p, _ := stoppedByAThief(w)
		asked := p.As(w.sam).On(w.phone).Does(casebook.ErasureRequested, &casebook.Erasure{Cause: "staff"})
		w.saysVoid(asked, w.cora, w.mia)
		if len(p.State().NeedLook()) == 0 {
			t.Errorf("nobody looks at it any more")
		}
	},
	"one alone gives nobody back": func(t T, w *world) {
		p, stop := stoppedByAThief(w)
		if lacks := w.saysVoid(stop, w.cora); len(lacks) == 0 {
			t.Errorf("one person alone took a refusal away")
		}
		p.LeftAlone()
	},
	"who is of the team does not count among the two": func(t T, w *world) {
		p, stop := stoppedByAThief(w)
		w.saysVoid(stop, w.cora, w.mia)
		p.LeftAlone()
	},
}

func TestAsideStories(t *testing.T) {
	for name, tell := range asideStories {
		t.Run(name, func(t *testing.T) { tell(t, newWorld(t)) })
	}
}
