package casebook_test

import (
	"time"

	"willing/casebook"
)

var _ = story("G10", "a yes takes effect a day after headquarters heard of it", func(t T, w *world) {
	p := w.Person()
	p.Agreed().As(w.cora).On(w.hq).Calls(true, true)
	p.SaysYes("yes.reflection").Is(casebook.StageProvisional)
	w.Later(25 * time.Hour)
	p.SaysYes().Is(casebook.StageEffective)
})

var _ = story("G10", "a clock set back gains nothing", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	w.Leaves(w.phone)
	w.phone.skew = -90 * time.Minute
	p.As(w.sam).With(w.mia).Offers()
	w.phone.skew = -time.Hour
	p.Yes()
	p.SaysYes("yes.unheard")
	w.Days(5)
	p.SaysYes("yes.unheard")
	w.Meets(w.phone)
	yes := p.State().Yes.Answer
	p.As(w.cora).On(w.hq).Naming(did{ref: yes}).Calls(true, true)
	p.SaysYes("yes.reflection")
	w.Days(2)
	p.SaysYes()
})

var _ = story("G10", "dropped by one tap, before and after", func(t T, w *world) {
	p := w.Person()
	p.Agreed().Self().Withdraws()
	p.LeftAlone()
	q := w.Person()
	q.Settled().SaysYes()
	q.Self().Withdraws()
	q.LeftAlone().Is(casebook.StageLeftAlone)
})

var _ = story("G10", "nobody sets a figure outside the law", func(t T, w *world) {
	for _, spoil := range []func(l *casebook.Limits){
		func(l *casebook.Limits) { l.ReflectionHours = -1 },
		func(l *casebook.Limits) { l.ReflectionHours = 721 },
		func(l *casebook.Limits) { l.PairMinutes = 600 },
		func(l *casebook.Limits) { l.DisclosureDays = 91 },
		func(l *casebook.Limits) { l.LapseDays = 1 },
		func(l *casebook.Limits) { l.ErasureHours = 1000 },
		func(l *casebook.Limits) { l.UnapproachedDays = 1 << 40 },
	} {
		w.limits = casebook.DefaultLimits()
		spoil(&w.limits)
		if lacks := w.publish(); len(lacks) != 1 {
			t.Errorf("%+v was published: %v", w.limits, lacks)
		}
	}
	if got := w.house.Programme(w.house.Pos).Limits; got != casebook.DefaultLimits() {
		t.Errorf("the limits in force are %+v", got)
	}
})

var _ = story("G10", "headquarters writes a yes with a clock set back, and the time for thinking it over is not over", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Asked()
	w.must(w.publish())
	back := func(c *casebook.Commit) { c.At, c.Arrived = c.At.AddDate(0, 0, -3), time.Time{} }
	p.Holding(p.linkKey).On(w.hq).Forging(back).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Counts()
	p.As(w.cora).On(w.hq).Calls(true, true)
	p.SaysYes("yes.reflection")
})
