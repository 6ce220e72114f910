package stories

import (
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// tenYears is how far a clock is off in these stories.
const tenYears = 10 * 366 * day

func warnings(h *nodetest.House) []string {
	h.T.Helper()
	found, err := h.Node.Verify(ctx(h), node.VerifyOptions{})
	done(h.T, err)
	if !found.OK() {
		h.T.Errorf("a clock that ran ahead breaks nothing: %v", found.Faults)
	}
	return found.Warnings
}

var _ = story("G10", "headquarters' clock once ran ten years ahead: somebody is told, sets it right, and what was stamped counts as of then", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	q := h.Noted("Nora", "Bianchetti", "+393339998877")
	h.Met(q)
	hers := h.Told(q)
	h.Pass(tenYears)
	done(t, h.Desk().AskErasure(ctx(h), desk.Acting{}, q, hers))
	h.Pass(-tenYears)
	if len(warnings(h)) != 1 || h.Desk().Ahead().IsZero() {
		t.Fatal("nobody is told that the lane is stamped ahead")
	}
	_, err := h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: *yes("own"), Link: link})
	held(t, err, "G12") // the question was asked ten years ago, by that clock
	h.Pass(4 * day)
	h.Tidies()
	h.Stands(q, casebook.StageHidden) // for ten years and three days
	fails(t, h.Node.SetClockRight(ctx(h), h.As("ana")), desk.NotAllowed)
	held(t, h.Node.SetClockRight(ctx(h), h.As("admin")), "G10") // two people look at the clock
	done(t, h.Node.SetClockRight(ctx(h), h.As("admin", "cora")))
	if w := warnings(h); len(w) != 0 {
		t.Errorf("set right, and still: %v", w)
	}
	fails(t, h.Node.SetClockRight(ctx(h), h.As("admin")), desk.NotFound)
	h.Stands(q, casebook.StageHidden)
	h.Answers(p, "yes", link)
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, good))
	waits(t, h, p, "G10")
	h.Pass(73 * time.Hour)
	h.Tidies()
	h.Stands(q, casebook.StageErased)
	h.Stands(p, casebook.StageEffective)
	h.Reopen()
	h.Stands(p, casebook.StageEffective)
	late := h.Noted("Ugo", "Verdi", "+393337776655")
	if s := h.Shows(late); s.Since.Sub(h.Now()).Abs() > time.Hour {
		t.Errorf("new entries are stamped %v", s.Since)
	}
})

var _ = story("G08", "nobody grows up by headquarters' clock", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	_, err := h.Desk().Approach(ctx(h), h.As("ana"), p, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	done(t, h.Desk().Age(ctx(h), h.As("ana"), p, casebook.Age{Born: casebook.Date{Year: 2009, Month: 5, Day: 1}}))
	h.Pass(tenYears)
	h.Noted("Nora", "Bianchetti", "+393339998877") // something is stamped in ten years
	h.Pass(-tenYears)
	done(t, h.Desk().Guardian(ctx(h), h.As("ana", "ben"), p, casebook.Guardian{Agrees: true}))
	told := casebook.Delivered{Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
	held(t, h.Desk().Tell(ctx(h), h.As("ana"), p, desk.Telling{Delivered: told}), "G08") // two adults, as with every minor
})

var _ = story("G10", "a device whose clock is ten years ahead drags nobody's along, and headquarters is told whose it is", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	d := h.Device()
	d.Skew = tenYears
	c := d.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})})
	if c.Header.When().Sub(h.Now()) < tenYears-day {
		t.Fatalf("its clock shows %v", c.Header.When())
	}
	h.Meets(c)
	if !h.Desk().Ahead().IsZero() || len(warnings(h)) != 0 {
		t.Error("it dragged headquarters' clock along")
	}
	alarms, err := h.Desk().Alarms(ctx(h), h.As("cora"))
	done(t, err)
	if len(alarms) != 1 || alarms[0].Kind != desk.AlarmAhead || alarms[0].Device != journal.Device(c.Header.Device).String() {
		t.Errorf("headquarters is told %+v", alarms)
	}
})

var _ = story("G12", "a yes on a phone whose clock is a year ahead is as good as any other", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	h.Pass(day)
	phone := h.Device()
	phone.Skew = 365 * day
	offer := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana", "ben"), Refs: relies(h, p, casebook.OfferMade), Events: event(casebook.OfferMade, &casebook.Offer{Role: "crew", Meeting: casebook.ID{9}})})
	phone.Skew = 0 // set right; the stamps of its lane never fall
	answer := phone.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, With: []desk.Acting{h.As("ana"), h.As("ben")}},
		Refs: []casebook.Ref{{Commit: casebook.Hash(offer.Hash())}}, Events: event(casebook.AnswerGiven, yes("turned"))})
	h.Meets(offer)
	h.Pass(2 * day)
	h.Meets(answer)
	for _, c := range []journal.Commit{offer, answer} {
		if f := h.Fact(p, c, 0); f.Standing != casebook.Counts {
			t.Errorf("%s is %s: %v", f.Type, f.Standing, f.Lacks)
		}
	}
	waits(t, h, p, "G28")
	h.Called(p)
	h.Stands(p, casebook.StageEffective)
})

var _ = story("G10", "what names more of headquarters' lane than there is waits, and is looked at again once it is there, whoever brings it so far", knewMore)

// knewMore has commits that name positions of headquarters' lane that it has not reached.
func knewMore(t testing.TB, h *nodetest.House) {
	first, second, third := maria(h), h.Noted("Nora", "Bianchetti", "+393339998877"), h.Noted("Ugo", "Verdi", "+393337776655")
	d, other := h.Device(), h.Device()
	clear := func(d *nodetest.Device, p casebook.ID) journal.Commit {
		return d.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})})
	}
	d.Seen = h.Pos() + 3
	h.Meets(clear(d, first))
	d.Seen = h.Pos() + 3
	h.Meets(clear(d, first), clear(d, second))
	for _, waiting := range []int{3, 2, 0} {
		h.Verifies()
		page, err := h.Desk().List(ctx(h), h.As("cora"), desk.Query{List: desk.ListPending})
		done(t, err)
		got := 0
		for _, row := range page.Rows {
			got += row.Pending
		}
		if got != waiting {
			t.Errorf("%d events wait, and it should be %d", got, waiting)
		}
		h.Meets(clear(other, third)) // it says nothing of the others, and moves the position
	}
}
