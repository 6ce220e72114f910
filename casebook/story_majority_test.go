package casebook_test

import "willing/casebook"

var _ = story("G08", "who was too young to be asked, by what nobody there could know, has no yes that takes effect", func(t T, w *world) {
	for name, date := range map[string]func(p *person){
		"an import": func(p *person) {
			p.As(w.cora).On(w.hq).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2009}})
		},
		"an import, in doubt": func(p *person) {
			p.As(w.cora).On(w.hq).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2008}})
		},
		"a document, seen by two": func(p *person) {
			p.As(w.tess).With(w.sol).On(w.hq).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 2009, Month: 5, Day: 9}, Document: "passport"})
		},
	} {
		p := w.Person()
		p.Understood()
		w.Leaves(w.phone)
		date(p)
		p.As(w.sam).With(w.mia).Offers()
		p.Yes()
		w.Meets(w.phone)
		p.As(w.cora).On(w.hq).Calls(true, true)
		w.Days(2)
		if y := p.State().Yes; y == nil || y.Effective {
			t.Errorf("%s: the yes is %+v", name, y)
			continue
		}
		p.SaysYes("yes.young")

		later := w.Person()
		later.Settled().SaysYes()
		date(later) // found out when they begin
		later.SaysYes("yes.young")
	}
	p := w.Person()
	p.Settled()
	p.As(w.cora).On(w.hq).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2009}})
	p.As(w.tess).With(w.sol).On(w.hq).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 1996, Month: 5, Day: 9}, Document: "passport"}).Counts()
	p.SaysYes() // a document sets a slip of the pen right
})

var _ = story("G08", "a minor's yes needs the guardian's whenever it turns out that they are one", func(t T, w *world) {
	p := w.Person()
	p.role = "shore"
	p.Settled().SaysYes()
	p.As(w.cora).On(w.hq).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2009}})
	p.SaysYes("yes.young")

	q := aged(w, "shore", casebook.Date{Year: 2009, Month: 2, Day: 1})
	q.As(w.mia).With(w.sam).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true})
	q.As(w.mia).With(w.sam).Does(casebook.AssentGiven, &casebook.Blank{})
	q.As(w.sam).With(w.mia).Offers().Counts()
	q.Yes()
	q.As(w.cora).On(w.hq).Calls(true, true)
	w.Days(2)
	q.SaysYes()
	q.As(w.cora).On(w.hq).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2009, Month: 3}})
	q.SaysYes() // still of the age that the role asks, and everybody agreed
})

var _ = story("G08", "an age that was raised before headquarters heard of an offer holds for it", func(t T, w *world) {
	p := w.Person()
	p.role = "shore"
	p.As(w.sam).Checks()
	p.As(w.sam).With(w.mia).Talks()
	p.As(w.sam).NotesBirth(2009, 2, 1)
	p.As(w.sam).With(w.mia).Tells()
	p.As(w.mia).With(w.sam).Hears()
	p.As(w.mia).With(w.sam).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true})
	p.As(w.mia).With(w.sam).Does(casebook.AssentGiven, &casebook.Blank{})
	w.Days(1)
	w.Leaves(w.phone)
	w.shoreAge = 18
	w.must(w.publish())
	offer := p.As(w.sam).With(w.mia).Offers().Counts()
	p.Yes()
	w.Meets(w.phone)
	offer.Overruled("offer.young")
	p.NoYes()
})

var _ = story("G08", "where somebody may be a minor two hear their own agreement", func(t T, w *world) {
	p := aged(w, "shore", casebook.Date{Year: 2008})
	p.As(w.mia).With(w.sam).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true}).Counts()
	p.As(w.mia).Does(casebook.AssentGiven, &casebook.Blank{}).Fails("minor.present")
	p.As(w.sam).With(w.mia).Offers().Fails("minor.assent")
	p.As(w.mia).With(w.sam).Does(casebook.AssentGiven, &casebook.Blank{}).Counts()
	p.As(w.sam).With(w.mia).Offers().Counts()
})
