package casebook_test

import (
	"testing"
	"time"

	"willing/casebook"
)

// BenchmarkFold folds a person with 15 events, from the first check to a settled yes.
func BenchmarkFold(b *testing.B) {
	w := newWorld(b)
	p := w.Person()
	p.As(w.sam).Does(casebook.LeadNoted, &casebook.Lead{Territory: "IT"})
	p.As(w.sam).Does(casebook.ParticularsNoted, &casebook.Particulars{Full: "Pia"})
	p.As(w.sam).Checks()
	p.As(w.sam).Does(casebook.ApproachMade, &casebook.Approach{Outcome: "not-there"})
	p.As(w.sam).Does(casebook.InterviewHeld, &casebook.Form{Instrument: "first-interview"})
	p.HasLink(w.cora)
	p.Settled()
	p.Self().With(w.sam, w.mia).Permits("number")
	b.ReportAllocs()
	for b.Loop() {
		casebook.Fold(w.house, p.commits, w.now)
	}
	b.ReportMetric(float64(len(p.commits)*b.N)/b.Elapsed().Seconds(), "commits/s")
}

// long is a file of n events that were made to be slow: every kind, each naming many others.
func long(w *world, n int) *person {
	p := w.Person()
	p.Agreed()
	kinds := []casebook.Event{
		{Type: casebook.MatchFound, Body: &casebook.Match{Strength: "weak"}}, {Type: casebook.MatchJudged, Body: &casebook.Judgement{Verdict: "different", Reason: "r"}},
		{Type: casebook.CallMade, Body: &casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}},
		{Type: casebook.AnswerGiven, Body: &casebook.Answer{Answer: "no", Receipt: []byte("r")}}, {Type: casebook.PersonReopened, Body: &casebook.Reopening{How: "receipt"}},
		{Type: casebook.OfferMade, Body: &casebook.Offer{Role: "crew", Meeting: w.meeting}}, {Type: casebook.AnswerGiven, Body: &casebook.Answer{Answer: "yes", Method: "turned", NoWish: true}},
		{Type: casebook.ErasureRequested, Body: &casebook.Erasure{}}, {Type: casebook.ErasureDenied, Body: &casebook.Blank{}},
		{Type: casebook.ApproachMade, Body: &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true}}, {Type: casebook.UpdateAnswered, Body: &casebook.Update{Continue: true}},
		{Type: casebook.StopMade, Body: &casebook.Blank{}}, {Type: casebook.StopUndone, Body: &casebook.Blank{}},
		{Type: casebook.AgeStated, Body: &casebook.Age{Born: casebook.Date{Year: 1990}}}, {Type: casebook.UnderstandingHeard, Body: &casebook.Understanding{Heard: casebook.Points}},
	}
	for i := range n - len(p.commits) {
		e := kinds[i%len(kinds)]
		c := &casebook.Commit{
			Hash: w.random(), Device: w.phone.id, Scope: "IT", Seq: uint64(1000 + i), At: w.now.Add(time.Duration(i) * time.Second), Seen: w.house.Pos,
			Actor: w.cora.proof(), Witnesses: []casebook.Proof{w.tess.proof(), w.sam.proof(), w.mia.proof()}, Subject: p.id, Effects: casebook.EffectsOf(e), Events: []casebook.Event{e},
		}
		for j := max(0, len(p.commits)-60); j < len(p.commits); j++ {
			c.Refs = append(c.Refs, ref(p.commits[j]))
		}
		p.commits = append(p.commits, c)
	}
	return p
}

func BenchmarkFoldOfALongFile(b *testing.B) {
	w := newWorld(b)
	p := long(w, 2000)
	for b.Loop() {
		casebook.Fold(w.house, p.commits, w.now)
	}
}

// TestALongFileFoldsQuickly guards against costs that explode: four times the events may cost some 16
// times as much (each may name many others), not 40 times. It compares with itself, so that a slow
// machine does not matter.
func TestALongFileFoldsQuickly(t *testing.T) {
	w := newWorld(t)
	took := func(n int) time.Duration {
		p := long(w, n)
		best := time.Hour
		for range 3 {
			start := time.Now()
			casebook.Fold(w.house, p.commits, w.now)
			best = min(best, time.Since(start))
		}
		return best
	}
	small, big := took(500), took(2000)
	t.Logf("500 events %v, 2,000 events %v", small, big)
	if big > 40*small && big > 200*time.Millisecond {
		t.Errorf("500 events take %v, 2,000 take %v", small, big)
	}
}
