package casebook_test

import (
	"testing"

	"willing/casebook"
)

// After a restore a device brings what it wrote when it knew what headquarters has no longer.

func TestWhatLeavesAloneWinsWhateverItKnew(t *testing.T) {
	lost := casebook.Ref{Commit: casebook.Hash{7}}
	unknown := func(c *casebook.Commit) { c.Seen, c.Refs = c.Seen+1000, append(c.Refs, lost) }
	for name, leave := range map[string]func(p *person) *act{
		casebook.StopMade:         func(p *person) *act { return p.Self() },
		casebook.WithdrawalMade:   func(p *person) *act { return p.Self() },
		casebook.StopAsked:        func(p *person) *act { return p.Anonymous() },
		casebook.ErasureRequested: func(p *person) *act { return p.Anonymous() },
		casebook.UpdateAnswered:   func(p *person) *act { return p.Self() },
		casebook.GuardianAnswered: func(p *person) *act { return p.As(p.w.sam) },
		casebook.AnswerGiven:      func(p *person) *act { return p.Self() },
	} {
		w := newWorld(t)
		p := w.Person()
		p.Settled().SaysYes()
		body, _ := casebook.NewBody(name)
		if a, ok := body.(*casebook.Answer); ok {
			a.Answer = "no"
		}
		leave(p).Forging(unknown).Does(name, body)
		if s := p.State(); !s.Alone || s.Yes != nil && s.Yes.Effective {
			t.Errorf("%s: alone is %v, the yes %+v", name, s.Alone, s.Yes)
		}
		p.As(w.cora).With(w.tess).On(w.hq).Forging(unknown).Reopens("own-approach").Waits()
		if !p.State().Alone {
			t.Errorf("%s: a coming back that waits took it back", name)
		}
	}
	w := newWorld(t)
	p := w.Person()
	p.Asked()
	p.Self().With(w.sam, w.mia).Forging(unknown).Says("yes").Waits()
	p.NoYes()
}

func TestOnePersonIsNoPair(t *testing.T) {
	w := newWorld(t)
	both := w.hire("Gil", casebook.Scout, casebook.Mentor)
	second := &staff{"Gil", both.id, w.key()}
	w.must(w.enrol(second.id, second.key, w.cora))
	p := w.Person()
	p.Understood()
	p.As(both).With(second).Offers().Fails("offer.alone")
	p.As(both).With(both, second).On(w.laptop).Offers().Fails("offer.alone")
	p.As(both).With(w.mia).Offers().Counts()
	p.Self().With(both, second).Says("yes").Fails("yes.witnesses")
	p.NoYes()
}

func TestAHalfThatLostTheHatOrTheKeyIsNone(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Asked()
	w.must(w.decree(w.ada, w.mia.id, casebook.StaffChanged, &casebook.Staff{Name: "Mia", Hats: []string{casebook.Trainer}}))
	p.Yes().Fails("yes.witnesses")
	p.As(w.sam).With(w.mia).Offers().Fails("offer.pair")
	q := w.Person()
	q.Met()
	q.As(w.sam).Tells()
	q.As(w.max).Hears()
	w.Days(1)
	q.As(w.sam).With(w.max).Offers().Counts()
	w.must(w.decree(w.ada, w.max.id, casebook.KeyRevoked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.max.key)}))
	q.Self().With(w.sam, w.max).Says("yes").Fails("yes.witnesses")
	q.NoYes()
}

func TestNobodySawWhatWasNeverWritten(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Met()
	madeUp := func(c *casebook.Commit) { c.Seen, c.Unsure = 0, true }
	p.As(w.sam).Forging(madeUp).Tells().Fails("event.unseen")
	p.Self().Forging(madeUp).Does(casebook.StopMade, &casebook.Blank{})
	if !p.State().Alone {
		t.Error("a stop does not hold")
	}
}
