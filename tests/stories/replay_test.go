package stories

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Somebody seals again what others signed, or writes from a device that is not what it says it is.

var france = journal.TerritoryScope("FR")

var _ = story("G25", "a request that was denied does not come again by itself", func(t testing.TB, h *nodetest.House) {
	p, link := understood(h)
	phone, thief := h.Device(), h.Device()
	phone.Bare, thief.Bare = true, true
	form := nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link}, Refs: relies(h, p, casebook.ErasureRequested),
		Events: event(casebook.ErasureRequested, &casebook.Erasure{Cause: "kept-long-enough"})}
	signed := phone.Writes(form)
	h.Meets(signed)
	h.Stands(p, casebook.StageHidden)
	done(t, h.Desk().DenyErasure(ctx(h), h.As("cora", "sara"), p, nil))
	h.Stands(p, casebook.StageUnderstood)
	h.Pass(day)
	replay, err := again(t, h, thief, signed, journal.Control, p)
	done(t, err)
	h.Meets(replay)
	h.Stands(p, casebook.StageHidden) // it hides, as anybody's request does
	h.Pass(10 * day)
	if n := h.Tidies(); n != 0 {
		t.Fatalf("it destroyed %d files", n)
	}
})

var _ = story("G25", "a request that was denied does not come again with one signature less", func(t testing.TB, h *nodetest.House) {
	p, link := understood(h)
	phone, thief := h.Device(), h.Device()
	phone.Bare, thief.Bare = true, true
	signed := phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link, With: []desk.Acting{h.As("ana")}}, Refs: relies(h, p, casebook.ErasureRequested),
		Events: event(casebook.ErasureRequested, &casebook.Erasure{Cause: "asked"})})
	h.Meets(signed)
	done(t, h.Desk().DenyErasure(ctx(h), h.As("cora", "sara"), p, nil))
	h.Stands(p, casebook.StageUnderstood)
	h.Pass(day)
	signed.Header.Witnesses = nil
	replay, err := again(t, h, thief, signed, journal.Control, p)
	done(t, err)
	h.Meets(replay)
	h.Stands(p, casebook.StageHidden)
	h.Pass(10 * day)
	if n := h.Tidies(); n != 0 {
		t.Fatalf("it destroyed %d files", n)
	}
})

var _ = story("G25", "what a request claims as its cause takes no marker away", func(t testing.TB, h *nodetest.House) {
	p, link := understood(h)
	h.Meets(h.Device().Writes(nodetest.Form{Subject: p, Events: event(casebook.ErasureRequested, &casebook.Erasure{Cause: "kept-long-enough"})}))
	h.Erased(p, link)
	if got := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}); got.Became != desk.BecameHeldBack {
		t.Errorf("nobody remembers that she was erased: %s", got.Became)
	}
})

var _ = story("G12", "an offer that lapsed does not begin anew when somebody seals it again", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	h.Pass(day)
	phone, thief := h.Device(), h.Device()
	phone.Bare, thief.Bare = true, true
	signed := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana", "ben"), Refs: relies(h, p, casebook.OfferMade),
		Events: event(casebook.OfferMade, &casebook.Offer{Role: "crew", Meeting: casebook.ID{7}})})
	h.Meets(signed)
	h.Stands(p, casebook.StageOffered)
	h.Pass(31 * day)
	h.Tidies()
	h.Stands(p, casebook.StageLapsed)
	replay, err := again(t, h, thief, signed, journal.TerritoryScope("IT"), p)
	done(t, err)
	h.Meets(replay)
	h.Stands(p, casebook.StageLapsed)
})

var _ = story("G12", "an offer that lapsed does not begin anew with one signature more", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	h.Pass(day)
	phone, thief := h.Device(), h.Device()
	phone.Bare, thief.Bare = true, true
	form := nodetest.Form{Subject: p, By: h.As("ana", "ben"), Refs: relies(h, p, casebook.OfferMade), Events: event(casebook.OfferMade, &casebook.Offer{Role: "crew", Meeting: casebook.ID{7}})}
	h.Meets(phone.Writes(form))
	h.Pass(31 * day)
	h.Tidies()
	h.Stands(p, casebook.StageLapsed)
	form.By = h.As("ana", "ben", "ana") // the scout signs as witness too
	more := thief.Writes(form)
	h.Meets(more)
	if f := h.Fact(p, more, 0); f.Lacks[0].Key != "event.again" {
		t.Errorf("it is %s: %v", f.Standing, f.Lacks)
	}
	h.Stands(p, casebook.StageLapsed)
})

var _ = story("G09", "an answer that was signed for one person is nobody else's, wherever it is sealed", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	other := h.Noted("Nora", "Bianchi", "+393339998877")
	phone, thief := h.Device(), h.Device()
	phone.Bare, thief.Bare = true, true
	signed := phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link}, Refs: relies(h, p, casebook.AnswerGiven), Events: event(casebook.AnswerGiven, yes("own"))})
	if _, err := again(t, h, thief, signed, france, other); err == nil {
		t.Error("the signature fits another person")
	}
	elsewhere, err := again(t, h, thief, signed, france, p)
	done(t, err)
	h.Meets(signed)
	h.Meets(elsewhere)
	if f := h.Fact(p, elsewhere, 0); f.Standing != casebook.Irregular {
		t.Errorf("the second one is %s", f.Standing)
	}
	waits(t, h, p, "G10")
	nothingTookEffect(t, h, other)
})

var _ = story("", "a device that says that it is headquarters is not", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	before := h.Pos()
	mallory := casebook.ID{1: 9}
	h.Meets(
		phone.Writes(nodetest.Form{Subject: mallory, By: h.As("admin", "cora"), Scope: journal.Control, Events: event(casebook.StaffAdded, &casebook.Staff{Name: "mallory", Hats: casebook.Hats})}),
		phone.Writes(nodetest.Form{By: h.As("cora"), Scope: journal.Control, Effects: []casebook.Effect{casebook.Relay}, Events: event(casebook.LanesReceived, &casebook.Arrivals{})}),
		phone.Writes(nodetest.Form{Subject: p, By: h.As("admin"), Events: event(casebook.ErasureDone, &casebook.Blank{})}),
	)
	if _, err := h.Desk().Named("mallory"); err == nil || h.Pos() != before+1 {
		t.Errorf("another device wrote to headquarters' lane: %d, was %d", h.Pos(), before)
	}
	h.Stands(p, casebook.StageNoted)
})

var _ = story("", "a commit that its device did not sign, or that was changed on the way, is not taken in", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	c := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.StopMade, &casebook.Blank{})})
	c.Header.Subject[0]++
	got := h.Meets(c)
	if got.Refused != 1 || got.Added != 0 {
		t.Errorf("it was taken in: %+v", got)
	}
})

var _ = story("", "who claims to know the future waits; who forgets what they knew is set aside; refusals count anyway", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	check := event(casebook.CheckMade, &casebook.Check{Clear: true})
	knew := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: check})
	phone.Seen -= 3
	forgot := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: check})
	phone.Seen = 1 << 40
	future := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: check})
	h.Meets(knew, forgot, future)
	for c, want := range map[*journal.Commit]casebook.Standing{&knew: casebook.Counts, &forgot: casebook.Irregular, &future: casebook.Pending} {
		if f := h.Fact(p, *c, 0); f.Standing != want {
			t.Errorf("it is %s, want %s", f.Standing, want)
		}
	}
	h.Meets(phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.StopMade, &casebook.Blank{})}))
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("", "a clock at the end of time breaks nothing that people read", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	for _, skew := range []time.Duration{280 * 365 * day, -100 * 365 * day} {
		phone := h.Device()
		phone.Skew = skew
		h.Meets(phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})}))
	}
	last := phone.Prepares(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})})
	c, err := last.Seal(phone.Key, journal.Head{Lane: journal.Lane{Device: phone.Key.Device(), Epoch: 1, Scope: journal.TerritoryScope("IT")}}, 1<<64-1)
	done(t, err)
	h.Meets(c, h.Device().Writes(nodetest.Form{Subject: p, Events: event(casebook.MatchFound, &casebook.Match{Strength: "weak"})}))
	for _, v := range []any{h.Shows(p), exported(t, h, p)} {
		if _, err := json.Marshal(v); err != nil {
			t.Errorf("it cannot be written out: %v", err)
		}
	}
	if _, err := h.Desk().List(ctx(h), h.As("cora"), desk.Query{}); err != nil {
		t.Error(err)
	}
	if h.Now().Before(nodetest.Start) {
		t.Error("the house's clock was dragged along")
	}
})

func exported(t testing.TB, h *nodetest.House, person casebook.ID) *desk.Exported {
	t.Helper()
	e, err := h.Desk().Export(ctx(h), h.As("cora"), person)
	done(t, err)
	return e
}

var _ = story("", "odd and huge bodies are kept and harm nobody", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	long := strings.Repeat("x", 900_000)
	var phones []string
	for i := range 50_000 {
		phones = append(phones, fmt.Sprintf("+39333%07d", i))
	}
	var forms []journal.Commit
	for _, body := range []any{nil, 7, "text", []string{}, map[string]any{"answer": 3}, &casebook.Particulars{Given: long}, &casebook.Particulars{Phones: phones}, &casebook.Answer{Answer: "perhaps"}} {
		for _, eventType := range []string{casebook.ParticularsNoted, casebook.OfferMade, casebook.CallMade, casebook.MatchJudged, casebook.UnderstandingHeard} {
			forms = append(forms, phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Effects: []casebook.Effect{}, Events: event(eventType, body)}))
		}
	}
	h.Meets(forms...)
	nothingTookEffect(t, h, p)
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), p))
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("", "thousands of commits about one person do not keep the others waiting", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	var all []journal.Commit
	for i := range 10000 {
		e := event(casebook.MatchFound, &casebook.Match{Strength: "weak", Kinds: []string{fmt.Sprint(i)}})
		switch i % 3 {
		case 1:
			e = event(casebook.StopMade, &casebook.Blank{})
		case 2:
			e = event(casebook.ErasureRequested, &casebook.Erasure{})
		}
		all = append(all, phone.Writes(nodetest.Form{Subject: p, Events: e}))
	}
	began := time.Now()
	h.Meets(all...)
	took := time.Since(began)
	began = time.Now()
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), p))
	t.Logf("10,000 commits in %v, the next one in %v", took, time.Since(began))
	h.Stands(p, casebook.StageHidden)
})

var _ = story("G11", "content that comes later than its header is taken in, and changes what it has to change", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	whole := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.ParticularsNoted, &casebook.Particulars{Town: "Genova"})})
	bare := whole
	bare.Bodies = make([]*journal.Body, len(whole.Bodies))
	h.Meets(bare)
	h.Meets(whole)
	page, err := h.Desk().List(ctx(h), h.As("cora"), desk.Query{Text: "genova"})
	done(t, err)
	if len(page.Rows) != 1 {
		t.Errorf("nobody is found under what came later")
	}
})
