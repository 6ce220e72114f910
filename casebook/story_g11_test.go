package casebook_test

import (
	"time"

	"willing/casebook"
)

// refused is somebody who agreed to nothing: asked by the rules, and said no.
func refused(w *world) (*person, did) {
	p := w.Person()
	p.Asked()
	return p, p.Self().Says("no").Counts()
}

var _ = story("G11", "a no ends it at once, for every team", func(t T, w *world) {
	p, _ := refused(w)
	p.Is(casebook.StageLeftAlone).LeftAlone()
	if s := p.State(); !s.Offered || !s.Refused {
		t.Errorf("the person was asked and refused: %+v", s)
	}
	p.As(w.otto).On(w.laptop).Checks()
	p.As(w.otto).On(w.laptop).Talks().Fails("contact.refused")
	p.As(w.otto).With(w.max).On(w.laptop).Offers().Fails("offer.refused")
	if n := p.State().AfterNo; n != 2 {
		t.Errorf("%d contacts after the no, want 2", n)
	}
})

var _ = story("G11", "no yes after a no, to the old offer or to a new one", func(t T, w *world) {
	p, _ := refused(w)
	p.Yes().Fails("answer.refused")
	again := p.As(w.sam).With(w.mia).Offers().Fails("offer.refused")
	p.Self().With(w.sam, w.mia).Naming(again).Says("yes").Fails("answer.offer")
	p.LeftAlone()
})

var _ = story("G11", "a no and a yes in one form, or at once on two devices: the no wins", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	p.Self().With(w.sam, w.mia).Forging(func(c *casebook.Commit) {
		c.Events = append(c.Events, casebook.Event{Type: casebook.AnswerGiven, Body: &casebook.Answer{Answer: "no"}})
	}).Says("yes")
	p.LeftAlone()
	q := w.Person()
	q.Asked()
	w.Leaves(w.laptop)
	q.Self().On(w.laptop).Says("no")
	q.Yes().Overruled("answer.refused")
	q.LeftAlone()
	w.Meets(w.laptop)
	q.LeftAlone()
})

var _ = story("G11", "a stop hidden beside a yes is a stop", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	p.Self().With(w.sam, w.mia).Forging(func(c *casebook.Commit) {
		c.Events = append(c.Events, casebook.Event{Type: casebook.StopMade, Body: &casebook.Blank{}})
	}).Says("yes")
	p.LeftAlone()
})

var _ = story("G11", "an offer that could not know of the no is undone without blame", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	w.Leaves(w.phone)
	p.Self().On(w.hq).Stops()
	p.As(w.sam).With(w.mia).Offers().Overruled("offer.refused")
	p.Yes().Overruled("answer.offer")
	w.Meets(w.phone)
	p.LeftAlone()
	if n := p.State().AfterNo; n != 0 {
		t.Errorf("%d contacts are blamed", n)
	}
	p.As(w.sam).Tells().Fails("contact.refused")
})

var _ = story("G11", "a refusal that only a later program understands is one; a yes of that kind is none", func(t T, w *world) {
	for _, e := range []casebook.Effect{casebook.Refuse, casebook.Hold} {
		p := w.Person()
		p.Settled().Anonymous().Naming().Claiming(e).Does("answer.sung", nil).Counts()
		if s := p.State(); !s.Alone || s.Yes != nil && s.Yes.Effective {
			t.Errorf("%s: not left alone", e)
		}
	}
	p := w.Person()
	p.Asked().Self().With(w.sam, w.mia).Claiming(casebook.Consent).Does("answer.sung", nil).Waits()
	p.NoYes()
	q := w.Person()
	q.Asked().Anonymous().Claiming(casebook.Refuse).Forging(func(c *casebook.Commit) { c.Events = nil }).Does("", nil)
	q.LeftAlone()
})

var _ = story("G11", "an effect claimed but not caused, or caused but not claimed, is none", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	p.Self().With(w.sam, w.mia).Claiming().Says("yes").Fails("event.effect")
	p.As(w.sam).Claiming(casebook.Consent).Does(casebook.LeadNoted, &casebook.Lead{}).Fails("event.claim")
	p.NoYes()
	q := w.Person()
	q.Settled().Self().Claiming().Says("no").Counts()
	q.LeftAlone()
	r := w.Person()
	r.Settled().As(w.sam).Claiming(casebook.Refuse).Does(casebook.LeadNoted, &casebook.Lead{})
	r.LeftAlone()
})

var _ = story("G11", "only the person comes back, before two outsiders", func(t T, w *world) {
	p, no := refused(w)
	p.Self().Naming(no).Reopens("own-approach").Fails("reopen.who")
	p.As(w.sam).With(w.mia).Naming(no).Reopens("own-approach").Fails("reopen.who")
	p.As(w.cora).Naming(no).Reopens("own-approach").Fails("reopen.who")
	p.As(w.cora).With(w.mia).Naming(no).Reopens("own-approach").Fails("reopen.who")
	p.As(w.cora).With(w.otto).Naming(no).Reopens("own-approach").Fails("reopen.who")
	p.As(w.cora).With(w.tess).Naming().Reopens("own-approach").Fails("reopen.names")
	p.LeftAlone()
	p.As(w.cora).With(w.tess).On(w.hq).Naming(no).Reopens("own-approach").Counts()
	if s := p.State(); s.Alone || s.Refused {
		t.Errorf("the person came back")
	}
	w.Days(1)
	p.As(w.sam).Checks()
	p.As(w.sam).Talks().Counts()
	p.As(w.sam).Tells()
	p.As(w.mia).Hears()
	w.Days(1)
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.Yes().Counts()
	p.SaysYes("call.missing", "yes.reflection")
})

var _ = story("G11", "two outsiders who are a couple are one", func(t T, w *world) {
	p, no := refused(w)
	w.tie(w.cora.id, w.tess.id)
	p.As(w.cora).With(w.tess).Naming(no).Reopens("own-approach").Fails("reopen.who")
	p.As(w.cora).With(w.sol).Naming(no).Reopens("own-approach").Counts()
})

var _ = story("G11", "each refusal is named: one left out still stands", func(t T, w *world) {
	p, no := refused(w)
	p.Self().On(w.hq).Stops()
	p.As(w.cora).With(w.tess).Naming(no).Reopens("own-approach").Counts()
	p.LeftAlone()
})

var _ = story("G11", "the receipt opens its own no, and no other key does", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	key := w.key()
	no := p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "no", Method: "turned", Receipt: []byte(key)})
	p.Holding(w.key()).Naming(no).Reopens("receipt").Fails("reopen.who")
	p.Holding(key).Forging(func(c *casebook.Commit) { c.Actor.Signed = false }).Naming(no).Reopens("receipt").Fails("reopen.who")
	p.LeftAlone()
	p.Holding(key).Naming(no).Reopens("receipt").Counts()
	if p.State().Alone {
		t.Errorf("the person came back with the receipt")
	}
})

var _ = story("G11", "a scout who takes down a no alone holds no key to it", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	key := w.key()
	no := p.Self().With(w.sam).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "no", Method: "turned", Receipt: []byte(key)})
	p.Holding(key).Naming(no).Reopens("receipt").Fails("reopen.receipt")
	p.LeftAlone()
	p.As(w.cora).With(w.tess).On(w.hq).Naming(no).Reopens("own-approach").Counts()
})

var _ = story("G11", "a receipt that somebody makes for themselves opens nothing of the person's", func(t T, w *world) {
	p, no := refused(w)
	forged := w.key()
	fake := p.Anonymous().Does(casebook.AnswerGiven, &casebook.Answer{Answer: "no", Receipt: []byte(forged)})
	p.Holding(forged).Naming(no, fake).Reopens("receipt")
	p.LeftAlone()
	second := w.key() // a yes made up by the pair after the no, with a receipt of their own
	p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "turned", Receipt: []byte(second)})
	p.Holding(second).Naming(no, fake).Reopens("receipt").Fails("reopen.receipt")
	p.Holding(w.sam.key).Naming(no).Reopens("receipt").Fails("reopen.who")
	p.LeftAlone()
})

var _ = story("G11", "who left with the receipt of a yes in hand can come back with it", func(t T, w *world) {
	p := w.Person()
	key := w.key()
	p.Asked().Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "turned", Receipt: []byte(key)}).Counts()
	p.As(w.cora).Calls(true, true).Counts()
	left := p.Self().Withdraws()
	p.LeftAlone()
	p.Holding(key).Naming(left).Reopens("receipt").Counts()
	if s := p.State(); s.Alone || s.Yes != nil {
		t.Errorf("back, but the old yes stays gone: %+v", s.Yes)
	}
})

var _ = story("G11", "a no to this role alone is the person's own choice", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "no", Covers: "role", Method: "turned"})
	p.LeftAlone()
	p.role = "shore"
	p.As(w.sam).Tells().Counts()
	q := w.Person()
	q.Asked()
	q.Self().Does(casebook.AnswerGiven, &casebook.Answer{Answer: "no", Covers: "role"})
	q.role = "shore"
	q.As(w.sam).Tells().Fails("contact.refused")
})

var _ = story("G11", "a no binds the person through all records judged the same", func(t T, w *world) {
	p, _ := refused(w)
	q := w.Person()
	q.Met()
	match := q.As(w.cora).Does(casebook.MatchFound, &casebook.Match{Other: p.id, Strength: "strong"})
	w.Days(1)
	q.As(w.tess).On(w.hq).Naming(match).Judges("same").Counts()
	same := casebook.SameAs(w.house, q.commits)
	if len(same) != 1 || same[0] != p.id {
		t.Fatalf("the records are %v", same)
	}
	s := casebook.Fold(w.house, append(append([]*casebook.Commit{}, q.commits...), p.commits...), w.now)
	if !s.Refused || s.Yes != nil || len(s.Records) != 2 || s.Stage != casebook.StageLeftAlone {
		t.Errorf("the refusal does not bind the second record: %s", s.Stage)
	}
})

var _ = story("G11", "a yes is held while a match is undecided", func(t T, w *world) {
	p := w.Person()
	p.Settled().SaysYes()
	p.As(w.otto).On(w.laptop).Does(casebook.MatchFound, &casebook.Match{Marker: true, Strength: "weak"})
	p.SaysYes("yes.match")
})

var _ = story("G11", "an answer names one offer, not one of each", func(t T, w *world) {
	p := w.Person()
	bad := p.Understood().As(w.sam).Does(casebook.OfferMade, &casebook.Offer{Role: "admiral", Meeting: w.meeting}).Fails("offer.role")
	good := p.As(w.sam).With(w.mia).Offers().Counts()
	p.Self().With(w.sam, w.mia).Naming(bad, good).Says("yes").Fails("answer.offer")
	p.NoYes()
})

var _ = story("G11", "who is offline asks by what is known there", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	w.Leaves(w.laptop)
	p.Self().On(w.laptop).Stops()
	s := p.known(w.laptop)
	for _, step := range s.Next("crew", casebook.ID{1}, w.now.Add(time.Minute)) {
		if len(step.Missing) == 0 {
			t.Errorf("%s is open on the very device that heard the stop", step.Act)
		}
	}
})
