package stories

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// The person by themselves: by their link, by a page without script, by a receipt's code or a number alone.

var _ = story("G09", "a private link opens one person's page, until it is over, revoked or guessed wrong", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	v, err := h.Desk().Visit(ctx(h), link.Public())
	done(t, err)
	if v.Person != p || v.Offer == nil || len(v.Texts) != 1 || v.Texts[0].Language != "it" || len(v.Why) != 1 || v.Why[0].Source != "harbour talk" {
		t.Errorf("the person's page: %+v", v)
	}
	if len(v.Met) != 3 || v.Met[0].Name != "ana" || len(v.Offer.By) != 2 {
		t.Errorf("who asked: %+v, %v", v.Met, v.Offer)
	}
	other, err := journal.NewKey(rand.Reader)
	done(t, err)
	_, err = h.Desk().Visit(ctx(h), other.Public())
	fails(t, err, desk.NotFound)

	fails(t, h.Desk().RevokeLink(ctx(h), h.As("tom"), p, h.Ref(p, casebook.OfferMade)), desk.NotFound)
	done(t, h.Desk().RevokeLink(ctx(h), h.As("tom"), p, v.Link.Ref))
	_, err = h.Desk().Visit(ctx(h), link.Public())
	fails(t, err, desk.NotFound)
	yes := casebook.Answer{Answer: "yes", Method: "own", NoWish: true, Language: "it"}
	_, err = h.Desk().Answer(ctx(h), desk.Acting{}, p, desk.Answering{Answer: yes, Link: link})
	held(t, err, "G09")

	q := h.Noted("Nora", "Bianchi", "+393339998877")
	h.Met(q)
	old := h.Told(q)
	h.Pass(91 * day)
	_, err = h.Desk().Visit(ctx(h), old.Public())
	fails(t, err, desk.NotFound)
})

var _ = story("G09", "without a script the link alone says no, stop, leave and not now, never yes", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	plain := desk.Own(p, desk.ByLink(link.Public()))
	answer := func(what string) error {
		_, err := h.Desk().Answer(ctx(h), plain, p, desk.Answering{Answer: casebook.Answer{Answer: what, Method: "own", NoWish: true, Language: "it"}})
		return err
	}
	held(t, answer("yes"), "G09")
	guessed, err := journal.NewKey(rand.Reader)
	done(t, err)
	wrong := desk.Own(p, desk.ByLink(guessed.Public()))
	fails(t, h.Desk().Stop(ctx(h), wrong, p), desk.NotFound)
	fails(t, h.Desk().Remark(ctx(h), desk.Own(p, guessed), p, casebook.Remark{Text: "x"}), desk.NotFound)
	h.Stands(p, casebook.StageOffered)

	done(t, answer("not-now"))
	h.Stands(p, casebook.StageNotNow)
	done(t, answer("no"))
	done(t, h.Desk().Remark(ctx(h), plain, p, casebook.Remark{Text: "the scout pressed me", Safeguarding: true}))
	s := h.Shows(p)
	if s.Stage != casebook.StageLeftAlone || s.Ending != casebook.EndedNo {
		t.Errorf("%s, %s", s.Stage, s.Ending)
	}
	v, err := h.Desk().Visit(ctx(h), link.Public())
	done(t, err)
	if len(v.Answers) != 2 || v.Answers[1].Answer != "no" {
		t.Errorf("their answers: %+v", v.Answers)
	}
})

var _ = story("G02", "who stopped lifts it by their own link; a no, a link that staff have seen, and staff do not", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	own := desk.Own(p, link)
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), p))
	held(t, h.Desk().Lift(ctx(h), h.As("ana"), p), "G02")
	held(t, h.Desk().Lift(ctx(h), desk.Own(p, desk.ByLink(link.Public())), p), "G11") // somebody who only read the link
	done(t, h.Desk().Lift(ctx(h), own, p))
	if s := h.Shows(p); s.Alone || s.Refused {
		t.Errorf("lifted, and yet %s", s.Stage)
	}
	h.Answers(p, "no", link)
	fails(t, h.Desk().Lift(ctx(h), own, p), desk.NotFound)
	done(t, h.Desk().Stop(ctx(h), own, p))
	done(t, h.Desk().Lift(ctx(h), own, p)) // the stop; the no stands
	if s := h.Shows(p); !s.Refused || s.Stage != casebook.StageLeftAlone {
		t.Errorf("the no is gone: %s", s.Stage)
	}

	q := h.Noted("Nora", "Bianchi", "+393339998877")
	h.Met(q)
	seen, err := journal.NewKey(rand.Reader)
	done(t, err)
	done(t, h.Desk().Link(ctx(h), h.As("ana"), q, seen.Public(), nil, false)) // a scout cannot vouch for themselves
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), q))
	held(t, h.Desk().Lift(ctx(h), desk.Own(q, seen), q), "G11")
})

var _ = story("G12", "whoever takes back their 'not now' is where they were before they were asked", func(t testing.TB, h *nodetest.House) {
	put, putLink := asked(h)
	h.Answers(put, "not-now", putLink)
	done(t, h.Desk().Lift(ctx(h), desk.Own(put, putLink), put))
	h.Stands(put, casebook.StageUnderstood) // where they were before they were asked
	h.Pass(48 * time.Hour)
	done(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), put, casebook.Offer{Role: "crew"}))
	h.Stands(put, casebook.StageOffered)
})

var _ = story("G09", "a browser signs between two calls, and nothing is written before", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	remote := &desk.Remote{KeyAlg: link.Alg(), Key: link.Public()}
	answer := func() error {
		yes := casebook.Answer{Answer: "yes", Method: "own", NoWish: true, Language: "it"}
		_, err := h.Desk().Answer(ctx(h), desk.Acting{Once: "a"}, p, desk.Answering{Answer: yes, Link: remote})
		return err
	}
	n := commits(h)
	if err := answer(); !errors.Is(err, desk.ErrSign) || commits(h) != n {
		t.Fatalf("the first call: %v", err)
	}
	h.Noted("Nora", "Bianchi", "+393339998877") // meanwhile the house goes on
	done(t, h.Desk().ChangeStaff(ctx(h), h.As("admin"), h.As("tom").Who, casebook.Staff{Name: "tom", Hats: []string{casebook.Trainer, casebook.Auditor}}))
	var err error
	remote.Signature, err = link.Sign(remote.Message)
	done(t, err)
	done(t, answer())
	if y := h.Shows(p).Yes; y == nil || y.Grade != casebook.GradeOwnDevice {
		t.Errorf("the yes is %+v", y)
	}
	done(t, answer()) // sent again
	remote.Signature[0]++
	fails(t, h.Desk().Withdraw(ctx(h), desk.Acting{}, p, remote), desk.NotAllowed)
})

var _ = story("", "a person corrects what is held, permits their number, takes their file, and sees who looked", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	own := desk.Own(p, link)
	done(t, h.Desk().Correct(ctx(h), own, p, casebook.Particulars{Town: "Pisa", Phones: []string{"+393480000001"}}, nil))
	done(t, h.Desk().Permit(ctx(h), own, p, casebook.Permission{Question: "number", Yes: true}))
	s := h.Shows(p) // cora looks
	h.Shows(p)
	if s.Particulars.Town != "Pisa" || len(s.Contacts) != 2 || s.Contacts[0].Value != "+393480000001" || s.Contacts[0].From != casebook.FromPerson || s.Contacts[1].From != casebook.FromTeam {
		t.Errorf("%+v, reached by %+v", s.Particulars, s.Contacts)
	}
	h.Pass(day)
	_, err := h.Desk().Export(ctx(h), h.As("sara"), p)
	done(t, err)
	mine, err := h.Desk().Export(ctx(h), own, p)
	done(t, err)
	if len(mine.Looks) < 2 || mine.Looks[0] != (desk.Look{Day: h.Now().UTC().Truncate(day), Who: "sara", What: desk.MadeExport}) {
		t.Errorf("who looked: %+v", mine.Looks)
	}
	v, err := h.Desk().Visit(ctx(h), link.Public())
	done(t, err)
	if len(v.Looks) != len(mine.Looks) || len(v.Permissions) != 1 {
		t.Errorf("%+v, %+v", v.Looks, v.Permissions)
	}
	_, err = h.Desk().Export(ctx(h), desk.Own(h.Noted("Nora", "Bianchi", "+393339998877"), link), p)
	if err == nil {
		t.Error("somebody else's link takes the file")
	}
})

var _ = story("G02", "who knows a number says stop: at once, for every team, and the person lifts it", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	n := commits(h)
	done(t, h.Desk().StopByPhone(ctx(h), []string{"+393331112233"}))
	done(t, h.Desk().StopByPhone(ctx(h), []string{"+393339990000"})) // nobody's, and answered alike
	done(t, h.Desk().StopByPhone(ctx(h), []string{"+393331112233"})) // again
	if commits(h) != n+3 {
		t.Errorf("%d commits for three stops: their work differs", commits(h)-n)
	}
	s := h.Shows(p)
	if !s.Alone || s.Refused || s.Stage != casebook.StageLeftAlone {
		t.Errorf("%s, alone %v", s.Stage, s.Alone)
	}
	_, err := h.Desk().Answer(ctx(h), h.As("ana", "ben"), p, desk.Answering{Answer: *yes("turned")})
	held(t, err, "G12")
	held(t, h.Desk().Reopen(ctx(h), h.As("cora", "ana"), p, nil), "G11")
	done(t, h.Desk().Lift(ctx(h), desk.Own(p, link), p))
	h.Stands(p, casebook.StageOffered)
	h.Answers(p, "yes", link)
	h.Called(p)
	h.Pass(2 * day)
	h.Stands(p, casebook.StageEffective)
	done(t, h.Desk().StopByPhone(ctx(h), []string{"+393331112233"}))
	waits(t, h, p, "G12")
	done(t, h.Desk().Lift(ctx(h), desk.Own(p, link), p))
	h.Stands(p, casebook.StageEffective)

	// The other number stops nobody by itself, and a named person looks when it comes in.
	got := h.TakesIn(casebook.Particulars{Given: "Ugo", Family: "Verdi", Phones: []string{"+393339990000"}})
	if got.Became != desk.BecameSetAside {
		t.Errorf("it became %s", got.Became)
	}
})

var _ = story("G14", "who holds a receipt's code asks whether the no is here, and says stop", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	no := desk.Answering{Answer: casebook.Answer{Answer: "not-now", Method: "own", NoWish: true, Language: "it", Until: casebook.Date{Year: 2020, Month: 1, Day: 1}}, Link: link}
	receipt, err := h.Desk().Answer(ctx(h), desk.Acting{}, p, no)
	done(t, err)
	for code, want := range map[string]string{receipt.Code: desk.ArrivedHere, "0123456789abcdef": desk.NotYetHere} {
		got, err := h.Desk().Arrived(ctx(h), code)
		done(t, err)
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
		done(t, h.Desk().StopByCode(ctx(h), code))
	}
	_, err = h.Desk().Arrived(ctx(h), "abc")
	fails(t, err, desk.BadInput)
	h.Stands(p, casebook.StageLeftAlone)
	done(t, h.Desk().AskErasure(ctx(h), desk.Own(p, link), p, nil))
	h.Pass(4 * day)
	h.Tidies()
	got, err := h.Desk().Arrived(ctx(h), receipt.Code)
	done(t, err)
	if got != desk.ArrivedHere {
		t.Error("after the erasure nobody can tell that the answer came")
	}
})

var _ = story("G11", "a scout who made somebody's link can make no yes with it that takes back their no", func(t testing.TB, h *nodetest.House) {
	p := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(p)
	theirs, err := journal.NewKey(rand.Reader) // the scout's, handed over as the person's
	done(t, err)
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}
	done(t, h.Desk().Tell(ctx(h), h.As("ana"), p, desk.Telling{Delivered: told, LinkKey: theirs.Public()}))
	done(t, h.Desk().Understand(ctx(h), h.As("ben"), p, casebook.Understanding{Heard: casebook.Points}))
	h.Asked(p)
	receipt := h.Answers(p, "yes", theirs)
	s := h.Shows(p)
	if s.Yes == nil || s.Yes.Grade != casebook.GradeSeenLink {
		t.Errorf("the yes passes for %+v", s.Yes)
	}
	done(t, h.Desk().Correct(ctx(h), desk.Own(p, theirs), p, casebook.Particulars{Phones: []string{"+393480000009"}}, nil))
	for _, c := range h.Shows(p).Contacts {
		if c.Value == "+393480000009" && c.From != casebook.FromTeam {
			t.Errorf("the scout's number passes for one from: %s", c.From)
		}
	}
	done(t, h.Desk().Withdraw(ctx(h), h.As("cora"), p, nil)) // the person said it to headquarters
	held(t, h.Desk().Reopen(ctx(h), desk.Acting{}, p, receipt), "G11")
	fails(t, h.Desk().Lift(ctx(h), desk.Own(p, theirs), p), desk.NotFound)
	if !h.Shows(p).Refused {
		t.Error("their leaving is gone")
	}
})
