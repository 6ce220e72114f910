package casebook_test

import "willing/casebook"

var _ = story("G18", "somebody outside the team looks, and nothing gains an effect by it", func(t T, w *world) {
	p := w.Person()
	p.Met()
	wrong := p.As(w.sam).Offers().Fails("offer.alone")
	p.As(w.mia).Offers().Fails("offer.alone")
	note := &casebook.Settling{Note: "pressed the wrong button"}
	need := func(n int) {
		if got := len(p.State().NeedLook()); got != n {
			t.Errorf("%d things need a look, want %d", got, n)
		}
	}
	need(2)
	p.As(w.sam).Naming(wrong).Does(casebook.LookSettled, note).Fails("settle.outside")
	p.As(w.mia).Naming(wrong).Does(casebook.LookSettled, note).Fails("settle.outside")
	p.Anonymous().Naming(wrong).Does(casebook.LookSettled, note).Fails("settle.outside")
	p.As(w.cora).Naming(wrong).Does(casebook.LookSettled, &casebook.Settling{}).Fails("settle.note")
	p.As(w.cora).Naming().Does(casebook.LookSettled, note).Fails("settle.names")
	need(7) // an attempt that breaks a rule needs a look too
})

var _ = story("G18", "a look settles exactly what it names", func(t T, w *world) {
	p := w.Person()
	p.Met()
	wrong, other := p.As(w.sam).Offers(), p.As(w.mia).Offers()
	p.As(w.cora).Naming(wrong).Does(casebook.LookSettled, &casebook.Settling{Note: "pressed the wrong button"}).Counts()
	wrong.Fails("offer.alone")
	if open := p.State().NeedLook(); len(open) != 1 || open[0].Ref != other.ref {
		t.Errorf("what still needs a look: %v", open)
	}
})

var _ = story("G28", "two wrong answers speak against the pair that asked; a look takes no worry away", func(t T, w *world) {
	p := w.Person()
	p.Agreed()
	call := p.As(w.cora).Calls(false, true)
	found := p.State().WrongAnswers()
	if len(found) != 1 || found[0].Ref != call.ref || len(found[0].Pair) != 2 || found[0].Settled {
		t.Fatalf("wrong answers: %+v", found)
	}
	for _, id := range found[0].Pair {
		if id != w.sam.id && id != w.mia.id {
			t.Errorf("it speaks against somebody who did not ask")
		}
	}
	p.As(w.cora).Naming(call).Does(casebook.LookSettled, &casebook.Settling{Note: "my own call"}).Fails("settle.outside")
	p.As(w.tess).Naming(call).Does(casebook.LookSettled, &casebook.Settling{Note: "spoke with both"}).Counts()
	if found = p.State().WrongAnswers(); !found[0].Settled {
		t.Errorf("somebody has looked: %+v", found)
	}
	w.Days(3)
	p.SaysYes("call.worrying")
})

var _ = story("G18", "nobody settles what they did themselves on the organisation's own side", func(t T, w *world) {
	wrong := w.decreed(w.cora, w.id(), casebook.StaffAdded, &casebook.Staff{Name: "Mallory", Hats: []string{casebook.Scout}})
	if lacks := w.apply(wrong); len(lacks) == 0 || len(w.house.NeedLook()) != 1 {
		t.Fatalf("a coordinator hired: %v", lacks)
	}
	looks := func(by *staff, note string) int {
		c := w.decreed(by, casebook.ID{}, casebook.HouseLooked, &casebook.Settling{Note: note})
		c.Refs = []casebook.Ref{ref(wrong)}
		w.apply(c)
		for _, f := range w.house.NeedLook() {
			if f.Ref == ref(wrong) {
				return 1
			}
		}
		return 0
	}
	if looks(w.cora, "it was me") == 0 || looks(w.sam, "who cares") == 0 || looks(w.tess, "") == 0 {
		t.Errorf("settled by the wrong people")
	}
	if looks(w.tess, "she was told who hires") != 0 {
		t.Errorf("it still waits for somebody")
	}
	if _, hired := w.house.Named("Mallory"); hired {
		t.Errorf("a look gave it an effect")
	}
})
