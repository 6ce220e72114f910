package casebook_test

import "willing/casebook"

func (a *act) Permits(question string) did {
	return a.Does(casebook.PermissionGiven, &casebook.Permission{Question: question, Yes: true, Meeting: a.p.w.meeting})
}

var _ = story("G15", "the first meeting asks for the role and the number, nothing else", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	p.Self().With(w.sam).Permits("number").Counts()
	p.Self().With(w.sam).Permits("training").Fails("ask.together")
	p.Self().With(w.sam).Does(casebook.PermissionGiven, &casebook.Permission{Question: "training", Yes: true}).Fails("ask.meeting")
	p.Self().With(w.sam).Permits("everything").Fails("ask.unknown")
	w.Days(1)
	p.Self().With(w.sam).Permits("training").Counts()
})

var _ = story("G15", "no study before a yes, and no permission that nobody gave", func(t T, w *world) {
	p := w.Person()
	p.Met()
	p.As(w.sam).Permits("study").Fails("ask.early")
	p.Self().Permits("number").Fails("event.unsigned")
	p.Anonymous().Permits("number").Fails("event.unsigned")
})
