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

var _ = story("G27", "who was hidden by one of us, and about whom nobody decided, is not kept for ever either", func(t T, w *world) {
	p := w.Person()
	p.Met()
	p.As(w.sam).Does(casebook.ErasureRequested, &casebook.Erasure{Cause: "staff"})
	if d := p.State().Deletion; d == nil || d.Gate != "G27" {
		t.Errorf("the deletion is %+v", d)
	}
})

// reviews has some people look at the markers of a generation: the first acts, the others witness.
func (w *world) reviews(r casebook.MarkerReview, who ...*staff) []casebook.Lack {
	c := w.decreed(who[0], casebook.ID{}, casebook.MarkersReviewed, &r)
	for _, s := range who[1:] {
		c.Witnesses = append(c.Witnesses, s.proof())
	}
	return w.apply(c)
}

var _ = story("G27", "markers are looked at every five years, and none is let go before it is as old", func(t T, w *world) {
	made := w.now
	first := func() casebook.MarkersNow { return w.house.MarkersOf(1, made) }
	if due := first().Due; !due.Equal(made.AddDate(5, 0, 0)) {
		t.Errorf("somebody looks on %v", due)
	}
	letGo := casebook.MarkerReview{Generation: 1, Reason: "nobody is on this list any more"}
	fails := func(why string, lacks []casebook.Lack) {
		t.Helper()
		if len(lacks) == 0 || lacks[0].Key != why {
			t.Errorf("want %s, got %v", why, lacks)
		}
	}
	fails("markers.in-use", w.reviews(letGo, w.cora, w.sol))
	w.Days(365)
	w.must(w.decree(w.ada, casebook.ID{}, casebook.MarkersRenewed, &casebook.MarkerKeys{Generation: 2}))
	fails("markers.older", w.decree(w.ada, casebook.ID{}, casebook.MarkersRenewed, &casebook.MarkerKeys{Generation: 2}))
	w.Days(4*365 + 2) // the oldest is five years old, the youngest is not
	fails("markers.young", w.reviews(letGo, w.cora, w.sol))
	fails("markers.reason", w.reviews(casebook.MarkerReview{Generation: 1, Keep: true}, w.cora))
	fails("markers.who", w.reviews(casebook.MarkerReview{Generation: 1, Keep: true, Reason: "mine"}, w.sam))
	w.must(w.reviews(casebook.MarkerReview{Generation: 1, Keep: true, Reason: "the youngest are four years old"}, w.cora))
	if now := first(); !now.Due.Equal(now.MayGo) || now.Gone {
		t.Errorf("somebody looks again when the youngest are old enough: %+v", now)
	}
	w.Days(366)
	fails("markers.two", w.reviews(letGo, w.cora))
	fails("markers.two", w.reviews(letGo, w.cora, w.cora))
	fails("markers.two", w.reviews(letGo, w.cora, w.sam))
	if first().Gone {
		t.Fatalf("they went without two people")
	}
	w.must(w.reviews(letGo, w.cora, w.sol))
	if now := first(); now.Gone || !now.Leaving.Equal(w.now.AddDate(0, 0, 30)) {
		t.Fatalf("they wait for a month: %+v", now)
	}
	w.Days(29)
	fails("markers.wait", w.reviews(letGo, w.cora, w.sol))
	fails("markers.who", w.reviews(letGo, w.sam, w.sol))
	w.must(w.reviews(casebook.MarkerReview{Generation: 1, Keep: true, Reason: "I know one of them"}, w.sam)) // anybody keeps them
	w.Days(2)
	w.must(w.reviews(letGo, w.cora, w.sol)) // decided anew, and a month runs again
	fails("markers.wait", w.reviews(letGo, w.cora, w.sol))
	w.Days(31)
	w.must(w.reviews(letGo, w.cora, w.sol))
	if gone := w.house.MarkersGone(); len(gone) != 1 || gone[0] != 1 || w.house.MarkersOf(2, w.now).Gone {
		t.Errorf("gone are %v", gone)
	}
	fails("markers.gone", w.reviews(casebook.MarkerReview{Generation: 1, Keep: true, Reason: "a mistake"}, w.cora, w.sol))
})

var _ = story("G27", "markers that two people let go while headquarters' clock ran years ahead are kept once it is right", func(t T, w *world) {
	made := w.now
	w.Days(1)
	w.must(w.decree(w.ada, casebook.ID{}, casebook.MarkersRenewed, &casebook.MarkerKeys{Generation: 2}))
	letGo := casebook.MarkerReview{Generation: 1, Reason: "five years are over"}
	w.Days(6 * 365)
	ahead := w.house.Pos + 1
	w.must(w.reviews(letGo, w.cora, w.sol))
	w.Days(-6 * 365)
	w.must(w.setsClock(ahead, w.ada, w.cora))
	if now := w.house.MarkersOf(1, made); !now.Leaving.IsZero() || now.MayGo.Before(w.now.AddDate(4, 0, 0)) {
		t.Errorf("the clock is right: %+v", now)
	}
	if lacks := w.reviews(letGo, w.cora, w.sol); len(lacks) == 0 || len(w.house.MarkersGone()) > 0 {
		t.Errorf("they went after a day")
	}
})

var _ = story("G27", "a shorter time for markers is for those who say no later", func(t T, w *world) {
	made := w.now
	w.must(w.decree(w.ada, casebook.ID{}, casebook.MarkersRenewed, &casebook.MarkerKeys{Generation: 2}))
	w.limits.MarkerYears = 1
	w.must(w.publish())
	w.Days(3 * 365)
	if lacks := w.reviews(casebook.MarkerReview{Generation: 1, Reason: "a year is over"}, w.cora, w.sol); len(lacks) == 0 || lacks[0].Key != "markers.young" {
		t.Errorf("whoever said no was promised five years: %v", lacks)
	}
	if may := w.house.MarkersOf(1, made).MayGo; may.Before(made.AddDate(5, 0, 0)) {
		t.Errorf("they may go on %v", may)
	}
})

// setsClock has people say that headquarters' stamps were wrong from a position on.
func (w *world) setsClock(from uint64, who ...*staff) []casebook.Lack {
	c := w.decreed(who[0], casebook.ID{}, casebook.ClockSetRight, &casebook.ClockRight{From: from})
	for _, s := range who[1:] {
		c.Witnesses = append(c.Witnesses, s.proof())
	}
	return w.apply(c)
}

var _ = story("G10", "nobody ends all times that run by setting headquarters' clock back alone", func(t T, w *world) {
	w.Days(-10 * 365)
	if lacks := w.setsClock(1, w.ada); len(lacks) == 0 || lacks[0].Key != "clock.two" {
		t.Errorf("one alone said that nothing happened later than ten years ago: %v", lacks)
	}
	if lacks := w.setsClock(1, w.ada, w.sam); len(lacks) == 0 {
		t.Errorf("a scout is no second")
	}
	w.Days(10 * 365)
	if at := w.house.TrueTime(2, w.now); !at.Equal(w.now) {
		t.Errorf("what was stamped now counts as of %v", at)
	}
})

var _ = story("G27", "one person renews the keys of the markers once in a month, and skips no numbers", func(t T, w *world) {
	renews := func(generation uint16, with ...*staff) []casebook.Lack {
		c := w.decreed(w.ada, casebook.ID{}, casebook.MarkersRenewed, &casebook.MarkerKeys{Generation: generation})
		for _, s := range with {
			c.Witnesses = append(c.Witnesses, s.proof())
		}
		return w.apply(c)
	}
	fails := func(why string, lacks []casebook.Lack) {
		t.Helper()
		if len(lacks) == 0 || lacks[0].Key != why {
			t.Errorf("want %s, got %v", why, lacks)
		}
	}
	fails("markers.skips", renews(65535))
	w.must(renews(2))
	w.Days(29)
	fails("markers.soon", renews(3))
	fails("markers.soon", renews(3, w.ada))
	fails("markers.soon", renews(3, w.sam))
	w.must(renews(3, w.cora)) // a thief had the file
	w.Days(31)
	w.must(renews(4))
})
