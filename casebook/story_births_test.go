package casebook_test

import (
	"strings"

	"willing/casebook"
)

// births lists the birth dates on record as "year rests why", the one that decides without a why.
func births(w *world, p *person) string {
	var out []string
	for _, b := range p.State().Births(w.now) {
		one := b.Born.String() + " " + b.Rests
		if b.Why != nil {
			one += " " + b.Why.Key
		}
		if b.Decides != (b.Why == nil) {
			one += " both or neither"
		}
		out = append(out, one)
	}
	return strings.Join(out, ", ")
}

var _ = story("G08", "a proof of age that was set right says so, and what was written without knowing it still rests on it", func(t T, w *world) {
	p := aged(w, "crew", casebook.Date{Year: 1992, Month: 5, Day: 9})
	old := p.As(w.sam).With(w.mia).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 1991, Month: 5, Day: 9}, Document: "passport"})
	w.Leaves(w.phone)
	first := p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, &casebook.Age{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}, Document: "passport"})
	old.Overruled("age.set-right")
	offer := p.As(w.sam).With(w.mia).Offers()
	offer.Counts() // they go by what they know
	w.Meets(w.phone)
	offer.Counts()
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young")

	lia, max := w.hire("Lia", casebook.Safeguarding), w.hire("Max the elder", casebook.Coordinator)
	second := p.As(max).With(lia).On(w.hq).Does(casebook.AgeCorrected, rightly())
	second.Counts()
	first.Overruled("age.set-right") // and what it had set right itself counts no more for that
	old.Overruled("age.set-right")
	if got := births(w, p); got != "1992-05-09 proven, 2012-05-09 proven age.set-right, 1991-05-09 proven age.set-right" {
		t.Fatalf("on record: %s", got)
	}
})

var _ = story("G08", "of several birth dates on record each says what it is, and which one decides", func(t T, w *world) {
	p := w.Person()
	if got := births(w, p); got != "" {
		t.Fatalf("nothing is known: %s", got)
	}
	p.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Full: "Pia", Born: casebook.Date{Year: 1990}})
	for _, step := range []struct {
		act  func() did
		want string
	}{
		{func() did { return p.As(w.sam).NotesBirth(1990, 0, 0) }, "1990 said"},
		{func() did { return p.As(w.sam).NotesBirth(1991, 5, 9) }, "1991-05-09 said, 1990 said birth.younger"},
		{func() did { return p.As(w.sam).NotesBirth(1850, 1, 2) }, "1991-05-09 said, 1850-01-02 said birth.none, 1990 said birth.younger"},
		{func() did {
			return p.As(w.sam).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 1989, Month: 5, Day: 9}, Document: "passport"})
		}, "1989-05-09 proven, 1850-01-02 said birth.none, 1991-05-09 said birth.document, 1990 said birth.document"},
		{func() did {
			return p.As(w.otto).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 1993, Month: 5, Day: 9}, Document: "other"})
		}, "1993-05-09 proven, 1989-05-09 proven birth.younger, 1850-01-02 said birth.none, 1991-05-09 said birth.document, 1990 said birth.document"},
	} {
		step.act().Counts()
		if got := births(w, p); got != step.want {
			t.Fatalf("on record: %s; want %s", got, step.want)
		}
	}
})

var _ = story("G08", "a date noted beside a document that makes a child does not pass for the one that counts", func(t T, w *world) {
	p := misread(w)
	p.As(w.otto).NotesBirth(1988, 5, 9).Counts()
	if got := births(w, p); got != "2012-05-09 proven, 1988-05-09 said birth.document, 1992-05-09 said birth.document" {
		t.Fatalf("on record: %s", got)
	}
	q := aged(w, "crew", casebook.Date{Year: 1992, Month: 5, Day: 9})
	w.Leaves(w.phone)
	alone := q.As(w.sam).Does(casebook.AgeProven, rightly())
	alone.Counts() // one alone, and no note they knew of made a child
	q.As(w.cora).On(w.hq).NotesBirth(2012, 5, 9)
	w.Meets(w.phone)
	alone.Counts()
	if got := births(w, q); got != "2012-05-09 said, 1992-05-09 proven birth.alone" {
		t.Fatalf("on record: %s", got)
	}
	r := aged(w, "crew", casebook.Date{Year: 2012, Month: 5, Day: 9})
	r.As(w.sam).Does(casebook.AgeProven, rightly()).Fails("age.two")
	if got := births(w, r); got != "2012-05-09 said, 1992-05-09 proven age.two" {
		t.Fatalf("on record: %s", got)
	}
})
