package casebook_test

import (
	"testing"
	"time"

	"willing/casebook"
)

// The words of the way, as an honest program writes them.

func (a *act) Checks() did {
	return a.Does(casebook.CheckMade, &casebook.Check{Clear: true})
}

func (a *act) Talks() did {
	return a.Does(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
}

func (a *act) Tells() did { return a.TellsVersion(a.p.w.version) }

func (a *act) TellsVersion(version int) did {
	return a.Does(casebook.DisclosureDelivered, a.p.telling(version))
}

func (p *person) telling(version int) *casebook.Delivered {
	return &casebook.Delivered{Role: p.role, Version: version, Language: "en", Understands: true, Cost: "aloud", Full: "paper", Meeting: p.w.meeting}
}

func (a *act) Hears(points ...string) did {
	if len(points) == 0 {
		points = casebook.Points
	}
	return a.Does(casebook.UnderstandingHeard, &casebook.Understanding{Heard: points})
}

func (a *act) NotesBirth(year, month, day int) did {
	return a.Does(casebook.AgeStated, &casebook.Age{Born: casebook.Date{Year: year, Month: month, Day: day}})
}

func (a *act) Offers() did {
	return a.Does(casebook.OfferMade, &casebook.Offer{Role: a.p.role, Meeting: a.p.w.meeting})
}

// Says is an answer on the phone turned round.
func (a *act) Says(answer string) did {
	return a.Does(casebook.AnswerGiven, &casebook.Answer{Answer: answer, Method: "turned", NoWish: true})
}

func (a *act) Stops() did     { return a.Does(casebook.StopMade, &casebook.Blank{}) }
func (a *act) Withdraws() did { return a.Does(casebook.WithdrawalMade, &casebook.Blank{}) }

func (a *act) Reopens(how string) did {
	return a.Does(casebook.PersonReopened, &casebook.Reopening{How: how})
}

func (a *act) Calls(told, free bool) did {
	return a.Does(casebook.CallMade, &casebook.Call{Reached: true, Alone: true, ToldCost: told, FeltFree: free})
}

func (a *act) Judges(verdict string) did {
	return a.Does(casebook.MatchJudged, &casebook.Judgement{Verdict: verdict, Reason: "looked at both"})
}

// Met, Told, Understood, Asked and Agreed lead a person along the way with Sam and Mia, by the rules.
func (p *person) Met() *person {
	p.As(p.w.sam).Checks()
	p.As(p.w.sam).Talks()
	p.As(p.w.sam).NotesBirth(1996, 5, 9)
	return p
}

func (p *person) Told() *person {
	p.Met().As(p.w.sam).Tells()
	return p
}

func (p *person) Understood() *person {
	p.Told().As(p.w.mia).Hears()
	p.w.Days(1)
	return p
}

func (p *person) Asked() *person {
	p.Understood().As(p.w.sam).With(p.w.mia).Offers()
	return p
}

// Yes says yes on the phone turned round.
func (p *person) Yes() did { return p.Self().With(p.w.sam, p.w.mia).Says("yes") }

func (p *person) Agreed() *person {
	p.Asked().Yes()
	return p
}

// Settled is a yes that has taken effect.
func (p *person) Settled() *person {
	p.Agreed().As(p.w.cora).On(p.w.hq).Calls(true, true)
	p.w.Days(2)
	return p
}

// HasLink issues a private link by somebody, alone or with others, and keeps its key with the person.
func (p *person) HasLink(by *staff, with ...*staff) did {
	p.linkKey = p.w.key()
	return p.As(by).With(with...).Does(casebook.LinkIssued, &casebook.Link{Key: []byte(p.linkKey), Expires: p.w.now.Add(90 * 24 * time.Hour).Unix()})
}

func (p *person) Is(stage casebook.Stage) *person {
	p.w.t.Helper()
	if s := p.State(); s.Stage != stage {
		p.w.t.Errorf("the stage is %s, want %s", s.Stage, stage)
	}
	return p
}

// LeftAlone: no yes, nobody may approach, no step of the way is open.
func (p *person) LeftAlone() *person {
	p.w.t.Helper()
	s := p.State()
	if s.Yes != nil || !s.Alone {
		p.w.t.Errorf("the person should be left alone; alone is %v, the yes %+v", s.Alone, s.Yes)
	}
	for _, step := range s.Next(p.role, casebook.ID{1}, p.w.now) {
		if len(step.Missing) == 0 {
			p.w.t.Errorf("the step %s is open", step.Act)
		}
	}
	return p
}

// SaysYes: there is a yes; effective or waiting for these lacks.
func (p *person) SaysYes(waits ...string) *person {
	p.w.t.Helper()
	y := p.State().Yes
	if y == nil {
		p.w.t.Fatalf("there is no yes")
	}
	if y.Effective != (len(waits) == 0) {
		p.w.t.Errorf("effective is %v, it waits for %v, want %v", y.Effective, y.WaitsFor, waits)
	}
	for _, key := range waits {
		found := false
		for _, l := range y.WaitsFor {
			found = found || l.Key == key
		}
		if !found {
			p.w.t.Errorf("the yes should wait for %s, it waits for %v", key, y.WaitsFor)
		}
	}
	return p
}

func (p *person) NoYes() *person {
	p.w.t.Helper()
	if y := p.State().Yes; y != nil {
		p.w.t.Errorf("there is a yes: %+v", y)
	}
	return p
}

func TestTheWholeWay(t *testing.T) {
	w := newWorld(t)
	p := w.Person()
	p.Is(casebook.StageNoted)
	p.Met().Is(casebook.StageApproached)
	p.As(w.sam).Tells().Counts()
	p.Is(casebook.StageTold)
	p.As(w.mia).Hears().Counts()
	p.Is(casebook.StageUnderstood)
	w.Days(1)
	for _, step := range p.State().Next("crew", casebook.ID{1}, w.now)[1:4] {
		if len(step.Missing) > 0 {
			t.Errorf("%s should be open, it lacks %v", step.Act, step.Missing)
		}
	}
	p.As(w.sam).With(w.mia).Offers().Counts()
	p.Is(casebook.StageOffered)
	p.Yes().Counts()
	p.Is(casebook.StageProvisional).SaysYes("yes.reflection", "call.missing")
	p.As(w.cora).On(w.hq).Calls(true, true).Counts()
	w.Days(2)
	p.Is(casebook.StageEffective).SaysYes()
	if y := p.State().Yes; y.Role != "crew" || y.Version != 1 || y.Language != "en" {
		t.Errorf("the yes is about %s, version %d, %s", y.Role, y.Version, y.Language)
	}
}
