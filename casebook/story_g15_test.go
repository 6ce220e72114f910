package casebook_test

import "willing/casebook"

func (a *act) Permits(question string) did {
	return a.Does(casebook.PermissionGiven, &casebook.Permission{Question: question, Yes: true, Meeting: a.p.w.meeting})
}

var _ = story("G15", "the first meeting asks for the role and the number, nothing else", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	p.Self().With(w.sam, w.mia).Permits("number").Counts()
	p.Self().With(w.sam, w.mia).Permits("training").Fails("ask.together")
	p.Self().With(w.sam, w.mia).Does(casebook.PermissionGiven, &casebook.Permission{Question: "training", Yes: true}).Fails("ask.meeting")
	p.Self().With(w.sam, w.mia).Permits("everything").Fails("ask.unknown")
	w.Days(1)
	p.Self().With(w.sam, w.mia).Permits("training").Counts()
})

var _ = story("G15", "no study before a yes, and no permission that nobody gave", func(t T, w *world) {
	p := w.Person()
	p.Met()
	p.As(w.sam).Permits("study").Fails("ask.early")
	p.Self().Permits("number").Fails("permit.own")
	p.Anonymous().Permits("number").Fails("permit.own")
})

var _ = story("G09", "a yes to a separate question is the person's own, or two of us heard it; a no needs nobody", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	w.Days(1)
	p.As(w.sam).Permits("training").Fails("permit.own")
	p.Self().With(w.sam).Permits("training").Fails("permit.own")
	p.As(w.sam).With(w.sam).Permits("training").Fails("permit.own")
	p.As(w.sam).Does(casebook.PermissionGiven, &casebook.Permission{Question: "training", Meeting: w.meeting}).Counts()
	p.As(w.sam).With(w.mia).Permits("training").Counts()
	p.HasLink(w.cora)
	p.Holding(p.linkKey).Naming(did{p, p.State().Yes.Answer, nil}, did{p, ref(p.commits[len(p.commits)-1]), nil}).Permits("placement").Counts()
})
