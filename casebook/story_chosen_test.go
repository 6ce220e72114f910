package casebook_test

import (
	"slices"
	"time"

	"willing/casebook"
)

// What somebody may hope to gain by choosing for themselves: which key is the person's, what they knew, who they were to
// others, and whose word the server gives.

// knowing claims that the author of an act knew no more than up to a position.
func knowing(pos uint64) func(c *casebook.Commit) { return func(c *casebook.Commit) { c.Seen = pos } }

var _ = story("G28", "a receipt that was made with a yes opens no later no before somebody outside has heard of that yes", func(t T, w *world) {
	bySelf := func(p *person, receipt string) { // whoever made her link writes a yes that nobody asked for
		p.Met().HasLink(w.cora)
		p.Holding(p.linkKey).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", Receipt: []byte(receipt)}).Fails("answer.offer")
		p.As(w.cora).Calls(true, true).Fails("call.names")
	}
	byPair := func(p *person, receipt string) {
		p.Asked().Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "turned", Receipt: []byte(receipt)}).Counts()
		p.As(w.mia).Calls(true, true).Fails("call.who")
	}
	for _, forge := range []func(*person, string){bySelf, byPair} {
		p, receipt := w.Person(), w.key()
		forge(p, receipt)
		w.Days(1)
		stop := p.Self().On(w.hq).Stops()
		p.As(w.tess).Calls(true, true)
		p.Holding(receipt).Naming(stop).Reopens("receipt").Fails("reopen.receipt")
		p.LeftAlone()
	}
})

var _ = story("G25", "a key that the team may hold does not keep what was to go", func(t T, w *world) {
	q := w.Person()
	q.Met().HasLink(w.sam)
	q.As(w.cora).With(w.tess).AsksErasure()
	q.Holding(q.linkKey).Denies().Fails("deny.who")
	q.Is(casebook.StageHidden)
	r, receipt := w.Person(), w.key() // the pair took down an answer, and kept its receipt
	r.Asked().Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "turned", Receipt: []byte(receipt)}).Counts()
	r.As(w.cora).With(w.tess).AsksErasure()
	r.Holding(receipt).Denies().Fails("deny.who")
	r.Is(casebook.StageHidden)
})

var _ = story("G28", "nobody stands outside by claiming to know less than headquarters when it heard of them", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	before := w.house.Pos
	w.must(w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: []casebook.ID{w.sam.id, w.mia.id, w.tess.id}}))
	w.tie(w.max.id, w.mia.id)
	for _, inside := range []*staff{w.tess, w.max} {
		p.As(inside).On(w.laptop).Calls(true, true).Fails("call.who")
		p.As(inside).On(w.laptop).Forging(knowing(before)).Calls(true, true).Fails("call.who")
	}
	p.As(w.sol).On(w.laptop).Forging(knowing(before)).Calls(true, true).Counts()
})

var _ = story("G11", "a hat that somebody wore once makes no outsider of them", func(t T, w *world) {
	lou := w.hire("Lou", casebook.Trainer)
	trainer := w.house.Pos
	w.must(w.decree(w.ada, lou.id, casebook.StaffChanged, &casebook.Staff{Name: "Lou", Hats: []string{casebook.Auditor}}))
	p, no := refused(w)
	for _, seen := range []uint64{w.house.Pos, trainer} {
		p.As(lou).With(w.tess).On(w.laptop).Naming(no).Forging(knowing(seen)).Reopens("own-approach").Fails("reopen.who")
	}
	p.LeftAlone()
	p.As(w.cora).With(w.tess).On(w.laptop).Naming(no).Forging(knowing(trainer)).Reopens("own-approach").Counts()
})

var _ = story("G07", "the two of a couple know that they are one, whatever their device says that it knew", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	before := w.house.Pos
	w.tie(w.sam.id, w.mia.id)
	p.As(w.sam).With(w.mia).On(w.laptop).Forging(knowing(before)).Offers().Fails("offer.close")
	q := w.Person()
	q.Understood()
	before = w.house.Pos
	w.tie(w.max.id, q.id)
	q.As(w.sam).With(w.max).On(w.laptop).Forging(knowing(before)).Offers().Fails("offer.tied")
})

var _ = story("G12", "the pair that asked knows that nobody answered, on every device", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	before, refs := w.house.Pos, p.State().Relies(casebook.OfferMade, "crew")
	p.As(w.sam).With(w.mia).Offers().Counts()
	w.Days(31)
	p.Is(casebook.StageLapsed)
	p.As(w.sam).With(w.max).On(w.laptop).Forging(func(c *casebook.Commit) { c.Seen, c.Refs = before, refs }).Offers().Fails("offer.lapsed")
	p.Is(casebook.StageLapsed)
})

var _ = story("G12", "an act that is sealed again beside one signature more, or one less, counts once", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	act := func(c *casebook.Commit) { c.Act = casebook.Hash{42} }
	p.As(w.sam).With(w.mia, w.tess).Forging(act).Offers().Counts()
	p.As(w.sam).With(w.mia).On(w.laptop).Forging(act).Offers().Fails("event.again")
	p.As(w.sam).With(w.mia, w.tess, w.sam).On(w.laptop).Forging(act).Offers().Fails("event.again")
	p.As(w.otto).With(w.max).On(w.laptop).Forging(act).Checks().Counts() // none of theirs stands in it
})

var _ = story("G10", "nobody chooses a shorter time for thinking it over out of the past", func(t T, w *world) {
	w.limits.ReflectionHours = 0
	w.must(w.publish())
	short := w.house.Pos
	w.limits.ReflectionHours = 240
	w.must(w.publish())
	p := w.Person()
	p.As(w.sam).Forging(knowing(short)).Checks()
	p.As(w.sam).Forging(knowing(short)).Talks()
	p.As(w.sam).Forging(knowing(short)).NotesBirth(1996, 5, 9)
	p.As(w.sam).Forging(knowing(short)).Tells()
	p.As(w.mia).Forging(knowing(short)).Hears()
	w.Days(1)
	p.As(w.sam).With(w.mia).Forging(knowing(short)).Offers().Counts()
	yes := p.Self().With(w.sam, w.mia).Forging(knowing(short)).Says("yes").Counts()
	p.As(w.cora).On(w.hq).Calls(true, true).Counts()
	w.Days(1)
	p.SaysYes("yes.reflection")
	if at := p.State().ChangesAt(w.now); !at.Equal(yes.c.Arrived.AddDate(0, 0, 10)) {
		t.Errorf("somebody looks again on %v", at)
	}
	w.Days(10)
	p.SaysYes()
})

var _ = story("G08", "a document that one alone looked at makes no adult of whom another noted as a child", func(t T, w *world) {
	p := w.Person()
	before := w.house.Pos
	p.As(w.cora).On(w.hq).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2010, Month: 5, Day: 9}})
	passport := &casebook.Age{Born: casebook.Date{Year: 1996, Month: 5, Day: 9}, Document: "passport"}
	p.As(w.sam).On(w.laptop).Forging(knowing(before)).Does(casebook.AgeProven, passport).Counts()
	p.As(w.sam).Checks()
	p.As(w.sam).With(w.mia).Talks()
	p.As(w.sam).Tells().Fails("minor.present")
	p.As(w.sam).With(w.mia).Tells().Counts()
	p.As(w.mia).With(w.sam).Hears()
	w.Days(1)
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young")
	p.As(w.sam).With(w.mia).Does(casebook.AgeProven, passport).Counts()
	p.As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("", "a device goes on under an ended grant by no clock set back, and out of quarantine by no new grant", func(t T, w *world) {
	until := w.now.Add(24 * time.Hour)
	w.must(w.decree(w.ada, casebook.ID{}, casebook.DeviceGranted, &casebook.DeviceGrant{Device: w.laptop.id[:], Scopes: []string{"IT"}, NotAfter: until.Unix()}))
	p := w.Person()
	p.Met()
	w.Days(5)
	w.must(w.publish())
	p.As(w.sam).On(w.laptop).Tells().Fails("event.grant")
	p.As(w.sam).On(w.laptop).Forging(func(c *casebook.Commit) { c.At = until.Add(-time.Hour) }).Tells().Fails("event.grant")

	w.must(w.decree(w.cora, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: w.phone.id[:]}))
	stolen := p.As(w.sam).Tells().Fails("event.device")
	w.must(w.decree(w.cora, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: w.phone.id[:]}))
	stolen.Fails("event.device")
	w.lacking("device.away", w.ada, casebook.ID{}, casebook.DeviceGranted, &casebook.DeviceGrant{Device: w.phone.id[:], Scopes: []string{"IT"}})
	stolen.Fails("event.device")
	p.As(w.sam).Tells().Fails("event.device")
})

var _ = story("G04", "a password does not write or approve a text: the server's word for one is none", func(t T, w *world) {
	password := func(c *casebook.Commit) *casebook.Commit {
		c.Actor.Alg, c.Actor.Key = "server", "the server's"
		return c
	}
	text := &casebook.Proposal{Role: "crew", Version: 2, Texts: []casebook.DisclosureText{fullText("en")}}
	written := password(w.decreed(w.tess, casebook.ID{}, casebook.DisclosureProposed, text))
	lacking := func(lacks []casebook.Lack, key string) {
		t.Helper()
		if !slices.ContainsFunc(lacks, func(l casebook.Lack) bool { return l.Key == key }) {
			t.Errorf("want %s, got %v", key, lacks)
		}
	}
	lacking(w.apply(written), "text.key")
	_, lacks := w.approve(w.ada, "crew", 2, false, casebook.Ref{Commit: written.Hash})
	lacking(lacks, "approve.names")
	proposed := w.propose(w.ada, "crew", 2, fullText("en"))
	approved := password(w.decreed(w.cora, casebook.ID{}, casebook.DisclosureApproved, &casebook.Approval{Role: "crew", Version: 2}))
	approved.Refs = []casebook.Ref{proposed}
	lacking(w.apply(approved), "text.key")
})

var _ = story("", "a key is enrolled by two, far apart, each with their own", func(t T, w *world) {
	key := &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.key())}
	password := func(c *casebook.Commit) *casebook.Commit {
		c.Actor.Alg, c.Actor.Key = "server", "the server's"
		return c
	}
	lacking := func(c *casebook.Commit, want string) {
		t.Helper()
		if lacks := w.apply(c); !slices.ContainsFunc(lacks, func(l casebook.Lack) bool { return l.Key == want }) {
			t.Errorf("want %s, got %v", want, lacks)
		}
	}
	enrols := func(by *staff) *casebook.Commit { return w.decreed(by, w.max.id, casebook.KeyEnrolled, key) }
	forged := password(enrols(w.cora)) // whoever runs the server says that Cora did
	forged.Witnesses = []casebook.Proof{w.ada.proof()}
	lacking(forged, "key.two")
	lacking(password(w.decreed(w.cora, w.max.id, casebook.KeyBacked, key)), "key.own")
	lacking(w.decreed(w.cora, w.id(), casebook.KeyBacked, key), "key.own") // nobody's
	lacking(enrols(w.sol), "key.two")
	w.must(w.decree(w.cora, w.max.id, casebook.KeyBacked, key))
	w.must(w.decree(w.cora, w.otto.id, casebook.KeyBacked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.key())}))
	lacking(enrols(w.cora), "key.two")                                         // twice the same
	lacking(password(enrols(w.ada)), "key.two")                                // and the server's word
	lacking(w.decreed(w.ada, w.otto.id, casebook.KeyEnrolled, key), "key.two") // for another than it was said of
	w.must(w.apply(enrols(w.sol)))
	lacking(w.decreed(w.cora, w.max.id, casebook.KeyBacked, key), "key.known")
})

var _ = story("", "what a key said of a colleague's key goes with that key", func(t T, w *world) {
	key := &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.key())}
	w.must(w.decree(w.cora, w.max.id, casebook.KeyBacked, key))
	w.must(w.decree(w.ada, w.cora.id, casebook.KeyRevoked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.cora.key)}))
	anew := w.decreed(w.ada, w.cora.id, casebook.KeyEnrolled, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.key())})
	anew.Witnesses = []casebook.Proof{w.sol.proof()}
	w.must(w.apply(anew))
	enrols := w.decreed(w.ada, w.max.id, casebook.KeyEnrolled, key)
	if len(w.apply(enrols)) == 0 {
		t.Errorf("whoever found a lost key was the second of two")
	}
})

var _ = story("", "what takes two takes two keys: the server's word for one of them is none", func(t T, w *world) {
	batch := w.id()
	w.must(w.decree(w.cora, batch, casebook.RefusalsImported, &casebook.Batch{Office: "Genoa", Markers: [][]byte{{1}}}))
	entry := w.random()
	for eventType, body := range map[string]any{
		casebook.RefusalsWithdrawn: &casebook.Batch{Reason: "wrong list"},
		casebook.AsideJudged:       &casebook.Aside{Commit: entry[:], Verdict: casebook.AsideVoid, Reason: "stolen"},
	} {
		about := map[string]casebook.ID{casebook.RefusalsWithdrawn: batch}[eventType]
		c := w.decreed(w.cora, about, eventType, body)
		c.Actor.Alg, c.Actor.Key = "server", "the server's"
		c.Witnesses = []casebook.Proof{w.ada.proof()}
		if lacks := w.apply(c); len(lacks) == 0 {
			t.Errorf("%s: whoever runs the server was two people", eventType)
		}
	}
})
