package casebook_test

import "willing/casebook"

var _ = story("G27", "files of people not taken go after the set time", func(t T, w *world) {
	no, said := refused(w)
	d := no.State().Deletion
	if d == nil || d.Gate != "G27" || !d.Due.Equal(said.c.Arrived.AddDate(0, 0, 180)) {
		t.Errorf("the deletion is %+v", d)
	}
	if d := w.Person().Settled().State().Deletion; d != nil {
		t.Errorf("somebody who agreed is kept: %+v", d)
	}
})

var _ = story("G27", "who was met and never asked, and who said 'not now', are not kept for ever either", func(t T, w *world) {
	dated := casebook.Date{Year: 2027, Month: 4, Day: 1}
	for _, lead := range []func(p *person){
		func(p *person) { p.Met() },
		func(p *person) { p.Understood() },
		func(p *person) { p.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{})) },
	} {
		p := w.Person()
		lead(p)
		s := p.State()
		if d := s.Deletion; d == nil || d.Gate != "G27" || d.Due.Before(s.Since.AddDate(0, 0, 180)) || d.Due.After(s.Since.AddDate(0, 0, 182)) {
			t.Errorf("%s: the deletion is %+v", s.Stage, d)
		}
	}
	p := w.Person()
	p.Asked().Self().Does(casebook.AnswerGiven, notNow(dated))
	if d := p.State().Deletion; d == nil || d.Due.Year() != 2027 || d.Due.Month() != 9 {
		t.Errorf("after a dated 'not now': %+v", d)
	}
	if d := w.Person().Asked().State().Deletion; d != nil {
		t.Errorf("who was asked may still answer: %+v", d)
	}
	q := w.Person()
	q.Settled().Anonymous().Does(casebook.StopAsked, &casebook.Blank{})
	if d := q.State().Deletion; d != nil {
		t.Errorf("a stranger's stop deletes somebody who said yes: %+v", d)
	}
})
