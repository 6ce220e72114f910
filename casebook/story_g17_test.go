package casebook_test

import "willing/casebook"

var _ = story("G17", "leaving is one plain form, long after the yes", func(t T, w *world) {
	p := w.Person()
	p.Settled().SaysYes()
	w.Days(400)
	p.Anonymous().Naming().Does(casebook.WithdrawalMade, nil).Counts()
	p.Is(casebook.StageLeftAlone).LeftAlone()
})

var _ = story("G17", "leaving without a body, a signature or a header's word is leaving", func(t T, w *world) {
	p := w.Person()
	p.Settled().Self().Claiming().Withdraws().Counts()
	p.LeftAlone()
})
