package stories

import (
	"crypto/rand"
	"crypto/sha256"
	"os"
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
	"willing/programme"
)

// One story or more for each gate, told by what people do at the desk.

var _ = story("G01", "somebody who may be known already is set aside; the team reads one sentence and learns no more", func(t testing.TB, h *nodetest.House) {
	first := h.Sighted(casebook.Particulars{Given: "Maria", Family: "Rossi", Town: "Livorno", Phones: []string{"+393331112233"}})
	h.Met(first)
	got := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Town: "Livorno"})
	if got.Became != desk.BecameSetAside || len(got.Of) != 1 {
		t.Fatalf("headquarters is told %+v", got)
	}
	checked, err := h.Desk().Approach(ctx(h), h.As("ana"), got.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	held(t, err, "G01")
	if checked.Say != casebook.NeutralRefusal {
		t.Errorf("the team reads %q", checked.Say)
	}
	held(t, h.Desk().Interview(ctx(h), h.As("ana"), got.Person, casebook.Form{Instrument: "first-interview"}), "G01")
	seen, err := h.Desk().Show(ctx(h), h.As("ana"), got.Person)
	done(t, err)
	for _, f := range seen.Facts {
		if f.Type == casebook.MatchFound && f.Body != nil || len(seen.Matches) > 0 {
			t.Errorf("the team sees whom they may be: %+v", f.Body)
		}
	}
	fails(t, h.Desk().Review(ctx(h), h.As("ana"), got.Person, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "taller"}), desk.NotAllowed)
	held(t, h.Desk().Review(ctx(h), h.As("cora"), got.Person, casebook.Ref{}, casebook.Judgement{Verdict: "different"}), "G01")
	done(t, h.Desk().Review(ctx(h), h.As("cora"), got.Person, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "another birth date"}))
	h.Met(got.Person)
	h.Stands(got.Person, casebook.StageApproached)
	told := h.TeamTakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Town: "Livorno", Country: "IT", Phones: []string{"+393331112233"}})
	if told.Became != desk.BecameAsk || !told.Person.IsZero() || len(told.Of) > 0 || told.Strength != "" {
		t.Fatalf("the scout is told %+v", told)
	}
})

var _ = story("G01", "whoever was told no does not say of a namesake that they are somebody else", func(t testing.TB, h *nodetest.House) {
	first := h.Sighted(casebook.Particulars{Given: "Maria", Family: "Rossi", Town: "Livorno", Phones: []string{"+393331112233"}})
	_, err := h.Desk().Approach(ctx(h), h.As("cora"), first, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	done(t, h.Desk().Stop(ctx(h), h.As("cora"), first))
	twin := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Town: "Livorno"})
	if twin.Became != desk.BecameSetAside {
		t.Fatalf("headquarters is told %+v", twin)
	}
	different := casebook.Judgement{Verdict: "different", Reason: "another birth date"}
	held(t, h.Desk().Review(ctx(h), h.As("cora"), twin.Person, casebook.Ref{}, different), "G01")
	h.Stands(twin.Person, casebook.StageSetAside)
	done(t, h.Desk().Review(ctx(h), h.As("cora"), twin.Person, casebook.Ref{}, casebook.Judgement{Verdict: "unsure", Reason: "alike"})) // the safe way is anybody's
	done(t, h.Desk().Review(ctx(h), h.As("sara"), twin.Person, casebook.Ref{}, different))
})

var _ = story("G01", "two whom a named person told apart are not asked about again from the other side", func(t testing.TB, h *nodetest.House) {
	first := h.Sighted(casebook.Particulars{Given: "Maria", Family: "Rossi", Town: "Livorno", Phones: []string{"+393331112233"}})
	twin := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Town: "Livorno"})
	if twin.Became != desk.BecameSetAside {
		t.Fatalf("headquarters is told %+v", twin)
	}
	done(t, h.Desk().Review(ctx(h), h.As("cora"), twin.Person, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "another birth date"}))
	checked, err := h.Desk().Check(ctx(h), h.As("ana"), first)
	done(t, err)
	if !checked.Clear {
		t.Error("what was decided is asked once more")
	}
	third := h.TakesIn(casebook.Particulars{Given: "Mario", Family: "Russo", Town: "Pisa", Phones: []string{"+393334445566"}})
	done(t, h.Desk().Correct(ctx(h), h.As("cora"), third.Person, casebook.Particulars{Phones: []string{"+393331112233"}}, nil))
	if checked, err = h.Desk().Check(ctx(h), h.As("ana"), first); err != nil || checked.Clear {
		t.Errorf("somebody about whom nobody was asked passes too: %+v, %v", checked, err)
	}
})

var _ = story("G02", "one tap stops it; whoever made it, and nobody else, undoes a slip for a minute", func(t testing.TB, h *nodetest.House) {
	p, _ := asked(h)
	done(t, h.Desk().Stop(ctx(h), h.As("cora"), p))
	h.Stands(p, casebook.StageLeftAlone)
	h.Pass(20 * time.Second)
	held(t, h.Desk().UndoStop(ctx(h), h.As("ana"), p), "G02")
	done(t, h.Desk().UndoStop(ctx(h), h.As("cora"), p))
	h.Stands(p, casebook.StageOffered)
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), p))
	h.Pass(time.Hour)
	held(t, h.Desk().UndoStop(ctx(h), h.As("ana"), p), "G02")
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("G03", "a sighting holds a coarse place, and health is asked only after a yes, of the person alone", func(t testing.TB, h *nodetest.House) {
	row := desk.LeadRow{Lead: casebook.Lead{Source: "school talk", Territory: "IT", Lat: 43.5512, Lon: 10.3}, Particulars: casebook.Particulars{Given: "Ugo"}}
	_, err := h.Desk().Lead(ctx(h), h.As("ana"), row)
	held(t, err, "G03")
	row.Lead.Lat = 43.6
	_, err = h.Desk().Lead(ctx(h), h.As("ana"), row)
	done(t, err)
	p := maria(h)
	h.Met(p)
	health := afterYes(t, h)
	held(t, h.Desk().Assess(ctx(h), h.As("ana"), p, casebook.Form{Instrument: health}), "G03")
	link := h.Told(p)
	h.Asked(p)
	h.Answers(p, "yes", link)
	held(t, h.Desk().Assess(ctx(h), h.As("ana"), p, casebook.Form{Instrument: health}), "G03") // the team does not type it
	done(t, h.Desk().FillIn(ctx(h), h.As("ana", "ben"), p, casebook.Form{Instrument: health}))
})

// afterYes is an instrument that asks about health or background.
func afterYes(t testing.TB, h *nodetest.House) (id string) {
	t.Helper()
	h.Desk().House(func(house *casebook.House) {
		for _, i := range house.Programme(house.Pos).Instruments {
			if i.Stage == casebook.AfterYes {
				id = i.ID
			}
		}
	})
	if id == "" {
		t.Fatal("the programme asks nothing about health")
	}
	return id
}

// crewText is the next version of the example's text about the crew.
func crewText(t testing.TB) (casebook.Programme, casebook.Proposal) {
	t.Helper()
	p, faults := programme.Load(os.DirFS(nodetest.Example("sea-rescue")))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	i := slices.IndexFunc(node.Proposals(p), func(d casebook.Proposal) bool { return d.Role == "crew" })
	next := node.Proposals(p)[i]
	next.Version++
	return p.Programme, next
}

var _ = story("G04", "nobody approves their own text, and none with an empty part", func(t testing.TB, h *nodetest.House) {
	p, next := crewText(t)
	hollow := next
	hollow.Texts = slices.Clone(next.Texts)
	hollow.Texts[0].Sections = map[string]string{}
	_, err := h.Desk().Publish(ctx(h), h.As("cora"), p, []casebook.Proposal{hollow})
	held(t, err, "G04")
	_, err = h.Desk().Publish(ctx(h), h.As("cora"), p, []casebook.Proposal{next})
	done(t, err)
	held(t, h.Desk().Approve(ctx(h), h.As("cora"), "crew", next.Version, false), "G04")
	done(t, h.Desk().Approve(ctx(h), h.As("tom"), "crew", next.Version, false))
})

var _ = story("G05", "telling and asking are two meetings", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}), "G05")
	h.Asked(p)
	q := h.Noted("Nora", "Bianchi", "+393339998877")
	h.Met(q)
	h.Pass(day)
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), q, casebook.Offer{}), "G05")
	told := casebook.Delivered{Language: "it", Understands: true, Cost: "aloud", Full: "paper", CannotRead: true}
	held(t, h.Desk().Tell(ctx(h), h.As("ana"), q, desk.Telling{Delivered: told}), "G05")
})

var _ = story("G06", "a point that was not heard holds the offer", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.Met(p)
	told := casebook.Delivered{Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
	done(t, h.Desk().Tell(ctx(h), h.As("ana"), p, desk.Telling{Delivered: told}))
	held(t, h.Desk().Understand(ctx(h), h.As("ana"), p, casebook.Understanding{Heard: casebook.Points}), "G06")
	done(t, h.Desk().Understand(ctx(h), h.As("ben"), p, casebook.Understanding{Heard: casebook.Points[:3]}))
	h.Pass(day)
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}), "G06")
	done(t, h.Desk().Understand(ctx(h), h.As("ben"), p, casebook.Understanding{Heard: casebook.Points[3:]}))
	done(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}))
})

var _ = story("G07", "an offer is made by two, not by one who stands there twice, nor by a couple", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	h.Pass(day)
	held(t, h.Desk().Offer(ctx(h), h.As("ana"), p, casebook.Offer{}), "G07")
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ana"), p, casebook.Offer{}), "G07")
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "cora"), p, casebook.Offer{}), "G07")
	done(t, h.Desk().DeclareTie(ctx(h), h.As("ben"), casebook.Tie{A: h.As("ana").Who, B: h.As("ben").Who, Kind: "partners"}))
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}), "G07")
})

var _ = story("G08", "nobody is asked whose age is unknown, or who may be too young", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	_, err := h.Desk().Approach(ctx(h), h.As("ana"), p, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	h.Told(p)
	h.Pass(day)
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}), "G08")
	done(t, h.Desk().Age(ctx(h), h.As("ana"), p, casebook.Age{Born: casebook.Date{Year: 2009, Month: 5, Day: 1}}))
	done(t, h.Desk().Age(ctx(h), h.As("ana"), p, casebook.Age{Born: casebook.Date{Year: 1990, Month: 5, Day: 1}}))
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}), "G08") // doubt means minor
})

var _ = story("G09", "a yes on the team's phone needs both, and a key of our own is nobody's link", func(t testing.TB, h *nodetest.House) {
	p, _ := asked(h)
	turned := desk.Answering{Answer: *yes("turned")}
	_, err := h.Desk().Answer(ctx(h), h.As("ana"), p, turned)
	held(t, err, "G09")
	_, err = h.Desk().Answer(ctx(h), h.As("ana", "ana"), p, turned)
	held(t, err, "G09")
	ben := h.As("ben")
	_, err = h.Desk().Answer(ctx(h), h.As("ana"), p, desk.Answering{Answer: *yes("own"), Link: ben.Signer})
	held(t, err, "G09")
	held(t, h.Desk().Link(ctx(h), h.As("ana"), p, ben.Signer.Public(), nil, false), "G09")
	stolen := h.As("ana")
	stolen.With = []desk.Acting{{Who: ben.Who, Signer: stolen.Signer}}
	_, err = h.Desk().Answer(ctx(h), stolen, p, turned)
	fails(t, err, desk.NotAllowed)
	_, err = h.Desk().Answer(ctx(h), h.As("ana", "ben"), p, turned)
	done(t, err)
	waits(t, h, p, "G10")
})

var _ = story("G10", "a yes waits a day, and one step drops it", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	h.Answers(p, "yes", link)
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}))
	waits(t, h, p, "G10")
	h.Pass(23 * time.Hour)
	waits(t, h, p, "G10")
	h.Pass(2 * time.Hour)
	h.Tidies()
	h.Stands(p, casebook.StageEffective)
	done(t, h.Desk().Withdraw(ctx(h), desk.Acting{}, p, link))
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("G11", "a no ends it for every team and every list, and only the person comes back", func(t testing.TB, h *nodetest.House) {
	p, link, receipt := refused(h)
	held(t, h.Desk().Interview(ctx(h), h.As("ana"), p, casebook.Form{Instrument: "first-interview"}), "G11")
	_, err := h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: *yes("own"), Link: link})
	held(t, err, "G11")
	if got := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}); got.Became != desk.BecameHeldBack {
		t.Errorf("another list brings the person back: %s", got.Became)
	}
	held(t, h.Desk().Reopen(ctx(h), desk.Acting{}, p, link), "G11")
	h.Stands(p, casebook.StageLeftAlone)
	done(t, h.Desk().Reopen(ctx(h), desk.Acting{}, p, receipt))
	if s := h.Shows(p); s.Alone || s.Yes != nil {
		t.Errorf("back, and everything begins anew: %s", s.Stage)
	}
})

var _ = story("G12", "'not now' is kept to the day, and silence lapses", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	until := casebook.Answer{Answer: "not-now", Method: "own", Until: casebook.Date{Year: 2026, Month: 6, Day: 1}}
	_, err := h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: until, Link: link})
	done(t, err)
	h.Stands(p, casebook.StageNotNow)
	held(t, h.Desk().Interview(ctx(h), h.As("ana"), p, casebook.Form{Instrument: "first-interview"}), "G11")
	q := h.Noted("Nora", "Bianchi", "+393339998877")
	h.Met(q)
	silent := h.Told(q)
	h.Asked(q)
	h.Pass(31 * day)
	h.Tidies()
	h.Stands(q, casebook.StageLapsed)
	_, err = h.Desk().Answer(ctx(h), desk.Acting{}, q, desk.Answering{Answer: *yes("own"), Link: silent})
	held(t, err, "G12")
})

var _ = story("G13", "what somebody volunteers about a no is read by safeguarding, if they wish, and by nobody else", func(t testing.TB, h *nodetest.House) {
	p, _, _ := refused(h)
	done(t, h.Desk().Remark(ctx(h), h.As("sara"), p, casebook.Remark{Text: "he pressed me", Safeguarding: true}))
	for name, want := range map[string]bool{"ana": false, "cora": false, "admin": false, "sara": true} {
		seen, err := h.Desk().Show(ctx(h), h.As(name), p)
		done(t, err)
		if reads := slices.ContainsFunc(seen.Facts, func(f *casebook.Fact) bool { return f.Type == casebook.RemarkVolunteered }); reads != want {
			t.Errorf("%s reads it: %v", name, reads)
		}
	}
	for name, want := range map[string]bool{"cora": false, "admin": false, "sara": true} {
		file, err := h.Desk().Export(ctx(h), h.As(name), p)
		done(t, err)
		for _, e := range file.Events {
			if e.Type == casebook.RemarkVolunteered && (e.Content != nil) != want {
				t.Errorf("in the file that %s takes out: %v", name, e.Content)
			}
		}
	}
})

var _ = story("G14", "a yes comes with a receipt, unless the person wants none", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	bare := yes("own")
	bare.NoWish = false
	_, err := h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: *bare, Link: link})
	held(t, err, "G14")
	bare.Receipt = h.As("ana").Signer.Public()
	_, err = h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: *bare, Link: link})
	held(t, err, "G14")
	key, err := journal.NewKey(rand.Reader)
	done(t, err)
	bare.Receipt = key.Public()
	got, err := h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: *bare, Link: link})
	done(t, err)
	if got.Version != 1 || got.Language != "it" || got.TextHash == (casebook.Hash{}) || got.Code == "" {
		t.Errorf("the receipt is %+v", got)
	}
	file, err := h.Desk().Export(ctx(h), h.As("admin"), p)
	done(t, err)
	if len(file.Texts) != 1 || got.TextHash != sha256.Sum256([]byte(file.Texts[0].Markdown())) {
		t.Errorf("the receipt names %s, which is the hash of no text in the person's file", got.TextHash)
	}
})

var _ = story("G15", "training is asked apart from the role, and after it", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	held(t, h.Desk().Permit(ctx(h), h.As("ana"), p, casebook.Permission{Question: "number", Yes: true}), "G09") // one of us alone could make it up
	done(t, h.Desk().Permit(ctx(h), h.As("ana", "ben"), p, casebook.Permission{Question: "number", Yes: true}))
	held(t, h.Desk().Permit(ctx(h), h.As("ana", "ben"), p, casebook.Permission{Question: "training", Yes: true}), "G15")
	h.Answers(p, "yes", link)
	held(t, h.Desk().Permit(ctx(h), h.As("ana", "ben"), p, casebook.Permission{Question: "training", Yes: true}), "G15") // the same meeting
	h.Pass(day)
	done(t, h.Desk().Permit(ctx(h), h.As("ana", "ben"), p, casebook.Permission{Question: "training", Yes: true}))
})

var _ = story("G16", "after a change that matters nothing new is asked of those who relied on the old text", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	link := h.SaysYes(p)
	settings, next := crewText(t)
	_, err := h.Desk().Publish(ctx(h), h.As("cora"), settings, []casebook.Proposal{next})
	done(t, err)
	done(t, h.Desk().Approve(ctx(h), h.As("tom"), "crew", next.Version, true))
	held(t, h.Desk().Select(ctx(h), h.As("tom"), p, casebook.Selection{Taken: true, Reason: "steady"}), "G16")
	done(t, h.Desk().Update(ctx(h), desk.Acting{}, p, true, link)) // going on with the old text settles nothing
	held(t, h.Desk().Select(ctx(h), h.As("tom"), p, casebook.Selection{Taken: true, Reason: "steady"}), "G16")
	told := casebook.Delivered{Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
	done(t, h.Desk().Tell(ctx(h), h.As("ana"), p, desk.Telling{Delivered: told}))
	done(t, h.Desk().Update(ctx(h), desk.Acting{}, p, true, link))
	done(t, h.Desk().Select(ctx(h), h.As("tom"), p, casebook.Selection{Taken: true, Reason: "steady"}))
	done(t, h.Desk().Update(ctx(h), desk.Acting{}, p, false, link))
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("G17", "leaving needs no key, no reason and no more than one step", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.SaysYes(p)
	done(t, h.Desk().Withdraw(ctx(h), h.As("ana"), p, nil))
	h.Stands(p, casebook.StageLeftAlone)
	if s := h.Shows(p); s.Ending != casebook.EndedLeft || s.Yes != nil {
		t.Errorf("ended by %q with %+v", s.Ending, s.Yes)
	}
})

var _ = story("G18", "a named person decides, and says why", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.SaysYes(p)
	held(t, h.Desk().Select(ctx(h), h.As("tom"), p, casebook.Selection{}), "G18")
	fails(t, h.Desk().Select(ctx(h), h.As("ana"), p, casebook.Selection{Reason: "no"}), desk.NotAllowed)
	done(t, h.Desk().Select(ctx(h), h.As("tom"), p, casebook.Selection{Reason: "cannot swim yet"}))
	h.Stands(p, casebook.StageNotTaken)
})

var _ = story("G25", "one member of staff hides and does not destroy; the person's own request is executed", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	done(t, h.Desk().AskErasure(ctx(h), h.As("ana"), p, nil))
	fails(t, h.Desk().ConfirmErasure(ctx(h), h.As("ana"), p, nil), desk.NotAllowed)
	h.Stands(p, casebook.StageHidden)
	h.Pass(30 * day)
	if n := h.Tidies(); n != 0 {
		t.Fatalf("ana destroyed %d files alone", n)
	}
	fails(t, h.Desk().DenyErasure(ctx(h), h.As("ana", "ben"), p, nil), desk.NotAllowed)
	done(t, h.Desk().DenyErasure(ctx(h), h.As("cora", "sara"), p, nil))
	h.Stands(p, casebook.StageUnderstood)
	q := h.Noted("Nora", "Bianchetti", "+393339998877")
	h.Met(q)
	h.Erased(q, h.Told(q))
	h.Stands(q, casebook.StageErased)
	if left := nodetest.FilesWith(t, "Bianchetti", string(h.Dir), h.Away); len(left) > 0 {
		t.Errorf("the name stands in %v", left)
	}
	if got := h.TakesIn(casebook.Particulars{Given: "Nora", Family: "Bianchetti", Phones: []string{"+393339998877"}}); got.Became != desk.BecameHeldBack {
		t.Errorf("the marker lets them through: %s", got.Became)
	}
})

var _ = story("G25", "nobody is asked to decide about somebody who was erased, though what was decided of them went too", func(t testing.TB, h *nodetest.House) {
	h.Noted("Lia", "Rossi", "+393331112233")
	p := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}).Person
	done(t, h.Desk().Review(ctx(h), h.As("sara"), p, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "two sisters, one phone"}))
	h.Met(p)
	h.Erased(p, h.Told(p))
	h.Stands(p, casebook.StageErased)
	page, err := h.Desk().List(ctx(h), h.As("cora"), desk.Query{List: desk.ListReview})
	done(t, err)
	if len(page.Rows) != 0 || len(h.Shows(p).Matches) != 0 {
		t.Errorf("%d people wait for a decision", len(page.Rows))
	}
})

var _ = story("G26", "what is open stays a bound", func(t testing.TB, h *nodetest.House) {
	h.SaysYes(maria(h))
	q := h.Noted("Nora", "Bianchi", "+393339998877")
	h.Met(q)
	h.Told(q)
	h.Asked(q)
	all, err := h.Desk().Figures(ctx(h), h.As("cora"))
	done(t, err)
	if f := all[0]; f.Yes != (casebook.Bound{Low: 1, High: 2}) || f.Approached != 2 || f.AfterNo != 0 {
		t.Errorf("the figures are %+v", f)
	}
})

var _ = story("G27", "the file of somebody who refused goes after the set time and leaves a marker", func(t testing.TB, h *nodetest.House) {
	p, _, _ := refused(h)
	h.Pass(100 * day)
	if n, err := h.Desk().DeleteKept(ctx(h), h.As("admin")); err != nil || n != 0 {
		t.Fatalf("%d deleted too early: %v", n, err)
	}
	h.Pass(100 * day)
	h.Tidies()
	if n, err := h.Desk().DeleteKept(ctx(h), h.As("admin")); err != nil || n != 1 {
		t.Fatalf("%d deleted: %v", n, err)
	}
	h.Stands(p, casebook.StageErased)
	if got := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}); got.Became != desk.BecameHeldBack {
		t.Errorf("nobody remembers the no: %s", got.Became)
	}
})

var _ = story("G28", "a yes waits until somebody outside the team has asked the person alone", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	h.Answers(p, "yes", link)
	h.Pass(5 * day)
	waits(t, h, p, "G28")
	good := casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}
	held(t, h.Desk().Call(ctx(h), h.As("ana"), p, good), "G28")
	held(t, h.Desk().Call(ctx(h), h.As("ben"), p, good), "G28")
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, casebook.Call{}))
	waits(t, h, p, "G28")
	bad := good
	bad.FeltFree = false
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, bad))
	done(t, h.Desk().Call(ctx(h), h.As("tom"), p, good))
	waits(t, h, p, "G28") // no good call outweighs a bad one
})

var _ = story("G29", "whoever interprets is an adult, unrelated, not recruiting, and named", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.Met(p)
	told := casebook.Delivered{Language: "it", Understands: true, Cost: "aloud", Full: "paper", Interpreter: &casebook.Interpreter{Name: "her brother", Adult: true}}
	held(t, h.Desk().Tell(ctx(h), h.As("ana"), p, desk.Telling{Delivered: told}), "G29")
	told.Interpreter = &casebook.Interpreter{Name: "Lucia Neri", Adult: true, Unrelated: true}
	done(t, h.Desk().Tell(ctx(h), h.As("ana"), p, desk.Telling{Delivered: told}))
})
