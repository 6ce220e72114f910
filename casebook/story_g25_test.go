package casebook_test

import (
	"time"

	"willing/casebook"
)

func (a *act) AsksErasure() did {
	return a.Does(casebook.ErasureRequested, &casebook.Erasure{Cause: "asked"})
}

func (a *act) Confirms() did { return a.Does(casebook.ErasureConfirmed, &casebook.Blank{}) }
func (a *act) Denies() did   { return a.Does(casebook.ErasureDenied, &casebook.Blank{}) }

var _ = story("G25", "hidden at once, executed after 72 hours when the person's own key asked", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Settled()
	asked := p.Holding(p.linkKey).AsksErasure().Counts()
	p.Is(casebook.StageHidden)
	if since := p.State().Since; !since.Equal(asked.c.At) {
		t.Errorf("hidden since %v, want since the asking", since)
	}
	p.SaysYes("yes.hidden")
	if e := p.State().Erasure; !e.Due.Equal(asked.c.Arrived.Add(72 * time.Hour)) {
		t.Errorf("due %v, want 72 hours after it was heard of", e.Due)
	}
	p.As(w.sam).Tells().Fails("contact.hidden")
	p.As(w.sam).Does(casebook.ErasureDone, &casebook.Blank{}).Fails("erase.home")
	p.Is(casebook.StageHidden)
	done := p.As(w.ada).On(w.hq).Does(casebook.ErasureDone, &casebook.Blank{}).Counts()
	p.Is(casebook.StageErased)
	if since := p.State().Since; !since.Equal(done.c.At) {
		t.Errorf("erased since %v, want since it was done", since)
	}
})

var _ = story("G25", "asking for an erasure keeps no file longer", func(t T, w *world) {
	p := w.Person()
	p.Met()
	before := p.State().Deletion
	w.Days(1)
	p.As(w.sam).AsksErasure()
	p.Is(casebook.StageHidden)
	if after := p.State().Deletion; before == nil || after == nil || !after.Due.Equal(before.Due) {
		t.Errorf("to be deleted %v after the asking, %v before it", after, before)
	}
})

var _ = story("G25", "one member of staff hides, two execute", func(t T, w *world) {
	p := w.Person()
	p.Met().As(w.sam).AsksErasure()
	p.Is(casebook.StageHidden)
	if e := p.State().Erasure; !e.Due.IsZero() {
		t.Errorf("one person destroys a file, due %v", e.Due)
	}
	p.As(w.sam).Confirms()
	p.Anonymous().Confirms()
	p.As(w.cora).Naming().Confirms().Fails("confirm.names")
	if e := p.State().Erasure; !e.Due.IsZero() {
		t.Errorf("the same person, nobody, or somebody who named nothing stands behind it, due %v", e.Due)
	}
	p.As(w.cora).Confirms().Counts()
	if e := p.State().Erasure; e.Due.IsZero() {
		t.Errorf("two people stand behind it")
	}
})

var _ = story("G25", "a receipt made up by somebody else destroys nothing", func(t T, w *world) {
	p := w.Person()
	p.Met()
	forged := w.key()
	p.Anonymous().Does(casebook.AnswerGiven, &casebook.Answer{Answer: "no", Receipt: []byte(forged)})
	p.Holding(forged).AsksErasure()
	if e := p.State().Erasure; !e.Asked || !e.Due.IsZero() {
		t.Errorf("it hides and no more: %+v", e)
	}
})

var _ = story("G25", "a request hides even unsigned, unread and before what it names has come", func(t T, w *world) {
	p := w.Person()
	p.Met().Anonymous().Naming(did{ref: casebook.Ref{Commit: casebook.Hash{9}}}).Claiming(casebook.Erase).Does(casebook.ErasureRequested, nil)
	p.Is(casebook.StageHidden)
})

var _ = story("G25", "denied by the person or by two outsiders, not by one", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Met().As(w.otto).On(w.laptop).AsksErasure()
	p.As(w.cora).Denies().Fails("deny.who")
	p.As(w.cora).With(w.mia).Denies().Fails("deny.who")
	p.As(w.cora).With(w.tess).Naming().Denies().Fails("deny.names")
	p.Is(casebook.StageHidden)
	p.As(w.cora).With(w.tess).Denies().Counts()
	p.Is(casebook.StageApproached)
	q := w.Person()
	q.HasLink(w.cora, w.sol)
	q.Met().As(w.otto).On(w.laptop).AsksErasure()
	q.Holding(q.linkKey).Denies().Counts()
	q.Is(casebook.StageApproached)
})

var _ = story("G25", "a denial ends the request it names, not the next one", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	first := p.Met().As(w.otto).On(w.laptop).AsksErasure()
	p.As(w.cora).With(w.tess).Naming(first).Denies().Counts()
	p.Is(casebook.StageApproached)
	p.Holding(p.linkKey).AsksErasure()
	p.Is(casebook.StageHidden)
	if e := p.State().Erasure; e.Denied || e.Due.IsZero() {
		t.Errorf("the person's own request: %+v", e)
	}
})

var _ = story("G25", "whoever holds a link does not deny what the person's key asked", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.sam)
	p.Met()
	p.Holding(p.linkKey).AsksErasure()
	p.Holding(p.linkKey).Denies()
	p.Is(casebook.StageHidden)
	p.As(w.cora).With(w.tess).Denies()
	p.Is(casebook.StageApproached)
})

var _ = story("G25", "where the person does not stand, a request for an erasure waits for nothing that never comes", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Met()
	asked := p.Holding(p.linkKey).AsksErasure()
	s := casebook.Fold(w.house, []*casebook.Commit{asked.c}, w.now) // all else is another territory's
	if s.Stage != casebook.StageHidden || !s.Erasure.Due.IsZero() || len(s.Facts) != 1 || s.Facts[0].Standing != casebook.Counts {
		t.Errorf("%s, due %v: %+v", s.Stage, s.Erasure.Due, s.Facts)
	}
	early := *asked.c
	early.Seen = w.house.Pos + 1
	if s := casebook.Fold(w.house, []*casebook.Commit{&early}, w.now); s.Stage != casebook.StageHidden || s.Facts[0].Standing != casebook.Pending {
		t.Errorf("what its author knew has not come: %s, %+v", s.Stage, s.Facts)
	}
})
