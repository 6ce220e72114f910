package casebook_test

import "willing/casebook"

var _ = story("G16", "a text changed between telling and asking is told first", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	w.newText(true)
	p.As(w.sam).With(w.mia).Offers().Fails("offer.changed")
	q := w.Person()
	q.Understood()
	w.newText(false)
	q.As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("G16", "a device that could not know the change is not blamed; the person is told again", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	w.Leaves(w.phone)
	w.newText(true)
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.Yes().Counts()
	w.Meets(w.phone)
	if got := p.State().Yes.ToldAgain; got != 2 {
		t.Errorf("version %d waits for an answer, want 2", got)
	}
})

var _ = story("G16", "new tasks wait until the changed text is told and answered", func(t T, w *world) {
	p := w.Person()
	p.Settled()
	w.newText(true)
	p.As(w.tess).Does(casebook.SelectionMade, &casebook.Selection{Taken: true, Reason: "steady"}).Fails("task.waits")
	p.Self().With(w.sam, w.mia).Naming().Does(casebook.UpdateAnswered, &casebook.Update{Continue: true}).Fails("update.told")
	told := p.As(w.sam).Tells().Counts()
	p.Self().Naming(told).Does(casebook.UpdateAnswered, &casebook.Update{Continue: true}).Fails("yes.witnesses")
	on := p.Self().With(w.sam, w.mia).Does(casebook.UpdateAnswered, &casebook.Update{Continue: true}).Counts()
	if y := p.State().Yes; y.ToldAgain != 0 || y.Version != 1 || y.GoesOn != 2 || !y.WentOn.Equal(on.c.At) {
		t.Errorf("version %d still waits; they agreed to %d and go on with %d, by their word of %s", y.ToldAgain, y.Version, y.GoesOn, y.WentOn)
	}
	if open := p.State().Unheard(); len(open) > 0 {
		t.Errorf("of the text on which the yes rests %v is open", open)
	}
	p.As(w.tess).Does(casebook.SelectionMade, &casebook.Selection{Taken: true, Reason: "steady"}).Counts()
})

var _ = story("G16", "nobody outruns the next version with a made-up delivery", func(t T, w *world) {
	p := w.Person()
	p.Settled()
	w.newText(true)
	good := p.As(w.sam).Tells()
	fake := p.As(w.sam).TellsVersion(99).Fails("told.text")
	p.Self().With(w.sam, w.mia).Naming(good, fake).Does(casebook.UpdateAnswered, &casebook.Update{Continue: true}).Counts()
	w.newText(true)
	if got := p.State().Yes.ToldAgain; got != 3 {
		t.Errorf("version 3 was skipped: %d", got)
	}
})

var _ = story("G16", "who does not go on has left", func(t T, w *world) {
	p := w.Person()
	p.Settled()
	w.newText(true)
	p.Self().Does(casebook.UpdateAnswered, &casebook.Update{}).Counts()
	p.LeftAlone()
})

// One of us alone could say that they told a text that costs more, and go on in the person's name by the link that they handed over:
// no outside call follows, as it does a yes.
var _ = story("G09", "by a link that we may hold nobody goes on with a changed text alone", func(t T, w *world) {
	on := &casebook.Update{Continue: true}
	p := w.Person()
	p.HasLink(w.sam)
	p.Settled()
	w.newText(true)
	p.As(w.sam).Tells().Counts()
	p.Holding(p.linkKey).Does(casebook.UpdateAnswered, on).Fails("again.seen")
	p.Holding(p.linkKey).With(w.sam).Does(casebook.UpdateAnswered, on).Fails("again.seen")
	if p.State().Yes.ToldAgain != 2 {
		t.Errorf("a scout alone went on for somebody")
	}
	p.Holding(p.linkKey).With(w.sam, w.mia).Does(casebook.UpdateAnswered, on).Counts()
	q := w.Person()
	q.HasLink(w.cora)
	q.Settled()
	w.newText(true)
	q.As(w.sam).Tells().Counts()
	q.Holding(q.linkKey).Does(casebook.UpdateAnswered, on).Counts()
	r := w.Person()
	r.HasLink(w.sam)
	r.Settled()
	r.Holding(r.linkKey).Does(casebook.UpdateAnswered, &casebook.Update{}).Counts()
	r.LeftAlone()
})

var _ = story("G08", "a young person's own agreement is not made by a link that we may hold", func(t T, w *world) {
	p := w.Person()
	link := p.HasLink(w.sam)
	p.Met()
	p.Holding(p.linkKey).Naming(link).Does(casebook.AssentGiven, &casebook.Blank{}).Fails("minor.present")
	q := w.Person()
	link = q.HasLink(w.cora)
	q.Met()
	q.Holding(q.linkKey).Naming(link).Does(casebook.AssentGiven, &casebook.Blank{}).Counts()
})
