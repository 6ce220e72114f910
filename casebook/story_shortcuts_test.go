package casebook_test

import (
	"testing"
	"time"

	"willing/casebook"
)

// Shortcuts that were found by trying to get round the law, each with its story.

var _ = story("G02", "a slip is undone by whoever made it, and by nobody else", func(t T, w *world) {
	p := w.Person()
	p.Met()
	stop := p.As(w.sam).Stops()
	soon := func(c *casebook.Commit) { c.At, c.Arrived = stop.c.At, stop.c.Arrived }
	p.As(w.mia).Naming(stop).Forging(soon).Does(casebook.StopUndone, &casebook.Blank{}).Fails("undo.late")
	p.Anonymous().Naming(stop).Forging(soon).Does(casebook.StopUndone, &casebook.Blank{}).Fails("undo.late")
	p.LeftAlone()
})

var _ = story("G25", "an act that is sealed twice counts once", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	act := casebook.Hash{42}
	signed := func(c *casebook.Commit) { c.Act = act }
	asked := p.Met().Holding(p.linkKey).Forging(signed).AsksErasure()
	p.As(w.cora).With(w.tess).Naming(asked).Denies().Counts()
	p.Is(casebook.StageApproached)
	w.Days(1)
	p.Holding(p.linkKey).Forging(signed).AsksErasure().Fails("event.again")
	p.Is(casebook.StageHidden)
	if e := p.State().Erasure; !e.Due.IsZero() {
		t.Errorf("it hides, as anybody's would, and destroys nothing: %+v", e)
	}
})

var _ = story("G28", "who was of the team in between, or witnessed the answer, is not outside", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	members := []casebook.ID{w.sam.id, w.mia.id}
	w.must(w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: append(members, w.tess.id)}))
	w.must(w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: members}))
	p.Self().With(w.sam, w.mia, w.cora).Says("yes").Counts()
	w.Days(1)
	p.As(w.tess).Calls(true, true).Fails("call.who")
	p.As(w.cora).Calls(true, true).Fails("call.who")
	p.As(w.sol).Calls(true, true).Counts()
})

var _ = story("G27", "a backdated refusal makes no file old", func(t T, w *world) {
	p := w.Person()
	stop := p.Settled().Self().Forging(func(c *casebook.Commit) { c.At = c.At.AddDate(-9, 0, 0) }).Stops()
	if d := p.State().Deletion; d == nil || d.Due.Before(stop.c.Arrived.AddDate(0, 0, 180)) {
		t.Errorf("the deletion is %+v", d)
	}
})

var _ = story("", "taking the others' hats or keys away makes nobody two", func(t T, w *world) {
	ghost := w.id()
	w.must(w.decree(w.ada, ghost, casebook.StaffAdded, &casebook.Staff{Name: "Ghost", Hats: []string{casebook.Mentor}}))
	for _, s := range []*staff{w.cora, w.sol} {
		w.must(w.decree(w.ada, s.id, casebook.StaffChanged, &casebook.Staff{Name: s.name, Hats: []string{casebook.Auditor}}))
	}
	enrol := func() []casebook.Lack {
		return w.decree(w.ada, ghost, casebook.KeyEnrolled, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.key())})
	}
	if lacks := enrol(); len(lacks) != 1 || lacks[0].Key != "key.parted" {
		t.Errorf("one enrols alone: %v", lacks)
	}
	w.Later(8 * 24 * time.Hour)
	if lacks := enrol(); len(lacks) != 0 {
		t.Errorf("a house of one goes on after a week: %v", lacks)
	}
})

var _ = story("", "a sign-in link alone enrols no key, also where nobody else could sign", func(t T, w *world) {
	for _, s := range []*staff{w.cora, w.sol} {
		w.must(w.decree(w.ada, s.id, casebook.StaffChanged, &casebook.Staff{Name: s.name, Hats: []string{casebook.Auditor}}))
	}
	w.Later(8 * 24 * time.Hour)
	enrol := func() []casebook.Lack {
		c := w.decreed(w.ada, w.tess.id, casebook.KeyEnrolled, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.key())})
		c.Actor.Alg, c.Actor.Key = "server", "the server's"
		return w.apply(c)
	}
	if lacks := enrol(); len(lacks) != 1 || lacks[0].Key != "key.alone" {
		t.Errorf("the server enrols in her name: %v", lacks)
	}
	w.must(w.decree(w.ada, w.ada.id, casebook.KeyRevoked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.ada.key)}))
	if lacks := enrol(); len(lacks) != 0 {
		t.Errorf("who lost their key, and is alone, cannot begin again: %v", lacks)
	}
})

func TestABranchOfATurnedAwayDevicesLaneCountsNoMore(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Met()
	cut := &casebook.DeviceGrant{Device: w.phone.id[:], Cuts: []casebook.Head{{Scope: "IT", Seq: 1000}}}
	w.must(w.decree(w.cora, casebook.ID{}, casebook.DeviceRevoked, cut))
	scope := func(c *casebook.Commit) { c.Scope, c.Epoch = "IT", 0 }
	p.As(w.sam).Forging(scope).Tells().Counts()
	p.As(w.sam).Forging(func(c *casebook.Commit) { scope(c); c.Branch = true }).Tells().Fails("event.device")
	p.As(w.sam).Forging(func(c *casebook.Commit) { scope(c); c.Branch = true }).Stops().Counts()
	p.LeftAlone()
}
