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
	q.Self().With(w.sam).Does(casebook.TestTaken, &casebook.Form{Instrument: "health"}).Counts()
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
	health(p.Self().With(w.sam)).Counts()                          // the phone turned round
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
	p.Self().With(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "health", Answers: map[string]string{"heart": "yes"}}).Counts()
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
