package casebook_test

import "willing/casebook"

var _ = story("G06", "four points, in one talk or several, heard by the mentor", func(t T, w *world) {
	p := w.Person()
	p.Told()
	p.As(w.sam).Hears().Fails("heard.who")
	p.As(w.mia).Hears("voluntary", "risks").Counts()
	w.Days(1)
	p.As(w.sam).With(w.mia).Offers().Fails("offer.heard")
	p.As(w.mia).Hears("may-leave", "costs").Counts()
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.As(w.mia).Hears("charming").Fails("heard.point")
})

var _ = story("G06", "what was heard about another text does not count", func(t T, w *world) {
	p := w.Person()
	p.Told().As(w.mia).Hears().Counts()
	p.As(w.sam).Tells().Counts()
	w.Days(1)
	p.As(w.sam).With(w.mia).Offers().Fails("offer.heard")
})

var _ = story("G06", "somebody of whom two points are missing was not listened to yet", func(t T, w *world) {
	p := w.Person()
	p.Told().As(w.mia).Hears("voluntary", "risks").Counts()
	p.Is(casebook.StageTold)
	p.As(w.mia).Hears("may-leave", "costs").Counts()
	p.Is(casebook.StageUnderstood)
	p.As(w.sam).Tells().Counts()
	p.Is(casebook.StageTold)
})

var _ = story("G06", "nothing is heard before it was told", func(t T, w *world) {
	p := w.Person()
	p.Met().As(w.mia).Hears().Fails("heard.told")
})
