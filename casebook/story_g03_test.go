package casebook_test

import (
	"math"

	"willing/casebook"
)

var _ = story("G03", "health is asked after a yes, or earlier for safety", func(t T, w *world) {
	p := w.Person()
	p.Met()
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "first-interview"}).Counts()
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health"}).Fails("form.early")
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health", Safety: true}).Counts()
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "palm-reading"}).Fails("form.unknown")
	q := w.Person()
	q.Agreed()
	q.Self().With(w.sam, w.mia).Does(casebook.TestTaken, &casebook.Form{Instrument: "health"}).Counts()
})

var _ = story("G03", "health is the person's own to write", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Agreed()
	health := func(a *act) did { return a.Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health"}) }
	health(p.As(w.sam)).Fails("form.own")
	health(p.As(w.mia).With(w.sam)).Fails("form.own")
	health(p.Self()).Fails("form.own")
	health(p.Anonymous()).Fails("form.own")
	health(p.Holding("somebody else's key")).Fails("form.own")
	health(p.Self().With(w.sam)).Fails("form.pair")
	health(p.Self().With(w.sam, w.mia)).Counts()                   // the phone turned round
	health(p.Holding(p.linkKey).Forging(func(c *casebook.Commit) { // their link
		for _, link := range p.State().Links() {
			c.Refs = append(c.Refs, link.Ref)
		}
	})).Counts()
	health(p.As(w.cora)).Counts() // on paper, typed in by whoever may read it
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health", Safety: true}).Counts()
})

var _ = story("G03", "health is read back by whoever needs it, and by no team", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "first-interview", Answers: map[string]string{"language": "it"}}).Counts()
	heart := &casebook.Form{Instrument: "health", Answers: map[string]string{"heart": "yes"}}
	p.Self().With(w.sam).Does(casebook.InterviewHeld, heart).Fails("form.pair") // one of us could be the person
	p.Self().With(w.sam, w.sam).Does(casebook.InterviewHeld, heart).Fails("form.pair")
	p.Self().With(w.sam, w.mia).Does(casebook.InterviewHeld, heart).Counts()
	p.Self().With(w.tess).Does(casebook.InterviewHeld, heart).Counts() // who reads it may type it in
	for hat, want := range map[string]bool{casebook.Scout: false, casebook.Mentor: false, casebook.Auditor: false, casebook.Trainer: true, casebook.Coordinator: true} {
		for _, f := range p.State().FactsFor(casebook.Viewer{Hats: []string{hat}}) {
			b, ok := f.Body.(*casebook.Form)
			if ok && b.Instrument == "health" && (b.Answers != nil) != want {
				t.Errorf("a %s reads the answers: %v, want %v", hat, b.Answers != nil, want)
			}
			if ok && b.Instrument != "health" && b.Answers == nil {
				t.Errorf("a %s does not read the first interview", hat)
			}
		}
	}
})

var _ = story("G03", "health is closed for headquarters from when its key is known, and nobody else opens it", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	open := func() *casebook.Form {
		return &casebook.Form{Instrument: "health", Answers: map[string]string{"heart": "yes"}}
	}
	w.phone.offline = true
	p.Self().With(w.sam, w.mia).On(w.phone).Does(casebook.InterviewHeld, open()).Counts()
	keyed := func(key string) []casebook.Lack {
		return w.decree(&staff{}, casebook.ID{}, casebook.EnvelopeKeyed, &casebook.EnvelopeKey{Recipient: key})
	}
	w.lacking("envelope.key", &staff{}, casebook.ID{}, casebook.EnvelopeKeyed, &casebook.EnvelopeKey{})
	w.must(keyed("age1first"))
	first := w.house.Pos
	w.must(keyed("age1second"))
	if got := w.house.EnvelopeKey(first); got != "age1first" || w.house.EnvelopeKey(w.house.Pos) != "age1second" || len(w.house.EnvelopeKeys()) != 2 {
		t.Errorf("for %s, now %s, in all %v", got, w.house.EnvelopeKey(w.house.Pos), w.house.EnvelopeKeys())
	}
	// A device that was away cannot know, and counts as ever.
	p.Self().With(w.sam, w.mia).On(w.phone).Does(casebook.InterviewHeld, open()).Counts()
	w.phone.offline = false
	for _, clear := range []func() did{
		func() did { return p.Self().With(w.sam, w.mia).Does(casebook.InterviewHeld, open()) },
		func() did { return p.Self().With(w.sam).Does(casebook.TestTaken, open()) },
		func() did { return p.As(w.cora).Does(casebook.InterviewHeld, open()) },
		func() did {
			both := open()
			both.Envelope = []byte("closed")
			return p.Self().With(w.sam, w.mia).Does(casebook.InterviewHeld, both)
		},
	} {
		clear().Fails("form.clear")
	}
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "first-interview", Answers: map[string]string{"language": "it"}}).Counts()
	closed := p.Self().With(w.sam, w.mia).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health", Envelope: []byte("closed"), Sum: []byte("sum")})
	closed.Counts()
	for hat, gets := range map[string]bool{casebook.Scout: false, casebook.Trainer: true} {
		facts := p.State().FactsFor(casebook.Viewer{Hats: []string{hat}})
		if b := facts[len(facts)-1].Body.(*casebook.Form); (b.Envelope != nil) != gets || (b.Sum != nil) != gets {
			t.Errorf("a %s gets %+v", hat, b)
		}
	}
})

var _ = story("G03", "a sighting is coarse", func(t T, w *world) {
	for _, at := range [][2]float64{{45.4321, 12.3}, {math.NaN(), 0}, {math.Inf(1), 0}, {4500, 0}} {
		w.Person().As(w.sam).Does(casebook.LeadNoted, &casebook.Lead{Lat: at[0], Lon: at[1]}).Fails("lead.place")
	}
	w.Person().As(w.sam).Does(casebook.LeadNoted, &casebook.Lead{Lat: 45.4, Lon: 12.3}).Counts()
})

var _ = story("G03", "a lead that nobody approached goes after 90 days", func(t T, w *world) {
	p := w.Person()
	seen := p.As(w.sam).Does(casebook.LeadNoted, &casebook.Lead{Territory: "IT"})
	d := p.State().Deletion
	if d == nil || d.Gate != "G03" || !d.Due.Equal(seen.c.Arrived.AddDate(0, 0, 90)) {
		t.Errorf("the deletion is %+v", d)
	}
	if d := p.Met().State().Deletion; d == nil || d.Gate != "G27" {
		t.Errorf("somebody on the way is kept for longer: %+v", d)
	}
})
