package casebook_test

import "willing/casebook"

var _ = story("G26", "what is still open stays a bound, and figures go back to nothing", func(t T, w *world) {
	var tally casebook.Tally
	no, _ := refused(w)
	states := []*casebook.State{no.State(), w.Person().Settled().State(), w.Person().Asked().State(), w.Person().Agreed().State(), w.Person().Met().State()}
	for _, s := range states {
		tally.Add(s, 1)
	}
	if got := tally.Yes(); got != (casebook.Bound{Low: 1, High: 3}) {
		t.Errorf("the yes is %+v, want 1 to 3", got)
	}
	if tally.Reached != 5 || tally.Open() != 3 {
		t.Errorf("reached %d, open %d", tally.Reached, tally.Open())
	}
	for _, s := range states {
		tally.Add(s, -1)
	}
	if len(tally.Stages) != 0 || tally.Reached != 0 {
		t.Errorf("something is left: %+v", tally)
	}
})
