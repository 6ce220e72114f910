package casebook_test

import "willing/casebook"

var _ = story("G18", "a named person decides, with a reason", func(t T, w *world) {
	p := w.Person()
	p.Settled()
	p.Anonymous().Does(casebook.SelectionMade, &casebook.Selection{Reason: "score 3 of 10"}).Fails("select.who")
	p.As(w.sam).Does(casebook.SelectionMade, &casebook.Selection{Reason: "no"}).Fails("select.who")
	p.As(w.tess).Does(casebook.SelectionMade, &casebook.Selection{}).Fails("select.reason")
	p.Is(casebook.StageEffective)
	p.As(w.tess).Does(casebook.SelectionMade, &casebook.Selection{Reason: "cannot swim"}).Counts()
	p.Is(casebook.StageNotTaken)
})
