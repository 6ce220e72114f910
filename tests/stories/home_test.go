package stories

import (
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// What needs a person now, and the log that answers for everything.

// need is one list of what needs somebody; nil if whoever asks does not see it.
func need(t testing.TB, h *nodetest.House, who, list string) *desk.Need {
	t.Helper()
	needs, err := h.Desk().Needs(ctx(h), h.As(who), 5)
	done(t, err)
	for i := range needs.Lists {
		if needs.Lists[i].List == list {
			return &needs.Lists[i]
		}
	}
	return nil
}

var _ = story("", "the home page names who needs somebody, and each only to whoever may help", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	if n := need(t, h, "sara", desk.ListCall); n.Count != 0 {
		t.Errorf("%d calls before there is a yes", n.Count)
	}
	h.Answers(p, "yes", link)
	if n := need(t, h, "sara", desk.ListCall); n.Count != 1 || len(n.Rows) != 1 || n.Rows[0].Person != p {
		t.Errorf("the call to make: %+v", n)
	}
	if n := need(t, h, "ana", desk.ListCall); len(n.Rows) != 0 {
		t.Error("somebody of the team is asked to make the outside call")
	}
	h.Called(p)
	if n := need(t, h, "sara", desk.ListCall); n.Count != 0 || len(n.Rows) != 0 {
		t.Errorf("the call was made: %+v", n)
	}

	twinOf := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}})
	if twinOf.Became != desk.BecameSetAside {
		t.Fatalf("%+v", twinOf)
	}
	if n := need(t, h, "cora", desk.ListReview); n.Count != 1 || n.Rows[0].Review == 0 || n.Over != 0 {
		t.Errorf("the review: %+v", n)
	}
	if need(t, h, "ana", desk.ListReview) != nil {
		t.Error("a scout sees what is set aside (G01)")
	}
	_, err := h.Desk().List(ctx(h), h.As("ana"), desk.Query{List: desk.ListReview})
	fails(t, err, desk.NotAllowed)
	h.Pass(8 * day)
	if n := need(t, h, "cora", desk.ListReview); n.Over != 1 {
		t.Errorf("a review that is overdue: %+v", n)
	}

	done(t, h.Desk().AskErasure(ctx(h), h.As("tom"), p, nil))
	if n := need(t, h, "sara", desk.ListErase); n.Count != 1 || n.Rows[0].Erase != 0 || n.Rows[0].Name != "" {
		t.Errorf("the erasure that waits for a second person: %+v", n)
	}
})

var _ = story("", "what needs a look is listed by the day on which it came, not by the day of the sighting", func(t testing.TB, h *nodetest.House) {
	p, _, _ := refused(h)
	h.Pass(9 * day)
	h.Meets(h.Device().Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"})}))
	n := need(t, h, "cora", desk.ListIrregular)
	if n.Count != 1 || len(n.Rows) != 1 || n.Since != n.Rows[0].Broke || h.Now().Sub(time.UnixMilli(n.Rows[0].Broke)) > day {
		t.Errorf("it is listed as %+v, and came at %s", n, h.Now())
	}
})

var _ = story("", "who is to be told again is listed by the day on which the text changed, not by that of their yes", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	h.Answers(p, "yes", link)
	h.Pass(9 * day)
	h.Rewrites("Pay for lost earnings runs for six months, not twelve.")
	n := need(t, h, "cora", desk.ListToldAgain)
	if n.Count != 1 || len(n.Rows) != 1 || n.Since != n.Rows[0].Owed || h.Now().Sub(time.UnixMilli(n.Since)) > day {
		t.Errorf("it is listed as %+v, and changed at %s", n, h.Now())
	}
})

var _ = story("", "what waits is listed by the day on which it came", func(t testing.TB, h *nodetest.House) {
	p, _ := asked(h)
	h.Pass(9 * day)
	ahead := h.Device()
	ahead.Seen = h.Pos() + 3 // it knew of what headquarters has not written, or lost
	h.Meets(ahead.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})}))
	n := need(t, h, "cora", desk.ListPending)
	if n.Count != 1 || len(n.Rows) != 1 || n.Since != n.Rows[0].Waits || h.Now().Sub(time.UnixMilli(n.Since)) > day {
		t.Errorf("it is listed as %+v, and came at %s", n, h.Now())
	}
})

var _ = story("", "whoever has two names that begin alike is found once, by pages of one too", func(t testing.TB, h *nodetest.House) {
	for _, name := range []string{"Anna Annabella", "Annalisa Anna", "Anni Annis"} {
		given, family, _ := strings.Cut(name, " ")
		h.TakesIn(casebook.Particulars{Given: given, Family: family, Town: "Pisa " + given})
	}
	found := map[casebook.ID]int{}
	for q := (desk.Query{Text: "ann", Limit: 1}); ; {
		page, err := h.Desk().List(ctx(h), h.As("cora"), q)
		done(t, err)
		for _, row := range page.Rows {
			found[row.Person]++
		}
		if q.After = page.Next; q.After == nil {
			break
		}
	}
	for _, times := range found {
		if times != 1 || len(found) != 3 {
			t.Fatalf("found %v", found)
		}
	}
})

var _ = story("", "the log shows who did what with which key, and what it was worth", func(t testing.TB, h *nodetest.House) {
	p, _, _ := refused(h)
	thief := h.Device()
	forged := thief.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"})})
	h.Meets(forged)
	log := func(who string, q desk.LogQuery) *desk.LogPage {
		page, err := h.Desk().Log(ctx(h), h.As(who), q)
		done(t, err)
		return page
	}
	_, err := h.Desk().Log(ctx(h), h.As("ana"), desk.LogQuery{})
	fails(t, err, desk.NotAllowed)

	all := log("cora", desk.LogQuery{Limit: 500})
	for i := 1; i < len(all.Rows); i++ {
		if all.Rows[i].Arrival != all.Rows[i-1].Arrival-1 {
			t.Fatal("a commit is left out, or out of order")
		}
	}
	var paged []desk.LogRow
	for q := (desk.LogQuery{Limit: 7}); ; {
		page := log("cora", q)
		paged = append(paged, page.Rows...)
		if q.After = page.Next; q.After == 0 {
			break
		}
	}
	if len(paged) != len(all.Rows) || paged[len(paged)-1].Arrival != 1 {
		t.Errorf("%d rows by pages, %d at once", len(paged), len(all.Rows))
	}

	// Of one person with two records, merged: by pages of one as at once, newest first.
	twin := h.TakesIn(nora).Person
	twice := h.TakesIn(casebook.Particulars{Given: "Nora", Family: "Bianchi", Town: "Pisa", Phones: nora.Phones}).Person
	done(t, h.Desk().Review(ctx(h), h.As("tom"), twice, casebook.Ref{}, casebook.Judgement{Verdict: "same", Reason: "the same phone"}))
	whole := log("cora", desk.LogQuery{Person: twin})
	var one []desk.LogRow
	for q := (desk.LogQuery{Person: twin, Limit: 1}); ; {
		page := log("cora", q)
		one = append(one, page.Rows...)
		if q.After = page.Next; q.After == 0 {
			break
		}
	}
	subjects := map[casebook.ID]bool{}
	for i, row := range one {
		subjects[row.Subject] = true
		if i > 0 && row.Arrival >= one[i-1].Arrival {
			t.Error("a person's commits are out of order")
		}
	}
	if len(one) != len(whole.Rows) || len(subjects) != 2 {
		t.Errorf("%d rows of %d records by pages, %d at once", len(one), len(subjects), len(whole.Rows))
	}

	bad := log("cora", desk.LogQuery{Standing: casebook.Irregular, Gate: "G11"})
	if len(bad.Rows) != 1 || bad.Rows[0].Commit != casebook.Hash(forged.Hash()) || bad.Rows[0].Actor.Name != "ana" || bad.Rows[0].Actor.Grade != desk.SignedOwnKey {
		t.Errorf("what G11 held: %+v", bad.Rows)
	}
	noes := log("cora", desk.LogQuery{Effect: casebook.Refuse})
	if len(noes.Rows) != 1 || noes.Rows[0].Actor.Name != "the person" || noes.Rows[0].Actor.Grade != desk.SignedOwnKey {
		t.Errorf("the no: %+v", noes.Rows)
	}
	for _, q := range []desk.LogQuery{{Person: p}, {Territory: "IT"}, {Actor: h.As("ben").Who}, {Type: "offer."}} {
		page := log("cora", q)
		if len(page.Rows) == 0 || len(page.Rows) == len(all.Rows) {
			t.Errorf("%+v gives %d of %d", q, len(page.Rows), len(all.Rows))
		}
	}
	if page := log("cora", desk.LogQuery{Until: h.Now().Add(-100 * day)}); len(page.Rows) != 0 || page.Next != 0 {
		t.Error("before the house began there is something")
	}
	if page := log("cora", desk.LogQuery{From: h.Now().Add(time.Hour)}); len(page.Rows) != 0 || page.Next != 0 {
		t.Error("there is something from tomorrow")
	}
})

var _ = story("G13", "the log shows nobody but safeguarding what was volunteered, and nothing of who is hidden", func(t testing.TB, h *nodetest.House) {
	p, link, _ := refused(h)
	done(t, h.Desk().Remark(ctx(h), h.As("sara"), p, casebook.Remark{Text: "the scout was unkind", Safeguarding: true}))
	content := func(eventType string) (some bool) {
		page, err := h.Desk().Log(ctx(h), h.As("cora"), desk.LogQuery{Person: p, Type: eventType})
		done(t, err)
		if len(page.Rows) == 0 {
			t.Fatalf("no %s in the log", eventType)
		}
		for _, row := range page.Rows {
			for _, e := range row.Events {
				some = some || e.Content != nil
			}
		}
		return some
	}
	if content(casebook.RemarkVolunteered) {
		t.Error("the coordinator reads what was volunteered")
	}
	if !content(casebook.ParticularsNoted) {
		t.Error("nothing can be read at all")
	}
	done(t, h.Desk().AskErasure(ctx(h), desk.Acting{}, p, link))
	if content(casebook.ParticularsNoted) {
		t.Error("the log shows somebody who is hidden")
	}
})
