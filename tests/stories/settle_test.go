package stories

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// irregularTalk is a talk that a modified device wrote without a look at the refusals.
func irregularTalk(h *nodetest.House, p casebook.ID) casebook.Ref {
	h.T.Helper()
	c := h.Device().Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"})})
	h.Meets(c)
	return casebook.Ref{Commit: casebook.Hash(c.Hash())}
}

var _ = story("G18", "a file that needs a look is settled by somebody outside the team, item by item", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.Met(p)
	first, second := irregularTalk(h, p), irregularTalk(h, p)
	listed := func() int {
		page, err := h.Desk().List(ctx(h), h.As("cora"), desk.Query{List: desk.ListIrregular})
		done(t, err)
		return len(page.Rows)
	}
	if listed() != 1 {
		t.Fatal("nobody is told that the file needs a look")
	}
	fails(t, h.Desk().Settle(ctx(h), h.As("ana"), p, nil, "it was me"), desk.NotAllowed)
	held(t, h.Desk().Settle(ctx(h), h.As("tom"), p, []casebook.Ref{first}, ""), "G18")
	fails(t, h.Desk().Settle(ctx(h), h.As("tom"), p, []casebook.Ref{h.Ref(p, casebook.AgeStated)}, "all right"), desk.NotFound)
	done(t, h.Desk().Settle(ctx(h), h.As("tom"), p, []casebook.Ref{first}, "an old phone"))
	if open := h.Shows(p).NeedLook(); len(open) != 1 || open[0].Ref != second || listed() != 1 {
		t.Errorf("still to look at: %v", open)
	}
	done(t, h.Desk().Settle(ctx(h), h.As("tom"), p, nil, "the same phone"))
	if listed() != 0 {
		t.Error("the file is still on the list")
	}
	for _, f := range h.Shows(p).Facts {
		if (f.Ref == first || f.Ref == second) && f.Standing != casebook.Irregular {
			t.Errorf("a look gave it an effect: %s", f.Standing)
		}
	}
	shown, err := h.Desk().Show(ctx(h), h.As("ana"), p)
	done(t, err)
	for _, f := range shown.Facts {
		if f.Type == casebook.LookSettled {
			t.Error("the team reads what somebody noted about it")
		}
	}
	fails(t, h.Desk().Settle(ctx(h), h.As("tom"), p, nil, "again"), desk.NotFound)
})

// worried lets somebody say yes and then tell sara, alone, that they were not told the cost.
func worried(h *nodetest.House, given, phone string) casebook.ID {
	h.T.Helper()
	p := h.Noted(given, "Verdi", phone)
	h.Met(p)
	link := h.Told(p)
	h.Asked(p)
	h.Answers(p, "yes", link)
	done(h.T, h.Desk().Call(ctx(h), h.As("sara"), p, casebook.Call{Reached: true, Alone: true, FeltFree: true}))
	return p
}

var _ = story("G28", "two wrong answers in a month from one team: a named person looks, and settles it with a note", func(t testing.TB, h *nodetest.House) {
	looks := func(name string) []desk.PairWorry {
		found, err := h.Desk().PairWorries(ctx(h), h.As(name))
		done(t, err)
		return found
	}
	worried(h, "Ada", "+393330000001")
	if len(looks("cora")) != 0 {
		t.Error("one is not two")
	}
	h.Pass(40 * day)
	worried(h, "Bea", "+393330000002")
	if len(looks("cora")) != 0 {
		t.Error("two in two months are not two in one")
	}
	h.Pass(20 * day)
	third := worried(h, "Cia", "+393330000003")
	found := looks("tom")
	if len(found) != 1 || len(found[0].Calls) != 3 || len(found[0].Names) != 2 {
		t.Fatalf("nobody is asked to look: %+v", found)
	}
	needs, err := h.Desk().Needs(ctx(h), h.As("cora"), 3)
	done(t, err)
	if needs.Pairs != 1 {
		t.Errorf("the home page counts %d", needs.Pairs)
	}
	_, err = h.Desk().PairWorries(ctx(h), h.As("ana"))
	fails(t, err, desk.NotAllowed)
	held(t, h.Desk().SettlePair(ctx(h), h.As("sara"), found[0].Pair, "my own calls"), "G18")
	held(t, h.Desk().SettlePair(ctx(h), h.As("tom"), found[0].Pair, ""), "G18")
	done(t, h.Desk().SettlePair(ctx(h), h.As("tom"), found[0].Pair, "spoke with both; they tell the costs anew"))
	if len(looks("tom")) != 0 {
		t.Error("it still waits for somebody")
	}
	waits(t, h, third, "G28")
	h.Pass(day)
	worried(h, "Dea", "+393330000004")
	if found = looks("tom"); len(found) != 1 {
		t.Error("one more within the month asks for a look again")
	}
})

var _ = story("G18", "what breaks a rule on the organisation's own side is settled by somebody who had no hand in it", func(t testing.TB, h *nodetest.House) {
	hire := func(by string) {
		c := h.Device().Writes(nodetest.Form{Subject: casebook.ID{7}, By: h.As(by), Events: event(casebook.StaffAdded, &casebook.Staff{Name: "mallory", Hats: []string{casebook.Administrator}})})
		h.Meets(c)
	}
	listed := func(name string) []desk.HouseLook {
		found, err := h.Desk().HouseLooks(ctx(h), h.As(name))
		done(t, err)
		needs, err := h.Desk().Needs(ctx(h), h.As(name), 1)
		done(t, err)
		if needs.House != len(found) {
			t.Errorf("home says %d, the list %d", needs.House, len(found))
		}
		return found
	}
	hire("cora")
	h.Pass(day)
	hire("admin")
	if _, err := h.Desk().Named("mallory"); err == nil {
		t.Fatal("a device hired somebody")
	}
	h.Reopen()
	found := listed("cora")
	if len(found) != 2 || found[0].By != "cora" || !found[0].Own || found[1].Own || found[0].Lacks[0].Key != "house.elsewhere" {
		t.Fatalf("listed are %+v", found)
	}
	first := []casebook.Ref{found[0].Ref}
	_, err := h.Desk().HouseLooks(ctx(h), h.As("ana"))
	fails(t, err, desk.NotAllowed)
	held(t, h.Desk().SettleHouse(ctx(h), h.As("cora"), first, "it was me"), "G18")
	held(t, h.Desk().SettleHouse(ctx(h), h.As("tom"), first, ""), "G18")
	fails(t, h.Desk().SettleHouse(ctx(h), h.As("tom"), []casebook.Ref{{}}, "an old phone"), desk.NotFound)
	done(t, h.Desk().SettleHouse(ctx(h), h.As("tom"), first, "an old phone"))
	if found = listed("tom"); len(found) != 1 {
		t.Errorf("still listed: %+v", found)
	}
	done(t, h.Desk().SettleHouse(ctx(h), h.As("tom"), nil, "the same phone"))
	h.Reopen()
	if len(listed("tom")) != 0 {
		t.Error("after a start it is listed again")
	}
	fails(t, h.Desk().SettleHouse(ctx(h), h.As("tom"), nil, "again"), desk.NotFound)
	if _, err := h.Desk().Named("mallory"); err == nil {
		t.Error("a look gave it an effect")
	}
})

var _ = story("G02", "while the clock stands still, a stranger's second stop comes after the offer and after the yes, and holds", func(t testing.TB, h *nodetest.House) {
	p := h.Sighted(nora)
	h.Met(p)
	link := h.Told(p)
	lifts := func() { done(t, h.Desk().Reopen(ctx(h), h.As("cora", "sara"), p, nil)) }
	done(t, h.Desk().StopByPhone(ctx(h), nora.Phones))
	lifts()
	h.Asked(p)
	h.Answers(p, "yes", link)
	done(t, h.Desk().StopByPhone(ctx(h), nora.Phones))
	for _, f := range h.Shows(p).Facts {
		if (f.Type == casebook.OfferMade || f.Type == casebook.AnswerGiven) && f.Standing != casebook.Counts {
			t.Errorf("%s before the stop is %s: %+v", f.Type, f.Standing, f.Lacks)
		}
	}
	if y := h.Shows(p).Yes; y == nil || y.Effective {
		t.Errorf("the yes waits: %+v", y)
	}
	lifts()
	h.Called(p)
	h.Stands(p, casebook.StageEffective)
})
