package casebook_test

import (
	"time"

	"willing/casebook"
)

var _ = story("G01", "nobody is approached without a check of the last day", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Talks().Fails("check.missing")
	check := p.As(w.sam).Checks()
	p.As(w.sam).Talks().Counts()
	w.Days(2)
	p.As(w.sam).Naming(check).Talks().Fails("check.old")
	p.As(w.sam).Does(casebook.CheckMade, &casebook.Check{Clear: false})
	p.As(w.sam).Talks().Fails("check.blocked")
})

var _ = story("G01", "a check that nobody signed is no check", func(t T, w *world) {
	p := w.Person()
	p.Anonymous().Checks().Fails("event.unsigned")
	p.Self().Checks().Fails("event.unsigned")
	p.As(w.sam).Forging(func(c *casebook.Commit) { c.Actor.Signed = false }).Checks().Fails("event.unsigned")
	p.As(w.sam).Talks().Fails("check.missing")
})

var _ = story("G01", "a check made with the clock set back is none", func(t T, w *world) {
	p := w.Person()
	check := p.As(w.sam).Checks()
	p.As(w.sam).Naming(check).Forging(func(c *casebook.Commit) { c.At = c.At.AddDate(0, 0, -3) }).Talks().Fails("check.old")
})

var _ = story("G01", "whoever says that one of us came before is looked up before anything else", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Checks()
	talk := p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "yes"})
	p.As(w.sam).Tells().Fails("match.open")
	p.As(w.sam).Naming(talk).Judges("different").Fails("judge.outside")
	p.As(w.otto).Naming(talk).Judges("different").Fails("judge.outside")
	if s := p.State(); len(s.Matches) != 1 || !s.Alone {
		t.Errorf("the match is not open: %+v", s.Matches)
	}
	p.As(w.cora).Naming(talk).Judges("different").Counts()
	p.As(w.sam).Tells().Counts()
})

var _ = story("G01", "whoever was spoken with says so at a further talk, and nothing comes of it", func(t T, w *world) {
	p := w.Person().Agreed()
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "yes"}).Counts()
	if s := p.State(); len(s.Matches) != 0 || s.Alone || s.Yes == nil {
		t.Errorf("a true word at a further talk raised a review: %+v", s.Matches)
	}
	p.As(w.sam).Tells().Counts()
})

var _ = story("G01", "an attempt, and a talk that broke the rules, explain nothing", func(t T, w *world) {
	yes := &casebook.Approach{Outcome: "talked", SpokenBefore: "yes"}
	for name, first := range map[string]func(p *person) did{
		"nobody was there": func(p *person) did {
			p.As(w.sam).Checks()
			return p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "not-there", SpokenBefore: "not-asked"})
		},
		"nobody had checked": func(p *person) did { return p.As(w.sam).Talks() },
		"nobody had signed": func(p *person) did {
			p.As(w.sam).Checks()
			return p.As(w.sam).Forging(func(c *casebook.Commit) { c.Actor.Signed = false }).Talks()
		},
	} {
		p := w.Person()
		talk := first(p)
		p.As(w.sam).Naming(talk, p.As(w.sam).Checks()).Does(casebook.ApproachMade, yes)
		if s := p.State(); len(s.Matches) != 1 || !s.Alone {
			t.Errorf("%s: the word raised %d reviews, want one", name, len(s.Matches))
		}
	}
	p := w.Person().Met()
	p.As(w.sam).Naming(p.As(w.sam).Checks()).Does(casebook.ApproachMade, yes)
	if s := p.State(); len(s.Matches) != 1 {
		t.Errorf("a talk that names no earlier one raised %d reviews, want one", len(s.Matches))
	}
})

var _ = story("G01", "an attempt after the first talk does not undo it", func(t T, w *world) {
	p := w.Person().Met()
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "not-there", SpokenBefore: "not-asked"}).Counts()
	p.As(w.sam).Tells().Counts()
})

var _ = story("G01", "the question comes first", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "not-asked"}).Fails("approach.ask-first")
	p.As(w.tess).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"}).Fails("approach.who")
})

var _ = story("G01", "a possible match blocks, even where its content is not to be read", func(t T, w *world) {
	p := w.Person()
	p.Met()
	p.Anonymous().Does(casebook.MatchFound, nil)
	p.As(w.sam).Tells().Fails("match.open")
	if due := p.State().Matches[0].Due; due.Sub(w.now) < 6*24*time.Hour {
		t.Errorf("a named person decides within 7 days, not by %v", due)
	}
})

var _ = story("G01", "a scout cannot release a match by dressing the judgement as a hold", func(t T, w *world) {
	p := w.Person()
	match := p.As(w.sam).Does(casebook.MatchFound, &casebook.Match{Marker: true, Strength: "strong"})
	p.As(w.sam).Naming(match).Claiming(casebook.Hold).Judges("different").Fails("judge.outside")
	if len(p.State().Matches) != 1 {
		t.Errorf("the match is gone")
	}
	p.LeftAlone()
})

var _ = story("G01", "where judgements differ the one that leaves alone wins, and a wrong one is corrected by name", func(t T, w *world) {
	p, other := w.Person(), w.Person()
	match := p.As(w.sam).Does(casebook.MatchFound, &casebook.Match{Other: other.id, Strength: "strong"})
	p.As(w.cora).Naming(match).Judges("same").Fails("judge.home") // whom it joins would come to the device
	if got := casebook.SameAs(w.house, p.commits); len(got) != 0 || !p.State().Alone {
		t.Errorf("on a device the records became one (%v), or the match lets somebody approach", got)
	}
	same := p.As(w.cora).On(w.hq).Naming(match).Judges("same").Counts()
	p.As(w.sol).On(w.hq).Naming(match).Judges("different").Counts()
	if got := casebook.SameAs(w.house, p.commits); len(got) != 1 || got[0] != other.id {
		t.Errorf("the records are %v, want one", got)
	}
	p.As(w.cora).Naming(match, same).Judges("different").Fails("judge.home") // a device may not know the other's team
	p.As(w.cora).On(w.hq).Naming(match, same).Judges("different").Counts()
	if got := casebook.SameAs(w.house, p.commits); len(got) != 0 {
		t.Errorf("the correction by name did not part them: %v", got)
	}
	if s := p.State(); s.Alone {
		t.Errorf("nothing stands against the person any more")
	}
})

var _ = story("G01", "the same as a marker carries the refusal", func(t T, w *world) {
	p := w.Person()
	match := p.As(w.sam).Does(casebook.MatchFound, &casebook.Match{Marker: true, Strength: "strong"})
	p.As(w.cora).Naming(match).Judges("same").Fails("judge.refuse")
	p.As(w.cora).Naming(match).Claiming(casebook.Refuse).Judges("same").Counts()
	p.Is(casebook.StageLeftAlone).LeftAlone()
})

var _ = story("G01", "a list of refusals goes by two people only, and not by importing it anew", func(t T, w *world) {
	batch := w.id()
	w.must(w.decree(w.cora, batch, casebook.RefusalsImported, &casebook.Batch{Office: "Brest", Markers: [][]byte{{1}, {2}}}))
	w.decree(w.cora, batch, casebook.RefusalsImported, &casebook.Batch{Office: "Brest"})
	if got := w.house.Batches()[batch]; got.Markers != 2 || got.Withdrawn {
		t.Errorf("an empty import emptied the list: %+v", got)
	}
	if lacks := w.decree(w.cora, batch, casebook.RefusalsWithdrawn, &casebook.Batch{Reason: "wrong file"}); len(lacks) == 0 {
		t.Errorf("one person withdrew a list of refusals")
	}
	c := w.decreed(w.cora, batch, casebook.RefusalsWithdrawn, &casebook.Batch{Reason: "wrong file"})
	c.Witnesses = []casebook.Proof{w.sol.proof()}
	w.must(w.apply(c))
	if lacks := w.decree(w.cora, w.id(), casebook.RowReleased, &casebook.Release{Row: []byte{1}}); len(lacks) == 0 {
		t.Errorf("a row was released without a reason")
	}
})

var _ = story("G01", "what headquarters decided where a person stands, nobody decides elsewhere, and until its word is there the match stands", func(t T, w *world) {
	for _, on := range []*device{w.hq, w.laptop} {
		p := w.Person()
		p.As(w.sam).Does(casebook.LeadNoted, &casebook.Lead{Source: "office", Territory: "IT"})
		match := p.As(w.sam).Does(casebook.MatchFound, &casebook.Match{Other: w.id(), Strength: "weak"})
		further := p.As(w.sam).Does(casebook.MatchFound, &casebook.Match{Other: w.id(), Strength: "weak"})
		judged := p.As(w.cora).On(on).Naming(match).Judges("different")
		if on == w.hq {
			judged.Counts()
		} else {
			judged.Fails("judge.home")
		}
		last := p.As(w.cora).On(w.hq).Naming(further).Judges("same") // in a lane that does not come here
		var there []*casebook.Commit
		for _, c := range p.commits {
			if c == last.c {
				continue
			}
			bare := *c
			bare.Events = nil
			for _, e := range c.Events {
				bare.Events = append(bare.Events, casebook.Event{Type: e.Type})
			}
			there = append(there, &bare)
		}
		s := casebook.Fold(w.house, there, w.now)
		if home := on == w.hq; len(s.Matches) != 2 || !s.Alone || s.Stage != casebook.StageSetAside || (len(s.ToDecide()) == 0) != home {
			t.Errorf("decided at headquarters %v: %s, %d of %d to decide", home, s.Stage, len(s.ToDecide()), len(s.Matches))
		}
	}
})

var _ = story("G01", "what was decided of one possible match takes back nothing that was decided of another", func(t T, w *world) {
	p, no := w.Person(), w.Person()
	no.Met().Self().Stops()
	p.As(w.sam).Does(casebook.LeadNoted, &casebook.Lead{Territory: "IT"})
	match := p.As(w.ada).On(w.hq).Does(casebook.MatchFound, &casebook.Match{Other: no.id, Strength: "strong"})
	p.As(w.tess).On(w.hq).Naming(match).Judges("different").Counts()
	same := p.As(w.cora).On(w.hq).Naming(match).Judges("same").Counts()
	made := p.Anonymous().Does(casebook.MatchFound, &casebook.Match{Marker: true, Strength: "weak"})
	p.As(w.sol).Naming(made, same).Judges("different").Counts()
	if len(casebook.SameAs(w.house, p.commits)) == 0 {
		t.Errorf("somebody on a device took back that they are the same as one who said no")
	}
	p.As(w.sol).On(w.hq).Naming(match, same).Judges("different").Counts()
	if len(casebook.SameAs(w.house, p.commits)) > 0 {
		t.Errorf("a wrong judgement is not corrected by name")
	}
})
