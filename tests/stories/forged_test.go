package stories

import (
	"bytes"
	"crypto/rand"
	"io"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Somebody with a modified client hands in commits made by hand. Whatever they claim, none of them has
// any effect but to leave somebody alone.

var _ = story("G05", "a hand-made yes of somebody who was never told counts for nothing", func(t testing.TB, h *nodetest.House) {
	p, phone := maria(h), h.Device()
	link, err := journal.NewKey(rand.Reader)
	done(t, err)
	made := phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link}, Events: event(casebook.AnswerGiven, yes("own"))})
	h.Meets(made)
	if f := h.Fact(p, made, 0); f.Standing != casebook.Irregular {
		t.Errorf("it is %s", f.Standing)
	}
	nothingTookEffect(t, h, p)
})

var _ = story("G11", "a hand-made yes after a no, to the old offer, counts for nothing", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	refs := relies(h, p, casebook.AnswerGiven)
	phone := h.Device()
	h.Answers(p, "no", link)
	h.Meets(phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link}, Refs: refs, Events: event(casebook.AnswerGiven, yes("own"))}))
	nothingTookEffect(t, h, p)
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("G09", "a yes with a witness who is named but has not signed, or with both halves of the pair one person", func(t testing.TB, h *nodetest.House) {
	p, _ := asked(h)
	refs, phone := relies(h, p, casebook.AnswerGiven), h.Device()
	ana, ben, thief := h.As("ana"), h.As("ben"), h.As("ana")
	thief.Who = ben.Who // ana's key in ben's name
	for _, f := range []nodetest.Form{
		{By: desk.Acting{Who: p, With: []desk.Acting{ana}}, Unsigned: []casebook.ID{ben.Who}},
		{By: desk.Acting{Who: p, With: []desk.Acting{ana, thief}}},
		{By: desk.Acting{Who: p, With: []desk.Acting{ana}}},
		{By: desk.Acting{Who: p}, Unsigned: []casebook.ID{ana.Who, ben.Who}},
		{By: desk.Acting{Who: p, Signer: ana.Signer}, Unsigned: []casebook.ID{ben.Who}},
		{By: ana, Unsigned: []casebook.ID{ben.Who}},
	} {
		f.Subject, f.Refs, f.Events = p, refs, event(casebook.AnswerGiven, yes("turned"))
		h.Meets(phone.Writes(f))
		nothingTookEffect(t, h, p)
	}
	h.Stands(p, casebook.StageOffered)
})

var _ = story("G09", "a consent in an event type that nobody knows waits and does nothing; a refusal in one counts", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	refs, phone := relies(h, p, casebook.AnswerGiven), h.Device()
	h.Meets(phone.Writes(nodetest.Form{
		Subject: p, By: desk.Acting{Who: p, Signer: link}, Refs: refs, Effects: []casebook.Effect{casebook.Consent}, Events: event("answer.sung", yes("own")),
	}))
	nothingTookEffect(t, h, p)
	h.Stands(p, casebook.StageOffered)
	h.Meets(phone.Writes(nodetest.Form{Subject: p, Effects: []casebook.Effect{casebook.Refuse}, Events: event("answer.danced", &casebook.Blank{})}))
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("G10", "a yes with a backdated clock still waits for the time for thinking it over", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	phone := h.Device()
	phone.Skew = -30 * time.Minute // an hour earlier it would stand before the offer
	h.Pass(3 * day)
	phone.Skew = -3 * day
	h.Meets(phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link}, Refs: relies(h, p, casebook.AnswerGiven), Events: event(casebook.AnswerGiven, yes("own"))}))
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}))
	waits(t, h, p, "G10")
})

var _ = story("G10", "a yes that takes the place of an old commit of its lane is not as old as that place", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	phone := h.Device()
	it := journal.TerritoryScope("IT")
	first := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.RemarkVolunteered, &casebook.Remark{Text: "one"})})
	h.Meets(first, phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.RemarkVolunteered, &casebook.Remark{Text: "two"})}))
	h.Pass(5 * day)
	phone.Rewinds(it, first)
	phone.Seen = h.Pos()
	got := h.Meets(phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, Signer: link}, Refs: relies(h, p, casebook.AnswerGiven), Events: event(casebook.AnswerGiven, yes("own"))}))
	if got.Forks != 1 {
		t.Fatalf("it is no branch: %+v", got)
	}
	_ = h.Desk().Call(ctx(h), h.As("sara"), p, casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true})
	if y := h.Shows(p).Yes; y != nil && y.Effective {
		t.Fatalf("it took effect on the day it came: %+v", y)
	}
})

var _ = story("G11", "a scout does not let anybody come back", func(t testing.TB, h *nodetest.House) {
	p, _, _ := refused(h)
	no := h.Ref(p, casebook.AnswerGiven)
	phone := h.Device()
	own, err := journal.NewKey(rand.Reader)
	done(t, err)
	for _, by := range []desk.Acting{h.As("ana"), h.As("ana", "ben"), h.As("cora", "ana"), {Who: p, Signer: own}, {Who: p, Signer: h.As("ana").Signer}, {Who: p}} {
		h.Meets(phone.Writes(nodetest.Form{Subject: p, By: by, Refs: []casebook.Ref{no}, Events: event(casebook.PersonReopened, &casebook.Reopening{How: "receipt"})}))
		h.Stands(p, casebook.StageLeftAlone)
	}
	fails(t, h.Desk().Reopen(ctx(h), h.As("ana", "ben"), p, nil), desk.NotAllowed)
	held(t, h.Desk().Reopen(ctx(h), h.As("cora"), p, nil), "G11")
})

// replayed gives back a signature that somebody made for another commit.
type replayed struct{ act journal.Act }

func (r replayed) Alg() string                 { return r.act.Alg }
func (r replayed) Public() []byte              { return r.act.Key }
func (r replayed) Sign([]byte) ([]byte, error) { return r.act.Sig, nil }

// again seals what somebody signed once more, on another device, in another lane, at another time.
func again(t testing.TB, h *nodetest.House, thief *nodetest.Device, c journal.Commit, scope journal.Scope, subject casebook.ID) (journal.Commit, error) {
	t.Helper()
	draft := journal.Draft{Scope: scope, Subject: journal.ID(subject), Refs: c.Header.Refs, Seen: c.Header.Seen, Effects: c.Header.Effects, Actor: c.Header.Actor.Who}
	for i, eventType := range c.Header.Types {
		draft.Events = append(draft.Events, journal.Event{Type: eventType, Body: c.Bodies[i].Content})
	}
	for _, w := range c.Header.Witnesses {
		draft.Witnesses = append(draft.Witnesses, w.Who)
	}
	p, err := journal.Prepare(draft, io.MultiReader(bytes.NewReader(make([]byte, 32))))
	done(t, err)
	if c.Header.Actor.Sig != nil {
		if err := p.SignActor(c.Header.Actor.Who, replayed{c.Header.Actor}, nil); err != nil {
			return journal.Commit{}, err
		}
	}
	for _, w := range c.Header.Witnesses {
		if err := p.SignWitness(w.Who, replayed{w}, nil); err != nil {
			return journal.Commit{}, err
		}
	}
	return thief.Seals(p, scope), nil
}
