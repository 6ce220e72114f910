package casebook_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"willing/casebook"
)

// eventTypes are all that this program knows, and two that it does not.
var eventTypes = []string{
	casebook.LeadNoted, casebook.ParticularsNoted, casebook.MatchFound, casebook.MatchJudged, casebook.CheckMade, casebook.ApproachMade,
	casebook.InterviewHeld, casebook.TestTaken, casebook.AgeStated, casebook.AgeProven, casebook.AgeCorrected, casebook.GuardianAnswered, casebook.AssentGiven,
	casebook.LinkIssued, casebook.DisclosureDelivered, casebook.UnderstandingHeard, casebook.OfferMade, casebook.AnswerGiven,
	casebook.PermissionGiven, casebook.CallMade, casebook.UpdateAnswered, casebook.WithdrawalMade, casebook.StopMade, casebook.StopUndone,
	casebook.PersonReopened, casebook.SelectionMade, casebook.RemarkVolunteered, casebook.ErasureRequested, casebook.ErasureConfirmed,
	casebook.ErasureDenied, casebook.ErasureDone, casebook.HouseFounded, casebook.ProgrammePublished, casebook.DisclosureProposed,
	casebook.DisclosureApproved, casebook.StaffAdded, casebook.StaffChanged, casebook.KeyEnrolled, casebook.KeyRevoked, casebook.TeamFormed,
	casebook.TieDeclared, casebook.TieEnded, casebook.DeviceGranted, casebook.DeviceRevoked, casebook.LanesReceived, casebook.RefusalsImported,
	casebook.RefusalsWithdrawn, casebook.RowReleased, "answer.sung", "",
}

var effects = []casebook.Effect{
	casebook.Refuse, casebook.Hold, casebook.Consent, casebook.Reopen, casebook.Erase, casebook.Move, casebook.Grant, casebook.Revoke, casebook.Relay,
}

// history is a person's file written by honest people and by a modified client, on several devices.
func history(rt *rapid.T, w *world) *person {
	p := w.Person()
	honest := []func(){
		func() { p.Met() }, func() { p.Told() }, func() { p.Understood() }, func() { p.Asked() }, func() { p.Agreed() }, func() { p.Settled() },
		func() { p.Self().Stops() }, func() { p.Self().On(w.hq).Says("no") }, func() { p.As(w.cora).With(w.tess).On(w.hq).Reopens("own-approach") },
		func() { p.As(w.cora).On(w.hq).Calls(true, true) }, func() { p.Yes() }, func() { p.As(w.sam).With(w.mia).Offers() },
		func() { w.Leaves(w.phone) }, func() { w.Meets(w.phone) }, func() { w.Leaves(w.laptop) }, func() { w.Meets(w.laptop) },
		func() { w.Days(3) }, func() { w.Days(40) }, func() { w.newText(true) },
		func() { p.As(w.cora).On(w.hq).Judges("different") },
		func() { p.As(w.sam).With(w.mia).Does(casebook.AgeProven, aBirth(rt)) },
		func() { p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, aBirth(rt)) },
	}
	for range rapid.IntRange(1, 12).Draw(rt, "steps") {
		if rapid.IntRange(0, 2).Draw(rt, "wild") > 0 {
			honest[rapid.IntRange(0, len(honest)-1).Draw(rt, "honest")]()
		} else {
			wild(rt, w, p)
		}
	}
	return p
}

// wild writes one event that no honest program would, on any device.
func wild(rt *rapid.T, w *world, p *person) {
	people := []*staff{w.sam, w.mia, w.cora, w.tess, w.otto, w.max, w.ada}
	who := func(label string) *staff { return people[rapid.IntRange(0, len(people)-1).Draw(rt, label)] }
	a := p.As(who("actor"))
	switch rapid.IntRange(0, 3).Draw(rt, "signed") {
	case 0:
		a.c.Actor = casebook.Proof{Who: p.id}
	case 1:
		a.c.Actor = casebook.Proof{Who: p.id, Key: "a receipt", Alg: "ed25519", Signed: true}
	}
	for range rapid.IntRange(0, 2).Draw(rt, "witnesses") {
		a.With(who("witness"))
	}
	a.On([]*device{w.hq, w.phone, w.laptop}[rapid.IntRange(0, 2).Draw(rt, "device")])
	eventType := rapid.SampledFrom(eventTypes).Draw(rt, "type")
	if rapid.Bool().Draw(rt, "own effects") {
		a.Claiming(rapid.SliceOfN(rapid.SampledFrom(effects), 0, 2).Draw(rt, "effects")...)
	}
	if len(p.commits) > 0 && rapid.Bool().Draw(rt, "own refs") {
		a.Naming()
		for range rapid.IntRange(0, 4).Draw(rt, "refs") {
			c := p.commits[rapid.IntRange(0, len(p.commits)-1).Draw(rt, "ref")]
			a.refs = append(a.refs, casebook.Ref{Commit: c.Hash, Event: uint16(rapid.IntRange(0, 1).Draw(rt, "event"))})
		}
	}
	back := time.Duration(rapid.IntRange(-100, 100).Draw(rt, "hours")) * time.Hour
	second := rapid.SampledFrom(eventTypes).Draw(rt, "second")
	a.Forging(func(c *casebook.Commit) {
		c.At = c.At.Add(back)
		if rapid.IntRange(0, 3).Draw(rt, "two") == 0 {
			c.Events = append(c.Events, casebook.Event{Type: second, Body: body(rt, w, second)})
		}
	})
	a.Does(eventType, body(rt, w, eventType))
}

// body is a likely content of an event, or a strange one.
func body(rt *rapid.T, w *world, eventType string) any {
	choose := func(options ...any) any { return options[rapid.IntRange(0, len(options)-1).Draw(rt, "body")] }
	switch eventType {
	case casebook.AnswerGiven:
		return choose(&casebook.Answer{Answer: "yes", Method: "turned", NoWish: true}, &casebook.Answer{Answer: "yes", Method: "own", Receipt: []byte("a receipt")},
			&casebook.Answer{Answer: "no", Covers: "role"}, &casebook.Answer{Answer: "no", Receipt: []byte("a receipt")}, &casebook.Answer{Answer: "not-now", Until: casebook.Date{Year: 2026, Month: 4}}, nil)
	case casebook.MatchJudged:
		return choose(&casebook.Judgement{Verdict: "same", Reason: "r"}, &casebook.Judgement{Verdict: "different", Reason: "r"}, nil)
	case casebook.ApproachMade:
		return choose(&casebook.Approach{Outcome: "talked", SpokenBefore: "yes"}, &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true})
	case casebook.OfferMade:
		return choose(&casebook.Offer{Role: "crew", Meeting: w.meeting}, &casebook.Offer{Role: "shore", Meeting: w.id()})
	case casebook.UpdateAnswered:
		return choose(&casebook.Update{Continue: true}, &casebook.Update{})
	case casebook.GuardianAnswered:
		return choose(&casebook.Guardian{Agrees: true}, &casebook.Guardian{Majority: casebook.Date{Year: 2026}})
	case casebook.CallMade:
		return choose(&casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}, &casebook.Call{Reached: true})
	}
	if slices.Contains([]string{casebook.AgeStated, casebook.AgeProven, casebook.AgeCorrected}, eventType) {
		return choose(aBirth(rt), &casebook.Age{}, nil)
	}
	empty, _ := casebook.NewBody(eventType)
	return choose(empty, empty, empty, nil, &casebook.Answer{Answer: "yes"})
}

// aBirth is a birth date that a document shows: of a child, or of somebody of age.
func aBirth(rt *rapid.T) *casebook.Age {
	return &casebook.Age{Born: casebook.Date{Year: rapid.SampledFrom([]int{1992, 2012}).Draw(rt, "born"), Month: 5, Day: 9}, Document: "passport"}
}

var sameState = cmp.Options{cmpopts.IgnoreUnexported(casebook.State{}, casebook.Fact{}), cmpopts.EquateNaNs()}

func shuffled(rt *rapid.T, commits []*casebook.Commit) []*casebook.Commit {
	out := slices.Clone(commits)
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "order"), 7))
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func TestTheOrderOfArrivalPlaysNoPart(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt)
		p := history(rt, w)
		commits := p.commits[:rapid.IntRange(0, len(p.commits)).Draw(rt, "known")]
		want := casebook.Fold(w.house, commits, w.now)
		got := casebook.Fold(w.house, shuffled(rt, append(slices.Clone(commits), commits...)), w.now)
		if diff := cmp.Diff(want, got, sameState); diff != "" {
			rt.Fatalf("another order, each commit twice, gives another state:\n%s", diff)
		}
		if diff := cmp.Diff(want.Next("crew", casebook.ID{1}, w.now), got.Next("crew", casebook.ID{1}, w.now)); diff != "" {
			rt.Fatalf("another order gives other steps:\n%s", diff)
		}
		if diff := cmp.Diff(want.TooYoung("crew", w.now), got.TooYoung("crew", w.now)); diff != "" {
			rt.Fatalf("another order gives another age:\n%s", diff)
		}
	})
}

// leftAlone checks that a refused person has no yes and no open step.
func leftAlone(rt *rapid.T, w *world, s *casebook.State) {
	if s.Yes != nil || !s.Alone || s.Outward() != "closed" {
		rt.Fatalf("refused, and yet: alone %v, outward %s, yes %+v", s.Alone, s.Outward(), s.Yes)
	}
	for _, role := range []string{"crew", "shore"} {
		for _, step := range s.Next(role, casebook.ID{1}, w.now) {
			if len(step.Missing) == 0 {
				rt.Fatalf("refused, and yet the step %s is open for %s", step.Act, role)
			}
		}
	}
}

// refusal writes a fresh refusal of any kind, which nothing names.
func refusal(rt *rapid.T, w *world, p *person) did {
	a := p.Anonymous().Naming().On([]*device{w.hq, w.phone, w.laptop}[rapid.IntRange(0, 2).Draw(rt, "refused on")])
	back := time.Duration(rapid.IntRange(-10000, 10000).Draw(rt, "clock")) * time.Hour
	a.Forging(func(c *casebook.Commit) { c.At = c.At.Add(back) })
	switch rapid.IntRange(0, 5).Draw(rt, "refusal") {
	case 0:
		return a.Stops()
	case 1:
		return a.Claiming().Withdraws()
	case 2:
		return a.Says("no")
	case 3:
		return a.Claiming(casebook.Refuse).Does("answer.sung", nil)
	case 4:
		return a.Does(casebook.UpdateAnswered, &casebook.Update{})
	}
	return a.Claiming(casebook.Refuse).Does(rapid.SampledFrom(eventTypes).Draw(rt, "dressed as"), nil)
}

func TestARefusalSurvivesEveryInterleaving(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt)
		p := history(rt, w)
		// What somebody still writes who does not know of it, before and after.
		r := refusal(rt, w, p)
		for range rapid.IntRange(0, 3).Draw(rt, "afterwards") {
			p.Yes()
			p.As(w.sam).With(w.mia).On(w.laptop).Offers()
		}
		commits := shuffled(rt, p.commits)
		for i := range commits {
			if known := commits[:i+1]; slices.Contains(known, r.c) {
				s := casebook.Fold(w.house, known, w.now)
				if !s.Refused {
					rt.Fatalf("the refusal %s is not heard", r.c.Events[0].Type)
				}
				leftAlone(rt, w, s)
			}
		}
	})
}

func TestMoreRefusalsNeverMakeAYes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt)
		p := history(rt, w)
		before := p.State()
		for range rapid.IntRange(1, 3).Draw(rt, "refusals") {
			refusal(rt, w, p)
		}
		if after := p.State(); after.Yes != nil {
			rt.Fatalf("a yes stands beside a refusal: %+v, before %+v", after.Yes, before.Yes)
		}
		wild(rt, w, p)
		if s := p.State(); s.Refused {
			leftAlone(rt, w, s)
		}
	})
}

func TestAnUnknownKindOfEventConsentsToNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt)
		p := history(rt, w)
		before := p.State()
		claims := rapid.SliceOf(rapid.SampledFrom(effects[2:])).Draw(rt, "claims")
		p.Self().With(w.sam, w.mia).Claiming(claims...).Does("answer.sung", &casebook.Answer{Answer: "yes", Method: "turned", NoWish: true}).Waits()
		after := p.State()
		ignore := cmpopts.IgnoreFields(casebook.State{}, "Facts", "Yes", "Records")
		if diff := cmp.Diff(before, after, sameState, ignore); diff != "" || (before.Yes == nil) != (after.Yes == nil) {
			rt.Fatalf("it changed the state:\n%s", diff)
		}
	})
}
