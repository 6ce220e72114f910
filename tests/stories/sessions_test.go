package stories

import (
	"crypto/rand"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// unlocked lets somebody act by a session, as a pair does that unlocks once.
func unlocked(h *nodetest.House, by desk.Acting) desk.Acting {
	h.T.Helper()
	short, err := journal.NewKey(rand.Reader)
	done(h.T, err)
	short.Holder = journal.ID(by.Who)
	from := h.Now().Unix()
	s, err := journal.NewSession(journal.ID(by.Who), by.Signer, short.Public(), from, from+3600)
	done(h.T, err)
	return desk.Acting{Who: by.Who, Signer: short, Session: s}
}

// pair is ana and ben, each by a session of their own.
func pair(h *nodetest.House) desk.Acting {
	by := unlocked(h, h.As("ana"))
	by.With = []desk.Acting{unlocked(h, h.As("ben"))}
	return by
}

// two are two people who were asked on one day.
func two(h *nodetest.House) (first, second casebook.ID) {
	first = maria(h)
	second = h.Noted("Ugo", "Verdi", "+393339990011")
	for _, p := range []casebook.ID{first, second} {
		h.Met(p)
		h.Told(p)
	}
	h.Pass(day)
	for _, p := range []casebook.ID{first, second} {
		done(h.T, h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{Role: "crew"}))
	}
	return first, second
}

var _ = story("G07", "what the pair unlocked for one answer witnesses no other", func(t testing.TB, h *nodetest.House) {
	first, second := two(h)
	by := pair(h)
	_, err := h.Desk().Answer(ctx(h), by, first, desk.Answering{Answer: *yes("turned")})
	done(t, err)
	_, err = h.Desk().Answer(ctx(h), by, second, desk.Answering{Answer: *yes("turned")})
	held(t, err, "G07")
	nothingTookEffect(t, h, second)
	_, err = h.Desk().Answer(ctx(h), by, second, desk.Answering{Answer: casebook.Answer{Answer: "no", Method: "turned", NoWish: true}})
	done(t, err) // a no needs nobody
	_, err = h.Desk().Answer(ctx(h), by, first, desk.Answering{Answer: *yes("turned")})
	done(t, err) // the same person, correcting
})

var _ = story("G07", "one unlocking that a modified device brings twice counts for one person, whatever comes first", func(t testing.TB, h *nodetest.House) {
	for _, swapped := range []bool{false, true} {
		house := nodetest.New(t)
		first, second := two(house)
		phone := house.Device()
		by := pair(house)
		hands := append([]desk.Acting{{Who: by.Who, Signer: by.Signer, Session: by.Session}}, by.With...)
		writes := func(on *nodetest.Device, p casebook.ID) journal.Commit {
			return on.Writes(nodetest.Form{Subject: p, By: desk.Acting{Who: p, With: hands}, Refs: relies(house, p, casebook.AnswerGiven),
				Events: event(casebook.AnswerGiven, yes("turned"))})
		}
		house.Pass(2 * time.Minute)
		a, other := writes(phone, first), house.Device()
		if swapped { // its clock says that it was first
			other.Skew = -time.Minute
		}
		house.Pass(time.Second)
		b := writes(other, second)
		house.Meets(a)
		house.Meets(b)
		if one, other := house.Shows(first).Yes != nil, house.Shows(second).Yes != nil; one == other || other != swapped {
			t.Errorf("one unlocking witnessed a yes of the first: %v, of the second: %v (swapped: %v)", one, other, swapped)
		}
		house.Verifies()
	}
})
