package stories

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// Forms that are sent twice.

// commits counts everything in the log.
func commits(h *nodetest.House) int {
	h.T.Helper()
	n, err := h.Desk().Commits(ctx(h))
	done(h.T, err)
	return n
}

func once(by desk.Acting, key string) desk.Acting {
	by.Once = key
	return by
}

var _ = story("", "a form that is sent twice is written once, and gets the same answer", func(t testing.TB, h *nodetest.House) {
	row := desk.LeadRow{Lead: casebook.Lead{Territory: "IT"}, Particulars: casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}}
	first, err := h.Desk().Lead(ctx(h), once(h.As("ana"), "k1"), row)
	done(t, err)
	n := commits(h)
	again, err := h.Desk().Lead(ctx(h), once(h.As("ana"), "k1"), row)
	done(t, err)
	if fmt.Sprint(first) != fmt.Sprint(again) || commits(h) != n || first.Became != desk.BecameLead {
		t.Errorf("%+v, then %+v", first, again)
	}

	p := first.Person
	talk := casebook.Approach{Outcome: "talked", SpokenBefore: "no"}
	for range 2 {
		checked, err := h.Desk().Approach(ctx(h), once(h.As("ana"), "k2"), p, talk)
		done(t, err)
		if !checked.Clear || commits(h) != n+2 {
			t.Errorf("%+v, %d commits more", checked, commits(h)-n)
		}
	}
	talk.Note = "at the harbour"
	_, err = h.Desk().Approach(ctx(h), once(h.As("ana"), "k2"), p, talk)
	fails(t, err, desk.BadInput)
	_, err = h.Desk().Approach(ctx(h), once(h.As("ben"), "k2"), p, talk) // somebody else's key of the same name
	done(t, err)
	fails(t, h.Desk().Stop(ctx(h), once(h.As("ana"), strings.Repeat("k", 129)), p), desk.BadInput)
	h.Stands(p, casebook.StageApproached)
})

var _ = story("", "an answer that is sent twice gives the same receipt; what was held is tried anew", func(t testing.TB, h *nodetest.House) {
	p, link := understood(h)
	offer := func() error { return h.Desk().Offer(ctx(h), once(h.As("ana", "ben"), "o"), p, casebook.Offer{}) }
	held(t, offer(), "G05") // the same meeting
	h.Pass(day)
	done(t, offer())
	h.Pass(day)
	n := commits(h)
	done(t, offer()) // on another day: still the very same form
	no := desk.Answering{Answer: casebook.Answer{Answer: "no", Method: "own", NoWish: true, Language: "it"}, Link: link}
	first, err := h.Desk().Answer(ctx(h), desk.Acting{Once: "a"}, p, no)
	done(t, err)
	h.Reopen()
	again, err := h.Desk().Answer(ctx(h), desk.Acting{Once: "a"}, p, no)
	done(t, err)
	if !reflect.DeepEqual(first, again) || commits(h) != n+1 {
		t.Errorf("%+v, then %+v; %d commits", first, again, commits(h)-n)
	}

	h.Pass(8 * day)
	h.Tidies()
	_, err = h.Desk().Answer(ctx(h), desk.Acting{Once: "a"}, p, no)
	done(t, err)
	if commits(h) != n+2 {
		t.Error("after a week it is a new form")
	}
})

var _ = story("G25", "an outcome that was kept goes with the person", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	no := desk.Answering{Answer: casebook.Answer{Answer: "no", Method: "own", NoWish: true, Language: "it"}, Link: link}
	_, err := h.Desk().Answer(ctx(h), desk.Acting{Once: "a"}, p, no)
	done(t, err)
	done(t, h.Desk().AskErasure(ctx(h), desk.Acting{}, p, link))
	h.Pass(4 * day)
	if h.Tidies() != 1 {
		t.Fatal("nobody was erased")
	}
	_, err = h.Desk().Answer(ctx(h), desk.Acting{Once: "a"}, p, no)
	fails(t, err, desk.NotFound) // neither the outcome is known, nor is anything written of them again
})
