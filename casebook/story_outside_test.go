package casebook_test

import "willing/casebook"

// Who stands outside, and what becomes of what they did when they come closer later.

func (w *world) parts(a, b casebook.ID, by, with *staff) []casebook.Lack {
	c := w.decreed(by, casebook.ID{}, casebook.TieEnded, &casebook.TieEnd{A: a, B: b, Reason: "parted"})
	c.Witnesses = []casebook.Proof{with.proof()}
	return w.apply(c)
}

var _ = story("G07", "nobody who goes with somebody frees them for it by taking their tie back", func(t T, w *world) {
	lea := w.hire("Lea", casebook.Mentor, casebook.Coordinator) // in no team
	p := w.Person()
	w.tie(w.sam.id, p.id)
	w.must(w.parts(w.sam.id, p.id, lea, w.ada))
	p.As(w.sam).Checks()
	p.As(w.sam).Talks()
	p.As(w.sam).NotesBirth(1996, 5, 9)
	p.As(w.sam).Tells()
	p.As(lea).Hears()
	w.Days(1)
	p.As(w.sam).With(lea).Offers().Fails("offer.tied")
	p.As(w.otto).With(w.max).Offers().Counts()

	q := w.Person() // two who never meet them take a tie back, before anybody did
	w.tie(w.sam.id, q.id)
	w.must(w.parts(w.sam.id, q.id, w.cora, w.ada))
	q.Asked().Yes().Counts()
})

var _ = story("house", "whoever was ever in a team with one of two takes no tie of theirs back", func(t T, w *world) {
	w.tie(w.sam.id, w.mia.id)
	w.must(w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: []casebook.ID{w.sam.id, w.mia.id, w.tess.id}}))
	w.must(w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: []casebook.ID{w.sam.id, w.mia.id}}))
	for _, two := range [][2]*staff{{w.tess, w.ada}, {w.ada, w.tess}} {
		if len(w.parts(w.sam.id, w.mia.id, two[0], two[1])) == 0 {
			t.Errorf("somebody left a team and took a tie of it back")
		}
	}
	w.must(w.parts(w.sam.id, w.mia.id, w.cora, w.ada))
})

var _ = story("G28", "whoever called may work with the person or their team afterwards: that undoes no yes", func(t T, w *world) {
	w.limits.OneMeeting = true
	w.publish()
	for _, later := range []func(p *person){
		func(p *person) { p.As(w.tess).On(w.hq).Tells() },
		func(p *person) { p.As(w.tess).On(w.phone).Tells() },
		func(p *person) {
			w.must(w.decree(w.cora, w.id(), casebook.TeamFormed, &casebook.Team{Name: "New", Members: []casebook.ID{w.sam.id, w.tess.id}}))
			p.As(w.sam).On(w.hq).Tells()
		},
		func(p *person) { // what is known of a number later changes nothing either
			w.decree(w.ada, casebook.ID{}, casebook.LanesReceived, &casebook.Arrivals{})
			p.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Phones: []string{"+392"}})
		},
	} {
		w.Days(1)
		p := w.Person()
		p.As(w.otto).Does(casebook.ParticularsNoted, &casebook.Particulars{Phones: []string{"+391"}})
		p.As(w.sol).Does(casebook.ParticularsNoted, &casebook.Particulars{Phones: []string{"+392"}})
		caller := w.tess
		if len(w.house.TeamsOf(w.tess.id, w.house.Pos)) > 0 {
			caller = w.cora
		}
		call := p.Agreed().As(caller).On(w.hq).Does(casebook.CallMade, &casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true, Reach: "+392"}).Counts()
		w.Days(2)
		p.Is(casebook.StageEffective)
		later(p)
		call.Counts()
		p.Is(casebook.StageEffective)
	}
	p := w.Person() // but whoever worked with them before does not call
	p.Agreed().As(w.tess).On(w.hq).Tells()
	p.As(w.tess).On(w.hq).Calls(true, true).Fails("call.who")
})

var _ = story("G28", "a scout does not call by claiming that their own part came after the call", func(t T, w *world) {
	end := w.house.Pos + 60
	future := func(c *casebook.Commit) { c.Seen = end }
	p := w.Person()
	check := p.As(w.sam).Forging(future).Checks()
	talk := p.As(w.sam).Naming(check).Forging(future).Talks()
	born := p.As(w.sam).Forging(future).NotesBirth(1996, 5, 9)
	told := did{p, w.text, nil}
	told = p.As(w.sam).Naming(talk, told).Forging(future).Tells()
	heard := p.As(w.mia).Naming(told).Forging(future).Hears()
	w.Days(1)
	offer := p.As(w.sam).With(w.mia).Naming(told, heard, born).Forging(future).Offers()
	yes := p.Self().With(w.sam, w.mia).Naming(offer).Forging(future).Says("yes")
	call := p.As(w.sam).On(w.hq).Naming(yes).Calls(true, true)
	for range 80 {
		w.decree(w.ada, casebook.ID{}, casebook.LanesReceived, &casebook.Arrivals{})
	}
	for _, c := range p.commits { // the way is brought home only after the call
		if !c.Home {
			c.Arrived, c.ArrivedPos = w.now, w.house.Pos
		}
	}
	w.Days(2)
	yes.Counts()
	call.Fails("call.who")
	p.SaysYes("call.missing")
})

var _ = story("G28", "a talk that was held back and brought home after the call still counts against whoever held it", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	w.Leaves(w.laptop)
	p.As(w.tess).On(w.laptop).Tells()
	call := p.As(w.tess).On(w.hq).Calls(true, true).Fails("call.who")
	w.Meets(w.laptop)
	call.Fails("call.who")
})

var _ = story("G11", "whoever was there when somebody came back may train them after their yes, and recruits them no more", func(t T, w *world) {
	p := w.Person()
	stop := p.Met().Self().On(w.hq).Stops()
	back := p.As(w.cora).With(w.tess).On(w.hq).Naming(stop).Reopens("own-approach").Counts()
	w.Days(1)
	p.Settled().SaysYes()
	p.As(w.tess).On(w.hq).Does(casebook.TestTaken, &casebook.Form{Instrument: "first-interview"}).Counts()
	back.Counts()
	p.SaysYes().Is(casebook.StageEffective)
	p.As(w.tess).On(w.hq).Naming().Checks()
	p.As(w.tess).On(w.hq).Naming().Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	back.Fails("reopen.who")
})

var _ = story("G02", "a link that one of us made alone lifts no stop, whoever says that nobody saw it", func(t T, w *world) {
	issues := func(p *person, sent bool, d *device, by *staff, with ...*staff) {
		p.linkKey = w.key()
		p.As(by).With(with...).On(d).Does(casebook.LinkIssued, &casebook.Link{Key: []byte(p.linkKey), Expires: w.now.AddDate(0, 3, 0).Unix(), Sent: sent}).Counts()
	}
	for _, c := range []struct {
		sent  bool
		on    *device
		with  []*staff
		lifts bool
	}{
		{false, w.hq, nil, false},
		{true, w.laptop, nil, false}, // only headquarters says that it sent one
		{false, w.hq, []*staff{w.cora}, false},
		{false, w.hq, []*staff{w.sam}, false},
		{true, w.hq, nil, true},
		{false, w.laptop, []*staff{w.sol}, true},
	} {
		p := w.Person()
		p.Met()
		issues(p, c.sent, c.on, w.cora, c.with...)
		link := did{p, ref(p.commits[len(p.commits)-1]), nil}
		for _, by := range []string{casebook.StopMade, casebook.StopAsked} {
			stop := p.Self().On(w.hq).Does(by, &casebook.Blank{})
			lift := p.Holding(p.linkKey).On(w.hq).Naming(stop, link).Reopens("link")
			if c.lifts {
				lift.Counts()
			} else {
				lift.Fails("reopen.who")
				p.As(w.ada).With(w.tess).On(w.hq).Naming(stop).Reopens("own-approach").Counts() // they come to two outside
			}
			if p.State().Alone {
				t.Errorf("%+v: still left alone", c)
			}
		}
		p.Anonymous().On(w.hq).AsksErasure()
		denial := p.Holding(p.linkKey).On(w.hq).Naming(link, did{p, ref(p.commits[len(p.commits)-1]), nil}).Does(casebook.ErasureDenied, &casebook.Blank{})
		if c.lifts {
			denial.Counts()
		} else {
			denial.Fails("deny.who")
		}
	}
})
