package casebook_test

import (
	"willing/casebook"
)

func notNow(until casebook.Date) *casebook.Answer {
	return &casebook.Answer{Answer: "not-now", Until: until}
}

var _ = story("G12", "not now, with a date: no contact before it", func(t T, w *world) {
	p := w.Person()
	p.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 4, Day: 1})).Counts()
	p.Is(casebook.StageNotNow).LeftAlone()
	p.As(w.sam).Checks()
	p.As(w.sam).Talks().Fails("contact.refused")
	p.As(w.sam).With(w.mia).Forging(func(c *casebook.Commit) { c.At = c.At.AddDate(0, 2, 0) }).Offers().Fails("offer.refused")
	w.Days(40)
	p.As(w.sam).Checks()
	p.As(w.sam).Talks().Counts()
})

var _ = story("G12", "a not-now that is taken back, or whose day has come, leaves the person where they were", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	put := p.Self().Does(casebook.AnswerGiven, notNow(casebook.Date{}))
	p.Is(casebook.StageNotNow)
	p.As(w.cora).With(w.tess).On(w.hq).Naming(put).Reopens("own-approach").Counts()
	p.Is(casebook.StageUnderstood)
	w.Days(40) // the question was answered: it does not lapse
	if s := p.Is(casebook.StageUnderstood).State(); s.Alone {
		t.Errorf("nobody may go to them")
	}
	p.As(w.sam).Checks()
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.Is(casebook.StageOffered)

	other := w.Person()
	other.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 7, Day: 1}))
	other.Is(casebook.StageNotNow)
	w.Days(80)
	if s := other.Is(casebook.StageUnderstood).State(); s.Alone {
		t.Errorf("nobody may go to them, though their day has come")
	}
})

var _ = story("G12", "a clock that ran ahead makes no answer late", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	ahead := func(c *casebook.Commit) { c.At = c.At.AddDate(1, 0, 0) }
	p.As(w.sam).With(w.mia).Forging(ahead).Offers().Counts()
	p.Self().With(w.sam, w.mia).Forging(ahead).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "turned", NoWish: true}).Counts()
})

var _ = story("G12", "a not-now that a team writes down after an offer lapsed brings nobody back", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.Days(40)
	p.Is(casebook.StageLapsed)
	p.As(w.sam).With(w.mia).Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 4, Day: 20})).Counts()
	w.Days(40)
	if s := p.Is(casebook.StageLapsed).State(); !s.Alone || !s.Ended {
		t.Errorf("somebody may go to them")
	}
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true}).Fails("approach.lapsed")
	p.As(w.sam).With(w.mia).Offers().Fails("offer.lapsed")
})

var _ = story("G12", "not now, without a date or with one that never comes: none at all", func(t T, w *world) {
	for _, until := range []casebook.Date{{}, {Year: 1 << 62}, {Year: -5}, {Year: 2026, Month: -400}} {
		p := w.Person()
		p.Asked().Self().Does(casebook.AnswerGiven, notNow(until))
		w.Days(4000)
		p.LeftAlone().Is(casebook.StageNotNow)
		w.now = w.now.AddDate(0, 0, -4000)
	}
})

var _ = story("G12", "a date on 1 January means that day", func(t T, w *world) {
	p := w.Person()
	p.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2027, Month: 1, Day: 1}))
	w.Days(302) // 31 December
	p.LeftAlone()
	w.Days(3)
	if p.State().Stage == casebook.StageNotNow {
		t.Errorf("the date has come")
	}
})

var _ = story("G12", "a not-now after a yes lets it wait", func(t T, w *world) {
	p := w.Person()
	p.Settled().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 4, Day: 1}))
	p.SaysYes("yes.hold")
})

var _ = story("G11", "a not-now in place of a yes takes it back, also when its day has come", func(t T, w *world) {
	p := w.Person()
	yes := p.Asked().Yes().Counts()
	offer := did{ref: yes.c.Refs[0]}
	p.Self().With(w.sam, w.mia).Naming(offer, yes).Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 3, Day: 20})).Counts()
	yes.Overruled("answer.corrected")
	p.LeftAlone().Is(casebook.StageNotNow)
	p.As(w.cora).On(w.hq).Calls(true, true)
	w.Days(25)
	p.NoYes()
})

var _ = story("G12", "after a not-now only the person's own key says yes, and it waits", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{}))
	p.Yes().Fails("answer.held")
	p.Holding(p.linkKey).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Counts()
	p.SaysYes("yes.hold")
})

var _ = story("G12", "who takes a not-now back may answer the question that it put off, until that lapses", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Asked()
	put := p.Self().Does(casebook.AnswerGiven, notNow(casebook.Date{}))
	p.MayAnswer(false)
	p.As(w.cora).With(w.tess).On(w.hq).Naming(put).Reopens("own-approach").Counts()
	p.MayAnswer(true)
	p.Holding(p.linkKey).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Counts()
	for _, lack := range p.State().Yes.WaitsFor {
		if lack.Key == "yes.hold" {
			t.Errorf("the yes waits for what was taken back")
		}
	}
	p.MayAnswer(false)

	other := w.Person()
	other.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 3, Day: 20}))
	other.MayAnswer(false)
	w.Days(25)
	other.MayAnswer(true)
	w.Days(20)
	other.MayAnswer(false)
})

var _ = story("G12", "a no taken back brings no old question back", func(t T, w *world) {
	p := w.Person()
	p.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 3, Day: 20}))
	said := p.Self().Does(casebook.AnswerGiven, &casebook.Answer{Answer: "no"})
	w.Days(10)
	p.MayAnswer(false)
	p.As(w.cora).With(w.tess).On(w.hq).Naming(said).Reopens("own-approach").Counts()
	w.Days(12)
	p.MayAnswer(false)
})

var _ = story("G12", "silence lapses, and nobody asks again", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.Days(31)
	p.Is(casebook.StageLapsed)
	if !p.State().Alone {
		t.Errorf("no fresh approach after silence")
	}
	p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "paper", NoWish: true}).Fails("answer.lapsed")
})

var _ = story("G12", "after silence only the person's own coming opens a new offer", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.Days(31)
	p.As(w.otto).Checks()
	p.As(w.otto).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true}).Fails("approach.lapsed")
	p.As(w.sam).With(w.mia).Offers().Fails("offer.lapsed")
	p.As(w.sam).Talks().Counts()
	p.As(w.sam).Tells()
	p.As(w.mia).Hears()
	w.Days(1)
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.Yes().Counts()
})

var _ = story("G12", "a yes that the team made up answers no question that has lapsed", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.Days(31)
	p.As(w.sam).Says("yes").Fails("yes.witnesses")
	p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "paper", NoWish: true}).Fails("answer.lapsed")
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true}).Fails("approach.lapsed")
	p.As(w.sam).With(w.mia).Offers().Fails("offer.lapsed")
	p.Is(casebook.StageLapsed)
})

var _ = story("G12", "a question that has lapsed does not rise again, by later settings or by a clock set back", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.Days(31)
	w.limits.LapseDays = 180
	w.must(w.publish())
	p.Is(casebook.StageLapsed)
	paper := &casebook.Answer{Answer: "yes", Method: "paper", NoWish: true}
	p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, paper).Fails("answer.lapsed")
	weekAgo := func(c *casebook.Commit) { c.At = c.At.AddDate(0, 0, -7) }
	p.Self().With(w.sam, w.mia).Forging(weekAgo).Does(casebook.AnswerGiven, paper).Fails("answer.lapsed")
	p.Is(casebook.StageLapsed)
})

// MayAnswer checks whether a question waits for the person.
func (p *person) MayAnswer(want bool) {
	p.w.t.Helper()
	if got := p.State().Question(p.w.now) != nil; got != want {
		p.w.t.Errorf("a question waits for them: %v, want %v", got, want)
	}
}
