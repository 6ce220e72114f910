package casebook_test

import (
	"testing"
	"time"

	"willing/casebook"
)

// toldForDoctor is somebody who agreed, has a link, and answered a form about their health on the phone turned round.
func toldForDoctor(w *world) (*person, did) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Agreed()
	form := p.Self().With(w.sam, w.mia).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health", Answers: map[string]string{"heart": "yes"}})
	form.Counts()
	return p, form
}

func naming(s *casebook.State, more ...casebook.Ref) func(*casebook.Commit) {
	return func(c *casebook.Commit) {
		for _, link := range s.Links() {
			c.Refs = append(c.Refs, link.Ref)
		}
		c.Refs = append(c.Refs, more...)
	}
}

// gone checks that what was told is read by nobody, counts no more, and goes after the time of an erasure.
func gone(t T, p *person, by did) {
	t.Helper()
	s := p.State()
	if len(s.Spent) != 1 || len(s.ForDoctor()) > 0 {
		t.Fatalf("%d have ended, %d still stand", len(s.Spent), len(s.ForDoctor()))
	}
	if want := by.c.Arrived.Add(72 * time.Hour); !s.Spent[0].Due.Equal(want) {
		t.Errorf("it goes at %v, not at %v", s.Spent[0].Due, want)
	}
	for _, f := range s.FactsFor(casebook.Viewer{Hats: []string{casebook.Coordinator}}) {
		if b, ok := f.Body.(*casebook.Form); ok && b.Instrument == "health" && b.Answers != nil {
			t.Errorf("it has ended and is still read")
		}
	}
	if len(s.NeedLook()) > 0 {
		t.Errorf("that it ended is listed as a fault")
	}
}

var _ = story("G27", "what was told for the doctor ends with the yes", func(t T, w *world) {
	p, _ := toldForDoctor(w)
	if s := p.State(); len(s.Spent) > 0 || len(s.ForDoctor()) != 1 {
		t.Fatalf("while the yes stands so do the answers: %d, %d", len(s.Spent), len(s.ForDoctor()))
	}
	gone(t, p, p.Anonymous().Does(casebook.WithdrawalMade, &casebook.Blank{}))
})

var _ = story("G03", "the person takes back what they told for the doctor, and no team does", func(t T, w *world) {
	p, form := toldForDoctor(w)
	back := func(a *act) did {
		return a.Forging(naming(p.State(), form.ref)).Does(casebook.FormTakenBack, &casebook.Blank{})
	}
	back(p.As(w.sam)).Fails("back.own")
	back(p.Anonymous()).Fails("back.own")
	back(p.Self().With(w.sam)).Fails("form.pair") // whoever could end it alone could hide an illness
	back(p.Holding("somebody else's key")).Fails("back.own")
	p.Holding(p.linkKey).Forging(naming(p.State())).Does(casebook.FormTakenBack, &casebook.Blank{}).Fails("back.names")
	if s := p.State(); len(s.Spent) > 0 {
		t.Fatalf("somebody else ended it")
	}
	back(p.Holding(p.linkKey)).Counts()
	if s := p.State(); s.Yes == nil {
		t.Errorf("the yes went with it")
	}
})

var _ = story("G27", "what was taken back for the doctor goes", func(t T, w *world) {
	p, form := toldForDoctor(w)
	gone(t, p, p.Self().With(w.sam, w.mia).Forging(naming(p.State(), form.ref)).Does(casebook.FormTakenBack, &casebook.Blank{}))
})

var _ = story("G27", "a correction by an unseen link takes the place of what was told before, one by a seen link stands beside it", func(t T, w *world) {
	for _, seen := range []bool{false, true} {
		p, form := toldForDoctor(w)
		if seen {
			p.linkKey = w.key()
			p.As(w.sam).Does(casebook.LinkIssued, &casebook.Link{Key: []byte(p.linkKey), Expires: w.now.Add(time.Hour).Unix(), SeenByStaff: true})
		}
		again := p.Holding(p.linkKey).Forging(naming(p.State(), form.ref)).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health", Answers: map[string]string{"heart": "no"}})
		again.Counts()
		s := p.State()
		if want := map[bool]int{false: 1, true: 0}[seen]; len(s.Spent) != want || len(s.ForDoctor()) != 2-want {
			t.Errorf("seen %v: %d have ended, %d stand", seen, len(s.Spent), len(s.ForDoctor()))
		}
	}
})

// TestASlipEndsNothing: a stop that is taken back within the minute brings the yes back, and what rests on it.
func TestASlipEndsNothing(t *testing.T) {
	w := newWorld(t)
	p, _ := toldForDoctor(w)
	stop := p.As(w.sam).Does(casebook.StopMade, &casebook.Blank{})
	if s := p.State(); len(s.Spent) != 1 {
		t.Fatalf("%d ended by a stop", len(s.Spent))
	}
	w.still = true
	p.As(w.sam).Naming(stop).Does(casebook.StopUndone, &casebook.Blank{}).Counts()
	if s := p.State(); len(s.Spent) != 0 || len(s.ForDoctor()) != 1 {
		t.Errorf("%d ended, %d stand, after a slip was taken back", len(s.Spent), len(s.ForDoctor()))
	}
}
