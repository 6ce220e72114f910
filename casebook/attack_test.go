package casebook_test

import (
	"testing"

	"willing/casebook"
)

// Shortcuts that belong to no single gate: hand-made commits of a modified client.

func TestControlEventsFromAnotherDeviceDoNothing(t *testing.T) {
	w := newWorld(t)
	pos := w.house.Pos
	for _, forge := range []func(c *casebook.Commit){
		func(c *casebook.Commit) { c.Home = false; c.Seq = 9999 },
		func(c *casebook.Commit) { c.Scope = "IT"; c.Seq = 9999 },
	} {
		c := w.decreed(w.ada, w.id(), casebook.StaffAdded, &casebook.Staff{Name: "Mallory", Hats: []string{casebook.Administrator}})
		forge(c)
		if lacks := w.house.Apply(c); len(lacks) == 0 {
			t.Errorf("somebody else than headquarters hired")
		}
	}
	if _, hired := w.house.Named("Mallory"); hired || w.house.Pos != pos {
		t.Errorf("hired %v, position %d, was %d", hired, w.house.Pos, pos)
	}
	c := w.decreed(w.sam, w.id(), casebook.StaffAdded, &casebook.Staff{Name: "Mallory", Hats: []string{casebook.Scout}})
	if lacks := w.apply(c); len(lacks) == 0 {
		t.Errorf("a scout hired")
	}
	w.Person().As(w.ada).Does(casebook.StaffAdded, &casebook.Staff{Name: "Mallory"}).Fails("event.place")
}

func TestADeviceWhoseKnowledgeFallsBackIsSetAside(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Met()
	p.As(w.sam).Forging(func(c *casebook.Commit) { c.FellBack = true }).Tells().Fails("event.fellback")
	p.As(w.sam).Forging(func(c *casebook.Commit) { c.Seen -= 5 }).Tells().Fails("event.fellback") // its own talk, which it names, knew more
	p.Self().Forging(func(c *casebook.Commit) { c.FellBack = true }).Stops().Counts()
	p.LeftAlone()
}

func TestWhatClaimsToKnowTheFutureWaits(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Met().As(w.sam).Forging(func(c *casebook.Commit) { c.Seen = 1 << 60 }).Tells().Waits()
}

func TestADeviceThatWasTurnedAwayCountsNoMore(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Met()
	w.Leaves(w.phone)
	w.must(w.decree(w.cora, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: w.phone.id[:]}))
	late := p.As(w.sam).Tells()
	w.Meets(w.phone)
	late.Fails("event.device")
	p.Is(casebook.StageApproached)
	p.As(w.sam).On(w.laptop).Tells().Counts()
	p.As(w.sam).Stops().Counts()
	p.LeftAlone()
}

func TestAKeyIsJudgedByWhatTheAuthorCouldKnow(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Met()
	w.Leaves(w.phone)
	w.must(w.decree(w.sol, w.sam.id, casebook.KeyRevoked, &casebook.EnrolledKey{Key: []byte(w.sam.key)}))
	honest := p.As(w.sam).Tells().Counts() // offline, in good faith
	w.Meets(w.phone)
	honest.Counts()
	p.As(w.sam).Tells().Fails("told.who")
}

func TestAPasswordSessionActsOnlyWhereItsServerIs(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	password := func(c *casebook.Commit) { c.Actor.Alg, c.Actor.Key = "server", "the server's" }
	p.As(w.sam).Forging(password).On(w.hq).Checks().Counts()
	p.As(w.sam).Forging(password).Checks().Fails("event.unsigned")
	w.must(w.decree(w.cora, casebook.ID{}, casebook.DeviceGranted, &casebook.DeviceGrant{Device: w.phone.id[:], Scopes: []string{"IT"}, People: []casebook.ID{w.sam.id}}))
	p.As(w.sam).Forging(password).Checks().Counts()
	p.As(w.mia).Forging(password).Checks().Fails("event.unsigned")
}

func TestStrangeBodiesHarmNobody(t *testing.T) {
	w := newWorld(t)
	strange := []any{nil, 7, "text", (*casebook.Answer)(nil), &casebook.Answer{Answer: "yes"}, &casebook.Blank{}, casebook.Offer{}, map[string]any{}, &casebook.Lead{}}
	for _, eventType := range eventTypes {
		for _, body := range strange {
			p := w.Person()
			p.Agreed()
			p.As(w.sam).With(w.mia).Forging(func(c *casebook.Commit) { c.Events[0].Body = body }).Claiming(casebook.Consent, casebook.Erase).Does(eventType, nil)
			p.State().Next("crew", casebook.ID{1}, w.now)
			c := w.decreed(w.ada, w.id(), eventType, nil)
			c.Events[0].Body = body
			w.house.Ask(c)
			w.apply(c)
		}
	}
}

func TestCirclesAndSelfReferencesEnd(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Agreed()
	for _, c := range p.commits {
		for _, d := range p.commits {
			c.Refs = append(c.Refs, ref(d))
		}
	}
	p.NoYes()
	p.commits[0].Effects = []casebook.Effect{casebook.Refuse}
	p.LeftAlone()
	if s := casebook.Fold(w.house, nil, w.now); len(s.Next("crew", casebook.ID{1}, w.now)) != 0 || s.Yes != nil {
		t.Errorf("nobody has a next step")
	}
}

func TestAskingTwiceOrOfNothingIsSafe(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Asked()
	casebook.Ask(w.house, p.commits, &casebook.Commit{Subject: p.id})
	if lacks := casebook.Ask(w.house, p.commits, p.commits[len(p.commits)-1]); len(lacks) != 0 {
		t.Errorf("asked again of what is written: %v", lacks)
	}
	stop := casebook.Event{Type: casebook.StopMade, Body: &casebook.Blank{}}
	if lacks := casebook.Ask(w.house, nil, &casebook.Commit{Subject: p.id, Events: []casebook.Event{stop}}); len(lacks) != 0 {
		t.Errorf("a stop lacks %v", lacks)
	}
}
