package stories

import (
	"encoding/json"
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// What somebody may hope to gain by dates that nobody has, by another person's facts, by moves and by keys: tried at the
// desk, and by a device with a modified program.

// minor is a girl of seventeen who was met.
func minor(t testing.TB, h *nodetest.House) casebook.ID {
	t.Helper()
	p := maria(h)
	_, err := h.Desk().Approach(ctx(h), h.As("ana"), p, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	done(t, h.Desk().Age(ctx(h), h.As("ana"), p, casebook.Age{Born: casebook.Date{Year: 2008, Month: 6, Day: 1}}))
	return p
}

var _ = story("G08", "a guardian's no ends when she is of age, and not on a day that somebody wrote beside it", func(t testing.TB, h *nodetest.House) {
	early := &casebook.Guardian{Majority: casebook.Date{Year: 1, Month: 1, Day: 1}}
	p := minor(t, h)
	h.Meets(h.Device().Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.GuardianAnswered, early)}))
	h.Stands(p, casebook.StageNotNow)
	held(t, h.Desk().Guardian(ctx(h), h.As("ben"), p, casebook.Guardian{Agrees: true, Name: "Ben"}), "G08")
	h.Pass(10 * 366 * day)
	h.Tidies()
	h.Stands(p, casebook.StageNotNow) // a day that was over is none: only she comes back
})

var _ = story("G08", "nobody is two thousand years old", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	_, err := h.Desk().Approach(ctx(h), h.As("ana"), p, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	h.Told(p)
	h.Pass(day)
	done(t, h.Desk().Age(ctx(h), h.As("ana"), p, casebook.Age{Born: casebook.Date{Year: 1}}))
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}), "G08")
})

var _ = story("G12", "an offer of a phone whose clock is two hundred years ahead lapses in time", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	h.Pass(day)
	phone := h.Device()
	phone.Skew = 200 * 365 * day
	h.Meets(phone.Writes(nodetest.Form{Subject: p, By: h.As("ana", "ben"), Refs: relies(h, p, casebook.OfferMade), Events: event(casebook.OfferMade, &casebook.Offer{Role: "crew", Meeting: casebook.ID{9}})}))
	h.Stands(p, casebook.StageOffered)
	h.Pass(31 * day)
	h.Tidies()
	h.Stands(p, casebook.StageLapsed)
	h.Pass(181 * day)
	h.Tidies()
	if n, err := h.Desk().DeleteKept(ctx(h), h.As("admin")); err != nil || n != 1 {
		t.Errorf("%d files went: %v", n, err)
	}
})

var _ = story("G05", "what was told to one person, and what another agreed to, is named for nobody else", func(t testing.TB, h *nodetest.House) {
	q := h.Noted("Nora", "Bianchetti", "+393339998877")
	h.Met(q)
	h.Told(q)
	h.Asked(q)
	p := maria(h)
	h.Met(p)
	phone := h.Device()
	borrowed := append(relies(h, q, casebook.OfferMade), h.Ref(p, casebook.AgeStated))
	offer := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana", "ben"), Refs: borrowed, Events: event(casebook.OfferMade, &casebook.Offer{Role: "crew", Meeting: casebook.ID{9}})})
	answer := phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, With: []desk.Acting{h.As("ana"), h.As("ben")}},
		Refs: []casebook.Ref{h.Ref(q, casebook.OfferMade)}, Events: event(casebook.AnswerGiven, yes("turned"))})
	h.Meets(offer, answer)
	for _, c := range []journal.Commit{offer, answer} {
		if f := h.Fact(p, c, 0); f.Standing == casebook.Counts {
			t.Errorf("%s counts", f.Type)
		}
	}
	nothingTookEffect(t, h, p)
	h.Stands(p, casebook.StageApproached)
})

var _ = story("G11", "a no of one record binds the other, whether it comes before the judgement, after it, or from a phone that knew of neither", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.SaysYes(p)
	away := h.Device() // knows nothing of what follows
	q := twin(t, h)
	no := away.Writes(nodetest.Form{Subject: q, Events: event(casebook.StopMade, &casebook.Blank{})})
	done(t, h.Desk().Review(ctx(h), h.As("sara"), q, casebook.Ref{}, casebook.Judgement{Verdict: "same", Reason: "same eyes"}))
	h.Stands(p, casebook.StageEffective)
	h.Meets(no)
	h.Stands(p, casebook.StageLeftAlone)
	done(t, h.Desk().Move(ctx(h), h.As("cora"), q, "FR")) // and a move hides nothing
	h.Stands(p, casebook.StageLeftAlone)
	fails(t, h.Desk().Reopen(ctx(h), h.As("ana", "ben"), p, nil), desk.NotAllowed)
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{}), "G01")
	h.Verifies()
})

var _ = story("G09", "a key is enrolled once, for one person, and not again after it was revoked", func(t testing.TB, h *nodetest.House) {
	ana, tom := h.As("ana"), h.As("tom")
	key := casebook.EnrolledKey{Alg: "ed25519", Key: ana.Signer.Public()}
	held(t, h.Desk().EnrolKey(ctx(h), h.As("admin", "cora"), tom.Who, key), "G09")
	held(t, h.Desk().EnrolKey(ctx(h), h.As("admin", "cora"), ana.Who, key), "G09")
	p, _ := asked(h)
	phone := h.Device()
	done(t, h.Desk().RevokeKey(ctx(h), h.As("sara"), ana.Who, key))
	held(t, h.Desk().EnrolKey(ctx(h), h.As("admin", "cora"), ana.Who, key), "G09")
	phone.Seen = h.Pos() // it could know
	late := phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, With: []desk.Acting{ana, h.As("ben")}}, Refs: relies(h, p, casebook.AnswerGiven), Events: event(casebook.AnswerGiven, yes("turned"))})
	h.Meets(late)
	if f := h.Fact(p, late, 0); f.Standing != casebook.Irregular {
		t.Errorf("a revoked key witnesses: %s", f.Standing)
	}
	nothingTookEffect(t, h, p)
})

var _ = story("G09", "a link that was revoked says yes nowhere, and still says no", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	refs := relies(h, p, casebook.AnswerGiven)
	links := h.Shows(p).Links()
	done(t, h.Desk().RevokeLink(ctx(h), h.As("cora"), p, links[0].Ref))
	_, err := h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: *yes("own"), Link: link})
	held(t, err, "G09")
	phone := h.Device() // made after, so it could know
	h.Meets(phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link}, Refs: refs, Events: event(casebook.AnswerGiven, yes("own"))}))
	nothingTookEffect(t, h, p)
	h.Stands(p, casebook.StageOffered)
	no := casebook.Answer{Answer: "no", Method: "own", NoWish: true}
	_, err = h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: no, Link: link})
	done(t, err)
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("G28", "the caller is in no team by any hat, and no friend of the pair", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	h.Answers(p, "yes", link)
	done(t, h.Desk().DeclareTie(ctx(h), h.As("tom"), casebook.Tie{A: h.As("tom").Who, B: h.As("ana").Who, Kind: "partners"}))
	held(t, h.Desk().Call(ctx(h), h.As("tom"), p, good), "G28")
	done(t, h.Desk().DeclareTie(ctx(h), h.As("cora"), casebook.Tie{A: h.As("cora").Who, B: p, Kind: "kin"}))
	held(t, h.Desk().Call(ctx(h), h.As("cora"), p, good), "G28")
	phone := h.Device()
	for _, by := range []string{"tom", "cora", "ana", "ben"} {
		h.Meets(phone.Writes(nodetest.Form{Subject: p, By: h.As(by), Refs: relies(h, p, casebook.CallMade), Events: event(casebook.CallMade, &good)}))
	}
	h.Pass(5 * day)
	h.Tidies()
	waits(t, h, p, "G28")
})

var _ = story("G11", "an effect beside an event that may not have it does nothing, whoever signs", func(t testing.TB, h *nodetest.House) {
	p, _, _ := refused(h)
	phone := h.Device()
	for _, e := range []casebook.Effect{casebook.Reopen, casebook.Consent, casebook.Erase, casebook.Move, casebook.Grant, casebook.Revoke} {
		for _, events := range [][]casebook.Event{event(casebook.RemarkVolunteered, &casebook.Remark{Text: "x"}), event(casebook.CheckMade, &casebook.Check{Clear: true}), event(casebook.StopUndone, &casebook.Blank{})} {
			h.Meets(phone.Writes(nodetest.Form{Subject: p, By: h.As("admin", "cora", "sara"), Effects: []casebook.Effect{e}, Events: events}))
		}
	}
	h.Stands(p, casebook.StageLeftAlone)
	if s := h.Shows(p); s.Erasure.Asked || s.Yes != nil || !s.Refused || slices.ContainsFunc(s.Facts, func(f *casebook.Fact) bool {
		return f.Standing == casebook.Counts && f.Commit.Has(casebook.Reopen)
	}) {
		t.Errorf("it did something: %+v", s.Erasure)
	}
})

var _ = story("G18", "a device that takes a colleague for somebody to meet disturbs no list", func(t testing.TB, h *nodetest.House) {
	ben := h.As("ben")
	h.Meets(h.Device().Writes(nodetest.Form{Subject: ben.Who, By: h.As("ana"), Events: event(casebook.StopMade, &casebook.Blank{})}))
	h.Verifies()
	done(t, h.Desk().RevokeKey(ctx(h), h.As("sara"), ben.Who, casebook.EnrolledKey{Alg: "ed25519", Key: ben.Signer.Public()}))
	h.Verifies()
})

var _ = story("G18", "a doubt about headquarters with a moment that nobody can write down silences no page", func(t testing.TB, h *nodetest.House) {
	phone := h.Device()
	for _, signed := range []int64{1 << 62, -1 << 62} {
		h.Meets(phone.Writes(nodetest.Form{Scope: journal.Control, Events: event(casebook.HeadquartersDoubted, &casebook.Doubt{Kind: casebook.DoubtRewritten, Signed: signed})}))
		found, err := h.Desk().Doubts(ctx(h))
		done(t, err)
		if _, err := json.Marshal(found); err != nil || len(found) != 1 {
			t.Errorf("%d doubts, and they cannot be told: %v", len(found), err)
		}
	}
})

var _ = story("", "a device that claims to know less than it did gains nothing by saying so again and again", func(t testing.TB, h *nodetest.House) {
	p := h.Noted("Ida", "Costa", "+393331110005")
	h.Met(p)
	refs := relies(h, p, casebook.ApproachMade)
	phone := h.Device()
	talk := func(seen uint64) journal.Commit {
		phone.Seen = seen
		return phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Refs: refs, Events: event(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"})})
	}
	done(t, h.Desk().Stop(ctx(h), h.As("cora"), h.Noted("Nora", "Neri", "+393331110006")))
	before := h.Pos()
	done(t, h.Desk().Stop(ctx(h), h.As("cora"), p))
	knew := h.Pos()
	list := []journal.Commit{talk(before - 1), talk(knew), talk(before - 1), talk(before - 1), talk(before), talk(before), talk(knew)}
	h.Meets(list...)
	for i, c := range list {
		if f := h.Fact(p, c, 0); i == 0 && f.Standing != casebook.Counts || i > 0 && f.Standing != casebook.Irregular {
			t.Errorf("talk %d with somebody who said stop, as the device knew from the second on: %s, %v", i, f.Standing, f.Lacks)
		}
	}
	q := h.Noted("Otto", "Bruno", "+393331110001")
	phone.Seen = h.Pos()
	again := phone.Writes(nodetest.Form{Subject: q, By: h.As("ana"), Events: event(casebook.AgeStated, &casebook.Age{Born: casebook.Date{Year: 1990}})})
	h.Meets(again)
	if f := h.Fact(q, again, 0); f.Standing != casebook.Counts {
		t.Errorf("it knows as much as before, and is not believed: %s, %v", f.Standing, f.Lacks)
	}
	h.Verifies()
})
