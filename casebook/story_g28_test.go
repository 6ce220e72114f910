package casebook_test

import "willing/casebook"

var _ = story("G28", "a yes waits for the outside call", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	w.Days(10)
	p.SaysYes("call.missing").Is(casebook.StageProvisional)
	p.As(w.sam).Calls(true, true).Fails("call.who")
	p.As(w.mia).Calls(true, true).Fails("call.who")
	p.Anonymous().Calls(true, true).Fails("call.who")
	p.As(w.cora).Naming().Calls(true, true).Fails("call.names")
	p.As(w.cora).Does(casebook.CallMade, &casebook.Call{Reached: true, ToldCost: true, FeltFree: true}).Counts()
	p.As(w.cora).Does(casebook.CallMade, &casebook.Call{Alone: true, ToldCost: true, FeltFree: true}).Counts()
	p.SaysYes("call.missing")
	p.As(w.cora).Calls(true, true).Counts()
	p.SaysYes()
})

var _ = story("G28", "nobody calls a person who asked for rest", func(t T, w *world) {
	p := w.Person()
	p.Agreed().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 2026, Month: 4, Day: 1}))
	p.As(w.cora).Calls(true, true).Fails("contact.refused")
	q := w.Person()
	q.Agreed().Self().Stops()
	q.As(w.cora).Calls(true, true).Fails("contact.refused")
	r := w.Person()
	r.Agreed().Anonymous().AsksErasure()
	r.As(w.cora).Calls(true, true).Fails("contact.hidden")
})

var _ = story("G28", "the scout's partner, and who was of the team then, are not outside", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	w.tie(w.tess.id, w.sam.id)
	p.As(w.tess).Calls(true, true).Fails("call.who")
	late := w.hire("Lou", casebook.Scout)
	w.must(w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: []casebook.ID{w.sam.id, w.mia.id, late.id}}))
	q := w.Person()
	q.Agreed()
	w.must(w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: []casebook.ID{w.sam.id, w.mia.id}}))
	q.As(late).Calls(true, true).Fails("call.who")
	q.As(w.otto).Calls(true, true).Counts()
})

var _ = story("G28", "who becomes a partner of the scout's after the call was outside when they called, even where that is what comes next", func(t T, w *world) {
	p := w.Person()
	call := p.Agreed().As(w.tess).On(w.hq).Calls(true, true)
	w.tie(w.tess.id, w.sam.id)
	call.Counts()
	p.As(w.tess).On(w.hq).Calls(true, true).Fails("call.who")
})

var _ = story("G28", "whoever was close to the person when we worked with them does not call after the tie is taken back", func(t T, w *world) {
	p := w.Person()
	w.tie(w.tess.id, p.id)
	p.Agreed()
	p.As(w.tess).On(w.hq).Calls(true, true).Fails("call.who")
	end := w.decreed(w.cora, casebook.ID{}, casebook.TieEnded, &casebook.TieEnd{A: w.tess.id, B: p.id, Reason: "parted"})
	end.Witnesses = []casebook.Proof{w.ada.proof()}
	w.must(w.apply(end))
	p.As(w.tess).On(w.hq).Calls(true, true).Fails("call.who")
	p.As(w.otto).On(w.hq).Calls(true, true).Counts()
	other := w.Person()
	other.Agreed().As(w.tess).On(w.hq).Calls(true, true).Counts()
})

var _ = story("G28", "whoever made the link does not ask whether the yes was the person's", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Asked()
	p.Holding(p.linkKey).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Counts()
	p.As(w.cora).Calls(true, true).Fails("call.link")
	p.As(w.tess).Calls(true, true).Counts()
})

var _ = story("G28", "a call that was good then stays what it was after a later no, and gives nothing", func(t T, w *world) {
	p := w.Person()
	call := p.Agreed().As(w.cora).On(w.hq).Calls(true, true)
	w.Days(2)
	p.SaysYes()
	no := p.Self().Says("no")
	no.Counts()
	call.Counts()
	p.LeftAlone()
	p.As(w.cora).Calls(true, true).Fails("contact.refused")
})

var _ = story("G28", "the caller takes a contact that nobody of the team entered, where there is one", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Phones: []string{"+391"}})
	p.Agreed()
	call := func(reach string) did {
		return p.As(w.cora).Does(casebook.CallMade, &casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true, Reach: reach})
	}
	call("+391").Counts() // there is no other
	q := w.Person()
	q.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Phones: []string{"+391"}})
	q.As(w.tess).Does(casebook.ParticularsNoted, &casebook.Particulars{Phones: []string{"+392"}})
	q.Agreed()
	p = q
	call("+391").Fails("call.contact")
	call("+392").Counts()
	w.Days(2)
	if y := q.State().Yes; y == nil || y.Reached != casebook.FromThird {
		t.Errorf("reached by %+v", y)
	}
})

var _ = story("G28", "a worry is never outweighed, whoever writes it down", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	p.As(w.cora).Calls(true, false).Counts()
	p.As(w.tess).Calls(true, true).Counts()
	w.Days(3)
	p.SaysYes("call.worrying")
	q := w.Person()
	q.Settled().SaysYes()
	q.As(w.mia).Calls(false, true).Fails("call.who")
	q.SaysYes("call.worrying")
})
