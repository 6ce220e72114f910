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
