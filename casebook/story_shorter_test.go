package casebook_test

import (
	"math"
	"slices"
	"time"

	"willing/casebook"
)

// Somebody shortens the law while people are on their way.

var _ = story("G10", "whoever was told or asked under a longer time for thinking it over has the longer one", func(t T, w *world) {
	for _, since := range []string{"told", "asked"} {
		w.limits.ReflectionHours, w.limits.DropDays = 72, 30
		if since == "asked" {
			w.limits.ReflectionHours = 24
		}
		w.must(w.publish())
		p := w.Person()
		p.Understood()
		w.limits.ReflectionHours = 72
		w.must(w.publish())
		p.As(w.sam).With(w.mia).Offers()
		w.limits.ReflectionHours, w.limits.DropDays = 0, 1
		w.must(w.publish())
		if got := p.State().Promised(w.limits); got.ReflectionHours != 72 || got.DropDays != 30 {
			t.Errorf("%s: they read of %d hours and %d days", since, got.ReflectionHours, got.DropDays)
		}
		p.Yes().Counts()
		p.As(w.cora).On(w.hq).Calls(true, true)
		w.Later(70 * time.Hour)
		p.SaysYes("yes.reflection")
		w.Later(3 * time.Hour)
		p.SaysYes()
		if y := p.State().Yes; !y.DropUntil.Equal(y.Since.AddDate(0, 0, 30)) {
			t.Errorf("%s: one tap drops it until %v, since %v", since, y.DropUntil, y.Since)
		}
	}
})

var _ = story("G05", "who was told while telling and asking were two meetings is asked in another", func(t T, w *world) {
	p := w.Person()
	p.Told().As(w.mia).Hears()
	w.limits.OneMeeting = true
	w.must(w.publish())
	p.As(w.sam).With(w.mia).Offers().Fails("offer.meetings")
	p.As(w.sam).Tells()
	p.As(w.mia).Hears()
	p.As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("G16", "a yes takes effect on no text that had changed before it could", func(t T, w *world) {
	goOn := func(p *person) did {
		p.As(w.sam).Tells().Counts()
		return p.Self().With(w.sam, w.mia).Does(casebook.UpdateAnswered, &casebook.Update{Continue: true}).Counts()
	}
	asked := w.Person()
	asked.HasLink(w.tess)
	asked.Asked()
	w.newText(true) // between the offer and the answer
	asked.Holding(asked.linkKey).On(w.hq).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Counts()
	thinking := w.Person()
	thinking.Agreed()
	w.newText(true) // while they think it over
	uncalled := w.Person()
	uncalled.Agreed()
	w.Days(5)
	w.newText(true) // before somebody outside asks them
	working := w.Person()
	working.Settled().SaysYes()
	w.newText(true) // and later: new tasks wait, what runs goes on
	w.Days(5)
	for _, p := range []*person{asked, thinking, uncalled} {
		p.SaysYes("call.missing", "yes.changed")
		p.As(w.cora).On(w.hq).Calls(true, true).Counts()
		p.SaysYes("yes.changed").Is(casebook.StageProvisional)
	}
	working.SaysYes()
	on := goOn(thinking)
	thinking.SaysYes().Is(casebook.StageEffective)
	if y := thinking.State().Yes; !y.Since.Equal(on.c.Arrived) {
		t.Errorf("in effect since %v, although they said at %v that they go on", y.Since, on.c.Arrived)
	}
	w.newText(true)
	thinking.SaysYes() // it is in effect, and stays so
	asked.SaysYes("yes.changed")
	goOn(asked)
	asked.SaysYes()
	goOn(working)
	working.SaysYes()
})

var _ = story("G05", "a device that stays away asks nobody by a text that may be out of date", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	w.Leaves(w.phone)
	w.newText(true)
	w.now = w.control[w.phone.seen-1].At.Add(30*24*time.Hour - 3*time.Minute)
	p.As(w.sam).With(w.mia).Offers().Counts()
	w.Days(1)
	offer := p.As(w.sam).With(w.mia).Offers().Fails("told.stale")
	p.Self().With(w.sam, w.mia).Naming(offer).Says("yes").Fails("answer.offer")
	w.Meets(w.phone)
	p.As(w.sam).With(w.mia).Offers().Fails("offer.changed")
})

var _ = story("G10", "nobody publishes settings that nobody can set right again", func(t T, w *world) {
	settings := *w.house.Programme(w.house.Pos)
	for _, version := range []int{math.MaxInt, 200_000_000} {
		settings.Version = version
		lacks := w.decree(w.cora, casebook.ID{}, casebook.ProgrammePublished, &settings)
		if keys := casebook.Keys(lacks); !slices.Contains(keys, "programme.far") {
			t.Errorf("version %d: %v", version, keys)
		}
	}
	settings.Version = 20270101 // a date
	w.must(w.decree(w.cora, casebook.ID{}, casebook.ProgrammePublished, &settings))
	w.must(w.publish())
})
