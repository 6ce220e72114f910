package casebook_test

import (
	"encoding/json"
	"time"

	"willing/casebook"
)

// Dates that nobody has, clocks that are years off, and what somebody hopes to gain by them.

var _ = story("G08", "a guardian's no ends no earlier than the person is of age, whatever day somebody writes beside it", func(t T, w *world) {
	for _, majority := range []casebook.Date{{Year: 1}, {Year: 2001, Month: 1, Day: 2}, {Year: 2026, Month: 3, Day: 1}} {
		p := w.Person()
		p.As(w.mia).Does(casebook.GuardianAnswered, &casebook.Guardian{Majority: majority}).Counts()
		p.LeftAlone()
	}
	p := w.Person()
	p.As(w.mia).Does(casebook.AgeStated, &casebook.Age{Born: casebook.Date{Year: 2010, Month: 6, Day: 1}})
	p.As(w.mia).Does(casebook.GuardianAnswered, &casebook.Guardian{Majority: casebook.Date{Year: 2026, Month: 6, Day: 1}})
	w.Days(365)
	p.LeftAlone()
	p.As(w.sam).Checks()
	p.As(w.sam).Talks().Fails("contact.refused")
	w.Days(365 + 100)
	if p.State().Alone {
		t.Errorf("they are of age, and the guardian's no has lapsed")
	}
})

var _ = story("G08", "the day of coming of age has begun everywhere before anybody is an adult, leap days too", func(t T, w *world) {
	at := func(year, month, day, hour int) time.Time {
		return time.Date(year, time.Month(month), day, hour, 0, 0, 0, time.UTC)
	}
	for _, one := range []struct {
		born  casebook.Date
		on    time.Time
		years int
	}{
		{casebook.Date{Year: 2008, Month: 2, Day: 29}, at(2026, 2, 28, 23), 17},
		{casebook.Date{Year: 2008, Month: 2, Day: 29}, at(2026, 3, 1, 11), 17},
		{casebook.Date{Year: 2008, Month: 2, Day: 29}, at(2026, 3, 1, 12), 18},
		{casebook.Date{Year: 2008, Month: 5, Day: 9}, at(2026, 5, 9, 1).In(time.FixedZone("", 14*3600)), 17},
		{casebook.Date{Year: 9999, Month: 12, Day: 31}, at(2026, 5, 9, 1), -7974},
	} {
		if years, ok := one.born.SurelyAged(one.on); !ok || years != one.years {
			t.Errorf("born %s, at %v: %d, want %d", one.born, one.on, years, one.years)
		}
	}
	p := aged(w, "crew", casebook.Date{Year: 1})
	p.As(w.sam).With(w.mia).Offers().Fails("offer.age") // nobody is two thousand years old
})

var _ = story("G08", "the scout is nobody's guardian, and a young person's no stands after their guardian's yes", func(t T, w *world) {
	p := aged(w, "shore", casebook.Date{Year: 2009, Month: 2, Day: 1})
	p.As(w.sam).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true, Name: " sam"}).Fails("guardian.own")
	w.tie(w.sam.id, p.id)
	p.As(w.sam).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true, Name: "Rosa"}).Fails("guardian.own")
	q := aged(w, "shore", casebook.Date{Year: 2009, Month: 2, Day: 1})
	q.Self().Stops().Counts()
	q.As(w.mia).With(w.sam).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true, Name: "Rosa"})
	q.As(w.mia).With(w.sam).Does(casebook.AssentGiven, &casebook.Blank{})
	q.As(w.sam).With(w.mia).Offers().Fails("offer.refused")
	q.LeftAlone()
})

var _ = story("G12", "a 'not now' until a day that is over is one without a day", func(t T, w *world) {
	for _, until := range []casebook.Date{{Year: 1}, {Year: 2026, Month: 3, Day: 1}, {Year: 2025}} {
		p := w.Person()
		p.Asked().Self().Does(casebook.AnswerGiven, notNow(until)).Counts()
		p.LeftAlone().Is(casebook.StageNotNow)
	}
	p := w.Person()
	p.Asked().Self().Does(casebook.AnswerGiven, notNow(casebook.Date{Year: 9999, Month: 12, Day: 31})).Counts()
	w.Days(40_000)
	p.LeftAlone()
	d := p.State().Deletion
	if d == nil || d.Due.Year() < 9999 {
		t.Fatalf("their word keeps the file: %+v", d)
	}
	if _, err := json.Marshal(d); err != nil {
		t.Errorf("the end of the file cannot be written down: %v", err)
	}
})

var _ = story("G12", "an offer made by a clock that is years ahead lapses in time, and its file goes", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	w.Days(2)
	p.As(w.sam).With(w.mia).Forging(func(c *casebook.Commit) { c.At = time.Date(9999, 12, 1, 0, 0, 0, 0, time.UTC) }).Offers().Counts()
	w.Days(31)
	p.Is(casebook.StageLapsed)
	if d := p.State().Deletion; d == nil || d.Due.After(w.now.AddDate(0, 0, 200)) {
		t.Errorf("the file goes on %+v", d)
	}
})

var _ = story("G27", "a talk noted by a clock that is years ahead keeps no file", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Forging(func(c *casebook.Commit) { c.At = c.At.AddDate(100, 0, 0) }).Checks()
	p.As(w.sam).Forging(func(c *casebook.Commit) { c.At = c.At.AddDate(100, 0, 0) }).Talks()
	if s := p.State(); s.Deletion == nil || s.Deletion.Due.After(w.now.AddDate(0, 0, 200)) {
		t.Errorf("at %s since %v, the file goes on %+v", s.Stage, s.Since, s.Deletion)
	}
})

var _ = story("G09", "two administrators who revoke each other: the first word stands, and neither alone enrols anybody", func(t T, w *world) {
	eve := w.hire("Eve", casebook.Administrator)
	w.must(w.decree(w.ada, w.cora.id, casebook.KeyRevoked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.cora.key)}))
	w.must(w.decree(w.ada, w.sol.id, casebook.KeyRevoked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.sol.key)}))
	w.must(w.decree(w.ada, eve.id, casebook.KeyRevoked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(eve.key)}))
	if lacks := w.decree(eve, w.ada.id, casebook.KeyRevoked, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(w.ada.key)}); len(lacks) == 0 {
		t.Errorf("whose key was revoked revokes")
	}
	mallory := w.id()
	w.must(w.decree(w.ada, mallory, casebook.StaffAdded, &casebook.Staff{Name: "Mallory", Hats: []string{casebook.Coordinator}}))
	if lacks := w.enrol(mallory, w.key(), eve); len(lacks) == 0 {
		t.Errorf("a revoked key signs for a new one")
	}
	if lacks := w.decree(w.ada, mallory, casebook.KeyEnrolled, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(eve.key)}); len(lacks) == 0 {
		t.Errorf("a key is enrolled for a second person")
	}
})
