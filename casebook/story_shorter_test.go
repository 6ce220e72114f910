package casebook_test

import "time"

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
