package casebook_test

import (
	"slices"
	"time"

	"willing/casebook"
)

var _ = story("G09", "turned round: the pair that asked witnesses, each with their own key", func(t T, w *world) {
	shortcuts := map[string]func(a *act) *act{
		"nobody":         func(a *act) *act { return a },
		"one":            func(a *act) *act { return a.With(w.sam) },
		"the same twice": func(a *act) *act { return a.With(w.sam, w.sam) },
		"two scouts":     func(a *act) *act { return a.With(w.sam, w.otto) },
		"forged":         func(a *act) *act { return a.With(w.sam, &staff{"Mia", w.mia.id, w.key()}) },
		"another's key":  func(a *act) *act { return a.With(w.sam, &staff{"Mia", w.mia.id, w.sam.key}) },
		"unsigned witness": func(a *act) *act {
			return a.With(w.sam, w.mia).Forging(func(c *casebook.Commit) { c.Witnesses[1].Signed = false })
		},
		"the server's key": func(a *act) *act {
			return a.With(w.sam, w.mia).Forging(func(c *casebook.Commit) { c.Witnesses[1].Alg = "server" })
		},
	}
	for name, shortcut := range shortcuts {
		p := w.Person()
		p.Asked()
		shortcut(p.Self()).Says("yes").Fails("yes.witnesses")
		if p.State().Yes != nil {
			t.Errorf("%s: a yes", name)
		}
	}
	p := w.Person()
	p.Asked()
	p.Self().With(w.otto, w.max).Says("yes").Fails("yes.pair")
	p.Self().With(w.sam, w.mia, w.cora).Says("yes").Counts()
})

var _ = story("G09", "a couple counts as one, a revoked key as none", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.tie(w.sam.id, w.mia.id)
	p.Yes().Fails("yes.witnesses")
	q := w.Person()
	q.Understood().As(w.sam).With(w.max).Offers()
	w.must(w.decree(w.sol, w.max.id, casebook.KeyRevoked, &casebook.EnrolledKey{Key: []byte(w.max.key)}))
	q.Self().With(w.sam, w.max).Says("yes").Fails("yes.witnesses")
	q.NoYes()
})

var _ = story("G09", "a witness named but not signing in the offer is none of the pair", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	p.As(w.sam).With(w.mia, w.max).Forging(func(c *casebook.Commit) { c.Witnesses[1].Signed = false }).Offers().Counts()
	p.Self().With(w.sam, w.max).Says("yes").Fails("yes.pair")
})

var _ = story("G09", "an unheard-of way of answering does not escape the hour of the pair", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.Days(3)
	p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "by owl", NoWish: true}).Fails("yes.method")
	p.NoYes()
})

var _ = story("G09", "through the person's own link", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	p.Asked()
	own := func() *casebook.Answer { return &casebook.Answer{Answer: "yes", Method: "own", NoWish: true} }
	p.Self().Does(casebook.AnswerGiven, own()).Fails("yes.own")
	p.Holding(w.key()).Does(casebook.AnswerGiven, own()).Fails("yes.own")
	p.Holding(w.sam.key).Does(casebook.AnswerGiven, own()).Fails("yes.own")
	p.Holding(p.linkKey).Naming(did{ref: ref(p.commits[len(p.commits)-4])}).Does(casebook.AnswerGiven, own()).Fails("yes.own")
	p.Holding(p.linkKey).Does(casebook.AnswerGiven, own()).Counts()
	if g := p.State().Yes.Grade; g != casebook.GradeOwnDevice {
		t.Errorf("the grade is %q", g)
	}
})

var _ = story("G09", "a link that ran out, or one made of a staff key, is none", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.sam)
	p.Asked()
	w.Later(time.Hour)
	p.Holding(p.linkKey).Forging(func(c *casebook.Commit) { c.At = c.At.AddDate(1, 0, 0); c.Arrived = c.At }).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Fails("yes.own")
	p.As(w.sam).Does(casebook.LinkIssued, &casebook.Link{Key: []byte(w.sam.key), Expires: w.now.AddDate(1, 0, 0).Unix()}).Fails("link.staff-key")
	p.Anonymous().Does(casebook.LinkIssued, &casebook.Link{Key: []byte(w.key()), Expires: w.now.AddDate(1, 0, 0).Unix()}).Fails("link.who")
})

var _ = story("", "a new key takes two people", func(t T, w *world) {
	key := w.key()
	if lacks := w.decree(w.ada, w.sam.id, casebook.KeyEnrolled, &casebook.EnrolledKey{Key: []byte(key)}); len(lacks) == 0 {
		t.Errorf("one person enrolled a key")
	}
	w.must(w.enrol(w.sam.id, key, w.sol))
	if lacks := w.enrol(w.mia.id, key, w.sol); len(lacks) == 0 {
		t.Errorf("a key was enrolled for two people")
	}
	w.tie(w.ada.id, w.cora.id)
	if lacks := w.enrol(w.sam.id, w.key(), w.cora); len(lacks) == 0 {
		t.Errorf("a couple enrolled a key")
	}
})

var _ = story("G09", "a link that has ended comes back by no clock set back", func(t T, w *world) {
	p := w.Person()
	p.HasLink(w.cora)
	w.Days(80)
	p.Asked()
	w.Days(15) // the link has ended, the question is open
	w.must(w.publish())
	before := func(c *casebook.Commit) { c.At = c.At.AddDate(0, 0, -10) }
	p.Holding(p.linkKey).Forging(before).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Fails("yes.own")
	p.NoYes()
})

var _ = story("G09", "a link is ended by the team or by itself, and by nobody else", func(t T, w *world) {
	p := w.Person()
	link := p.HasLink(w.cora)
	ends := func() *act { return p.Anonymous().Naming(link) }
	ends().Does(casebook.LinkRevoked, &casebook.Blank{}).Fails("revoke.who")
	p.As(w.cora).Does(casebook.LinkRevoked, &casebook.Blank{}).Fails("revoke.names")
	p.Holding(w.key()).Naming(link).Does(casebook.LinkRevoked, &casebook.Blank{}).Fails("revoke.who")
	p.Asked()
	p.Holding(p.linkKey).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}).Counts() // it still serves
	p.Holding(p.linkKey).Naming(link).Does(casebook.LinkRevoked, &casebook.Blank{}).Counts()
	if links := p.State().Links(); len(links) != 1 || !links[0].Revoked {
		t.Errorf("the links are %+v", links)
	}
})

var _ = story("move", "whose business a person is, headquarters alone says", func(t T, w *world) {
	w.must(w.decree(w.cora, casebook.ID{}, casebook.ProgrammePublished, &casebook.Programme{
		ID: "sea-rescue", Version: w.house.Programme(w.house.Pos).Version + 1, Limits: w.limits, Territories: []casebook.Territory{{ID: "IT"}, {ID: "FR"}},
	}))
	p := w.Person()
	p.Met()
	to := func(territory string) *casebook.Moved { return &casebook.Moved{Territory: territory} }
	p.As(w.sam).Does(casebook.PersonMoved, to("FR")).Fails("move.who")
	p.As(w.cora).On(w.laptop).Does(casebook.PersonMoved, to("FR")).Fails("move.who")
	p.As(w.sam).On(w.hq).Does(casebook.PersonMoved, to("FR")).Fails("move.who")
	p.As(w.cora).On(w.hq).Does(casebook.PersonMoved, to("nowhere")).Fails("move.territory")
	if at := p.State().Territory; at == "FR" || at == "nowhere" {
		t.Errorf("a scout moved a person to %s", at)
	}
	p.As(w.cora).On(w.hq).Does(casebook.PersonMoved, to("FR")).Counts()
	if at := p.State().Territory; at != "FR" {
		t.Errorf("the person stands in %s", at)
	}
})

var _ = story("G09", "nobody says yes by word of mouth, and a no that was said stands in whatever order it comes", func(t T, w *world) {
	said := func(answer string) *casebook.Answer {
		return &casebook.Answer{Answer: answer, Method: "said", NoWish: true}
	}
	p := w.Person()
	p.Asked().Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, said("yes")).Fails("yes.method")
	p.HasLink(w.cora, w.ada).Counts()
	p.Holding(p.linkKey).Does(casebook.AnswerGiven, said("yes")).Fails("yes.method")
	p.NoYes()
	p.Yes().Counts()
	p.As(w.cora).On(w.hq).Calls(true, true)
	w.Days(2)
	p.SaysYes()
	own := &casebook.Answer{Answer: "no", Method: "said", Covers: "role", Receipt: []byte(w.key())}
	p.As(w.otto).On(w.laptop).Does(casebook.AnswerGiven, own)
	for i := range p.commits {
		order := append(slices.Clone(p.commits[i:]), p.commits[:i]...)
		if s := casebook.Fold(w.house, order, w.now); s.Yes != nil || !s.Alone || !s.Refused {
			t.Fatalf("begun at %d: %+v", i, s.Yes)
		}
	}
	p.Holding(string(own.Receipt)).Reopens("receipt").Fails("reopen.receipt") // who wrote it down holds no key to it
	p.As(w.cora).With(w.tess).On(w.hq).Reopens("own-approach").Counts()       // the person comes back: nobody is silenced for good
	if p.State().Alone {
		t.Errorf("they came back, and are left alone for good")
	}
})
