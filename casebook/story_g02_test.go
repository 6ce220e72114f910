package casebook_test

import (
	"time"

	"willing/casebook"
)

var _ = story("G02", "one tap, by anybody, with nothing else", func(t T, w *world) {
	for _, stop := range []func(p *person){
		func(p *person) { p.Self().Stops() },
		func(p *person) { p.Anonymous().Naming().Does(casebook.StopMade, nil) },
		func(p *person) { p.As(w.sam).Stops() },
	} {
		p := w.Person()
		p.Agreed()
		stop(p)
		p.Is(casebook.StageLeftAlone).LeftAlone()
	}
})

var _ = story("G02", "a stop binds whatever its header forgets", func(t T, w *world) {
	p := w.Person()
	p.Settled()
	p.Self().Claiming().Stops().Counts()
	p.LeftAlone()
})

var _ = story("G02", "a slip is undone for a minute on the same device", func(t T, w *world) {
	p := w.Person()
	p.Met()
	stop := p.As(w.sam).Stops()
	p.As(w.sam).Naming(stop).Forging(func(c *casebook.Commit) {
		c.At = stop.c.At.Add(59 * time.Second)
		c.Arrived = stop.c.Arrived.Add(59 * time.Second)
	}).
		Does(casebook.StopUndone, &casebook.Blank{}).Counts()
	p.Is(casebook.StageApproached)
})

var _ = story("G02", "not after 61 seconds, from another device, or with the clock set back", func(t T, w *world) {
	for _, forge := range []func(stop, undo *casebook.Commit){
		func(stop, undo *casebook.Commit) { undo.At = stop.At.Add(61 * time.Second); undo.Arrived = undo.At },
		func(stop, undo *casebook.Commit) {
			undo.At, undo.Device = stop.At.Add(time.Second), w.laptop.id
			undo.Arrived = undo.At
		},
		func(stop, undo *casebook.Commit) {
			undo.At, undo.Arrived = stop.At.Add(30*time.Second), stop.Arrived.Add(time.Hour)
		},
		func(stop, undo *casebook.Commit) { undo.At, undo.Arrived = stop.At.Add(-time.Second), stop.Arrived },
	} {
		p := w.Person()
		p.Met()
		stop := p.As(w.sam).Stops()
		p.As(w.sam).Naming(stop).Forging(func(c *casebook.Commit) { forge(stop.c, c) }).Does(casebook.StopUndone, &casebook.Blank{}).Fails("undo.late")
		p.LeftAlone()
	}
})

var _ = story("G02", "a fresh slip does not carry an old stop away with it", func(t T, w *world) {
	p := w.Person()
	old := p.Self().On(w.hq).Stops()
	w.Days(30)
	slip := p.As(w.sam).Stops()
	p.As(w.sam).Naming(old, slip).Forging(func(c *casebook.Commit) { c.At, c.Arrived = slip.c.At, slip.c.Arrived }).
		Does(casebook.StopUndone, &casebook.Blank{}).Fails("undo.late")
	p.LeftAlone()
})

var _ = story("G02", "a stranger's second stop in the same instant unmakes neither the offer nor the yes before it", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	stop := func() did { return p.Anonymous().On(w.hq).Does(casebook.StopAsked, &casebook.Blank{}) }
	lift := func(d did) { p.As(w.cora).With(w.tess).On(w.hq).Naming(d).Reopens("own-approach").Counts() }
	first := stop()
	lift(first)
	w.still = true // from here on the clock stands
	offer := p.As(w.sam).With(w.mia).On(w.hq).Offers().Counts()
	yes := p.Self().With(w.sam, w.mia).On(w.hq).Naming(offer).Says("yes").Counts()
	second := stop()
	offer.Counts()
	yes.Counts()
	p.SaysYes("call.missing", "yes.reflection", "yes.hold")
	p.As(w.sam).With(w.mia).On(w.hq).Offers().Fails("offer.refused")
	p.As(w.sam).On(w.hq).Tells().Fails("contact.refused")
	lift(second)
	offer.Counts()
	yes.Counts()
	p.SaysYes("call.missing", "yes.reflection")
})
