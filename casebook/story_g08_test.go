package casebook_test

import (
	"slices"
	"time"

	"willing/casebook"
)

// aged leads somebody with this birth date to the moment of the offer.
func aged(w *world, role string, born casebook.Date) *person {
	p := w.Person()
	p.role = role
	p.As(w.sam).Checks()
	p.As(w.sam).Talks()
	p.As(w.sam).Does(casebook.AgeStated, &casebook.Age{Born: born})
	p.As(w.sam).With(w.mia).Tells()
	p.As(w.mia).With(w.sam).Hears()
	w.Days(1)
	return p
}

var _ = story("G08", "no offer with the age unknown", func(t T, w *world) {
	p := aged(w, "crew", casebook.Date{})
	p.As(w.sam).With(w.mia).Offers().Fails("offer.age")
	q := aged(w, "crew", casebook.Date{Year: 1 << 62, Month: 99})
	q.As(w.sam).With(w.mia).Offers().Fails("offer.age")
})

var _ = story("G08", "doubt means too young", func(t T, w *world) {
	for _, born := range []casebook.Date{
		{Year: 2008, Month: 3, Day: 10}, // next week
		{Year: 2008, Month: 3},          // this month
		{Year: 2008},
		{Year: 2008, Month: 1, Day: 1}, // what clerks write who do not know
		{Year: 2006, About: true},
	} {
		aged(w, "crew", born).As(w.sam).With(w.mia).Offers().Fails("offer.young")
	}
	aged(w, "crew", casebook.Date{Year: 2008, Month: 2, Day: 20}).As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("G08", "whoever counts as too young can be told why, and until when", func(t T, w *world) {
	day := func(year, month, day int) casebook.Date { return casebook.Date{Year: year, Month: month, Day: day} }
	for _, c := range []struct {
		born, counts, from casebook.Date
		doubt, minor       bool
	}{
		{day(2008, 3, 10), day(2008, 3, 10), day(2026, 3, 10), false, true},
		{day(2008, 3, 0), day(2008, 3, 31), day(2026, 3, 31), true, true},
		{day(2008, 1, 1), day(2008, 12, 31), day(2026, 12, 31), true, true},
		{day(2012, 2, 29), day(2012, 2, 29), day(2030, 3, 1), false, true},
	} {
		today := w.now
		p := aged(w, "crew", c.born)
		from := time.Date(c.from.Year, time.Month(c.from.Month), c.from.Day, 12, 0, 0, 0, time.UTC)
		y := p.State().TooYoung("crew", w.now)
		if y == nil || y.Minimum != 18 || y.Born != c.born || y.Counts != c.counts || !y.From.Equal(from) || y.Doubt != c.doubt || y.Minor != c.minor {
			t.Fatalf("born %v: %+v", c.born, y)
		}
		w.now = from.Add(-2 * time.Minute)
		p.As(w.sam).With(w.mia).Offers().Fails("offer.young")
		w.now = from
		if y := p.State().TooYoung("crew", w.now); y != nil {
			t.Fatalf("born %v: too young at %s, although they said until then: %+v", c.born, from, y)
		}
		p.As(w.sam).With(w.mia).Offers().Counts()
		w.now = today
	}
	if y := aged(w, "crew", day(1990, 5, 9)).State().TooYoung("crew", w.now); y != nil {
		t.Fatalf("a grown person: %+v", y)
	}
	if y := w.Person().State().TooYoung("crew", w.now); y != nil {
		t.Fatalf("no date is known: %+v", y)
	}
	proven := aged(w, "crew", day(2008, 3, 0))
	proven.As(w.sam).Does(casebook.AgeProven, &casebook.Age{Born: day(2008, 3, 2), Document: "passport"}).Counts()
	if y := proven.State().TooYoung("crew", w.now); y != nil {
		t.Fatalf("a document says otherwise: %+v", y)
	}
})

var _ = story("G08", "a document settles it, a claim to have seen one does not", func(t T, w *world) {
	born := casebook.Date{Year: 2008, Month: 1, Day: 1}
	p := aged(w, "crew", born)
	p.As(w.sam).Does(casebook.AgeProven, &casebook.Age{Born: born}).Fails("age.document")
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young")
	p.As(w.sam).Does(casebook.AgeProven, &casebook.Age{Born: born, Document: "passport"}).Counts()
	p.As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("G08", "the age is not picked among several, nor made by a clock set forward", func(t T, w *world) {
	p := aged(w, "crew", casebook.Date{Year: 2010, Month: 6, Day: 1})
	old := p.As(w.sam).NotesBirth(1990, 6, 1)
	told, heard := did{ref: ref(p.commits[3])}, did{ref: ref(p.commits[4])}
	p.As(w.sam).With(w.mia).Naming(old, told, heard).Offers().Fails("offer.young")
	q := aged(w, "crew", casebook.Date{Year: 2010, Month: 6, Day: 1})
	q.As(w.sam).With(w.mia).Forging(func(c *casebook.Commit) { c.At = c.At.AddDate(3, 0, 0) }).Offers().Fails("offer.young")
})

var _ = story("G08", "under 18: guardian and assent, apart, and two adults", func(t T, w *world) {
	p := aged(w, "shore", casebook.Date{Year: 2009, Month: 2, Day: 1})
	p.As(w.sam).With(w.mia).Offers().Fails("minor.guardian").Fails("minor.assent")
	p.Anonymous().Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true}).Fails("guardian.two")
	p.As(w.sam).With(w.mia).Offers().Fails("minor.guardian")
	both := p.As(w.mia).With(w.sam).Forging(func(c *casebook.Commit) {
		c.Events = append(c.Events, casebook.Event{Type: casebook.AssentGiven, Body: &casebook.Blank{}})
	}).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true})
	p.As(w.sam).With(w.mia).Offers().Fails("minor.apart")
	_ = both
	p.As(w.mia).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true}).Fails("guardian.two") // one alone could make it up
	p.As(w.mia).With(w.sam).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true}).Counts()
	p.As(w.mia).Does(casebook.AssentGiven, &casebook.Blank{}).Fails("minor.present")
	p.Self().With(w.sam).Does(casebook.AssentGiven, &casebook.Blank{}).Fails("minor.present") // one adult, not two
	p.As(w.mia).With(w.sam).Does(casebook.AssentGiven, &casebook.Blank{}).Counts()
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.As(w.sam).Tells().Fails("minor.present")
})

var _ = story("G08", "a slip of the pen makes somebody a child until a document says otherwise", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Checks()
	p.As(w.sam).Talks()
	p.As(w.sam).Does(casebook.AgeStated, &casebook.Age{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}}).Counts()
	p.As(w.sam).Does(casebook.AgeStated, &casebook.Age{Born: casebook.Date{Year: 1990, Month: 5, Day: 9}}).Counts()
	p.As(w.sam).Tells().Fails("minor.present")
	passport := &casebook.Age{Born: casebook.Date{Year: 1990, Month: 5, Day: 9}, Document: "passport"}
	p.As(w.sam).Does(casebook.AgeProven, passport).Fails("age.two") // one alone makes no child an adult
	p.As(w.sam).With(w.sam).Does(casebook.AgeProven, passport).Fails("age.two")
	p.As(w.sam).Tells().Fails("minor.present")
	p.As(w.sam).With(w.mia).Does(casebook.AgeProven, passport).Counts()
	p.As(w.sam).Tells().Counts()
})

var _ = story("G08", "nobody known to be under 18 is approached unasked", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2011}})
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true}).Fails("cold.minor")
	p.As(w.sam).Talks().Fails("minor.present") // they come by themselves, and two are there
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "not-there", SpokenBefore: "not-asked"}).Counts()
	p.As(w.sam).With(w.mia).Talks().Counts()
})

var _ = story("G08", "nobody who may be under 18 is approached unasked, until the day or a document decides", func(t T, w *world) {
	cold := &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true}
	p := w.Person()
	p.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2008}}) // it is March 2026
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, cold).Fails("cold.doubt")
	p.As(w.sam).Talks().Counts() // whoever comes by themselves is talked with, and asked for their age
	w.Days(320)
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, cold).Counts()

	shown := w.Person()
	shown.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Born: casebook.Date{Year: 2008}})
	shown.As(w.sam).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 2008, Month: 1, Day: 9}, Document: "passport"})
	shown.As(w.sam).Checks()
	shown.As(w.sam).Does(casebook.ApproachMade, cold).Counts()
})

var _ = story("G08", "a guardian's no lapses at majority, and then we still do not write", func(t T, w *world) {
	p := w.Person()
	p.As(w.mia).Does(casebook.GuardianAnswered, &casebook.Guardian{Majority: casebook.Date{Year: 2026, Month: 6, Day: 1}}).Counts()
	p.LeftAlone().Is(casebook.StageNotNow)
	w.Days(100)
	if p.State().Alone {
		t.Errorf("the guardian's no should have lapsed")
	}
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true}).Fails("cold.guardian")
	p.As(w.sam).Talks().Counts()
	w.Later(time.Hour)
})

// misread is somebody born in 1992 of whom two of the team noted, from a document, that they are a child.
func misread(w *world) *person {
	p := aged(w, "crew", casebook.Date{Year: 1992, Month: 5, Day: 9})
	p.As(w.sam).With(w.mia).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}, Document: "passport"}).Counts()
	return p
}

func rightly() *casebook.Age {
	return &casebook.Age{Born: casebook.Date{Year: 1992, Month: 5, Day: 9}, Document: "passport"}
}

var _ = story("G08", "a proof of age that was misread is set right by two outside the team", func(t T, w *world) {
	p := misread(w)
	p.As(w.otto).With(w.max).Does(casebook.AgeProven, rightly()).Counts()
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young") // doubt means too young
	p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, rightly()).Counts()
	if proofs := p.State().Proofs(); len(proofs) != 1 || p.State().TooYoung("crew", w.now) != nil {
		t.Fatalf("%d proofs, too young: %+v", len(proofs), p.State().TooYoung("crew", w.now))
	}
	p.As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("G08", "nobody sets a proof of age right alone, on the way, without safeguarding, or who looked at it", func(t T, w *world) {
	p := misread(w)
	lia := w.hire("Lia", casebook.Safeguarding)
	p.As(lia).With(w.tess).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 2011}, Document: "other"}).Counts()
	for _, a := range []*act{
		p.As(w.sol), p.As(w.cora).With(w.ada), p.As(w.sol).With(w.sam), p.As(w.sam).With(w.mia), p.As(w.sol).With(w.tess), p.As(lia).With(w.cora),
	} {
		a.On(w.hq).Does(casebook.AgeCorrected, rightly()).Fails("age.outside")
	}
	p.As(w.cora).With(w.sol).On(w.phone).Does(casebook.AgeCorrected, rightly()).Fails("age.outside")
	p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, &casebook.Age{Born: casebook.Date{Year: 1992, Month: 5}, Document: "passport"}).Fails("age.whole")
	p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, &casebook.Age{Born: casebook.Date{Year: 1992, Month: 5, Day: 9}}).Fails("age.document")
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young")
	q := aged(w, "crew", casebook.Date{Year: 2012, Month: 5, Day: 9})
	q.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, rightly()).Fails("age.nothing")
	q.As(w.sam).With(w.mia).Offers().Fails("offer.young")
})

var _ = story("G08", "setting a proof of age right brings nobody nearer to asking a child", func(t T, w *world) {
	child := &casebook.Age{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}, Document: "passport"}
	p := misread(w)
	w.Leaves(w.phone)
	p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, rightly()).Counts()
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young") // whoever does not know of it goes by what they know
	w.Meets(w.phone)
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.As(w.sam).Does(casebook.AgeProven, child).Counts() // whoever looks again and sees a child is believed
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young")
	p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, rightly()).Fails("age.outside") // not the same two again
	q := misread(w)
	first := q.State().Proofs()[0].Ref
	q.As(w.sam).With(w.mia).Does(casebook.AgeProven, child).Counts()
	q.As(w.cora).With(w.sol).On(w.hq).Naming(did{ref: first}).Does(casebook.AgeCorrected, rightly()).Counts()
	q.As(w.sam).With(w.mia).Offers().Fails("offer.young") // the other was not looked at again
	for _, x := range []*person{p, q} {
		if y := x.State().TooYoung("crew", w.now); y == nil || !y.Minor {
			t.Fatalf("they are a child: %+v", y)
		}
	}
})

var _ = story("G08", "nobody sets a proof of age right with a guardian of that name, nor for a colleague who then asks", func(t T, w *world) {
	p := misread(w)
	p.As(w.cora).With(w.ada).On(w.hq).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true, Name: w.sol.name}).Counts()
	p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, rightly()).Fails("age.outside")
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young")

	q := w.Person()
	q.As(w.otto).Does(casebook.AgeProven, &casebook.Age{Born: casebook.Date{Year: 2012, Month: 5, Day: 9}, Document: "passport"}).Counts()
	right := q.As(w.sam).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, rightly())
	right.Counts()
	q.As(w.mia).Checks()
	q.As(w.mia).With(w.max).Talks() // Sam's colleague: then Sam stands outside no more
	right.Fails("age.outside")
})

var _ = story("G08", "the same two who set a proof of age right twice make nobody older by it", func(t T, w *world) {
	p := misread(w)
	first := did{ref: p.State().Proofs()[0].Ref}
	w.Later(time.Hour)
	child := &casebook.Age{Born: casebook.Date{Year: 2011, Month: 5, Day: 9}, Document: "passport"}
	p.As(w.cora).With(w.sol).On(w.hq).Naming(first).Does(casebook.AgeCorrected, child).Counts()
	p.As(w.cora).With(w.sol).On(w.hq).Naming(first).Does(casebook.AgeCorrected, rightly()) // their own, they leave out
	p.As(w.sam).NotesBirth(1992, 5, 9)
	p.As(w.sam).With(w.mia).Offers().Fails("offer.young")
	if y := p.State().TooYoung("crew", w.now); y == nil || y.Born.Year != 2011 {
		t.Fatalf("they said a child first: %+v", y)
	}
})

var _ = story("G08", "a correction that comes before the proof that it names waits for it", func(t T, w *world) {
	p := misread(w)
	proof := p.commits[len(p.commits)-1]
	right := p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, rightly())
	rest := slices.DeleteFunc(slices.Clone(p.commits), func(c *casebook.Commit) bool { return c == proof })
	for _, f := range casebook.Fold(w.house, rest, w.now).Facts {
		if f.Ref == right.ref && f.Standing != casebook.Pending {
			t.Fatalf("it is %s", f.Standing)
		}
	}
	right.Counts()
})

// A password is no second person: whoever has a colleague's session open, or signs in as somebody whom they admitted alone, would be
// both.
var _ = story("G08", "what takes two of us takes two keys", func(t T, w *world) {
	served := func(c *casebook.Commit) { c.Actor.Alg, c.Home = "server", true }
	p := aged(w, "shore", casebook.Date{Year: 2009, Month: 2, Day: 1})
	p.As(w.mia).With(w.sam).Forging(served).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true}).Fails("guardian.two")
	p.As(w.mia).With(w.sam).Forging(served).Does(casebook.AssentGiven, &casebook.Blank{}).Fails("minor.present")
	p.As(w.mia).With(w.sam).Forging(served).Does(casebook.PermissionGiven, &casebook.Permission{Question: "number", Yes: true}).Fails("permit.own")
	grown := &casebook.Age{Born: casebook.Date{Year: 1999, Month: 2, Day: 1}, Document: "passport"}
	p.As(w.mia).With(w.sam).Forging(served).Does(casebook.AgeProven, grown).Fails("age.two")
	p.As(w.mia).With(w.sam).Does(casebook.AgeProven, grown).Counts()
})
