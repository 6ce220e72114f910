package casebook_test

import "willing/casebook"

func remarks(s *casebook.State, hats ...string) int {
	n := 0
	for _, f := range s.FactsFor(casebook.Viewer{Hats: hats}) {
		if f.Type == casebook.RemarkVolunteered {
			n++
		}
	}
	return n
}

var _ = story("G13", "what somebody volunteers is hidden from the team", func(t T, w *world) {
	p, _ := refused(w)
	p.Self().Does(casebook.RemarkVolunteered, &casebook.Remark{Text: "one of you was rude"}).Counts()
	for _, hat := range casebook.Hats {
		if remarks(p.State(), hat) != 0 {
			t.Errorf("a %s reads what was not meant for them", hat)
		}
	}
	p.Self().Does(casebook.RemarkVolunteered, &casebook.Remark{Text: "and worse", Safeguarding: true}).Counts()
	if remarks(p.State(), casebook.Safeguarding) != 1 || remarks(p.State(), casebook.Scout, casebook.Coordinator) != 0 {
		t.Errorf("safeguarding alone reads what the person wanted them to")
	}
})

var _ = story("G13", "a no needs no reason, and all endings look alike from outside", func(t T, w *world) {
	no, _ := refused(w)
	left := w.Person().Settled()
	left.Self().Withdraws()
	away := w.Person().Settled()
	away.As(w.tess).Does(casebook.SelectionMade, &casebook.Selection{Reason: "cannot swim"}).Counts()
	silent := w.Person().Asked()
	w.Days(40)
	for _, p := range []*person{no, left, away, silent} {
		if got := p.State().Outward(); got != "closed" {
			t.Errorf("%s looks like %s", p.State().Stage, got)
		}
	}
})
