package stories

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Attempts by people who are inside: with a valid key, a hat of their own, a file to import, a copy of the
// database.

var good = casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}

var _ = story("G28", "who was in the team yesterday, stood by at the answer, or made the link is not outside", func(t testing.TB, h *nodetest.House) {
	team := casebook.Team{Name: "one", Members: []casebook.ID{h.As("ana").Who, h.As("ben").Who}, Territories: []string{"IT", "FR"}}
	var id casebook.ID
	h.Desk().House(func(house *casebook.House) {
		for known := range house.TeamsNow() {
			id = known
		}
	})
	p, link := asked(h)
	joined := team
	joined.Members = append(joined.Members, h.As("cora").Who)
	_, err := h.Desk().FormTeam(ctx(h), h.As("admin"), id, joined)
	done(t, err)
	_, err = h.Desk().FormTeam(ctx(h), h.As("admin"), id, team)
	done(t, err)
	h.Answers(p, "yes", link)
	held(t, h.Desk().Call(ctx(h), h.As("cora"), p, good), "G28")
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, good))

	q := h.Noted("Nora", "Bianchi", "+393339998877")
	h.Met(q)
	h.Told(q)
	h.Asked(q)
	_, err = h.Desk().Answer(ctx(h), h.As("ana", "ben", "tom"), q, desk.Answering{Answer: *yes("turned")})
	done(t, err)
	held(t, h.Desk().Call(ctx(h), h.As("tom"), q, good), "G28")

	r := h.Noted("Ugo", "Verdi", "+393337776655")
	h.Met(r)
	h.Told(r)
	key, err := journal.NewKey(rand.Reader)
	done(t, err)
	done(t, h.Desk().Link(ctx(h), h.As("tom"), r, key.Public(), nil, false))
	done(t, h.Desk().Link(ctx(h), h.As("cora"), r, key.Public(), nil, false)) // tom has it issued once more
	h.Asked(r)
	h.Answers(r, "yes", key)
	held(t, h.Desk().Call(ctx(h), h.As("tom"), r, good), "G28")
	done(t, h.Desk().Call(ctx(h), h.As("sara"), r, good))
})

var _ = story("G11", "who is on the way already is known again when an old list of noes comes, or their number", onTheWayAlready)

func onTheWayAlready(t testing.TB, h *nodetest.House) {
	list := []casebook.Particulars{{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}, {Given: "Nora", Family: "Bianchi", Phones: []string{"+393339998877"}}}
	p, link := asked(h)
	q := h.Noted("Ugo", "Verdi", "+393337776655")
	h.Met(q)
	h.Told(q)
	_, _, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "Genova office", list)
	done(t, err)
	h.Answers(p, "yes", link)
	h.Pass(2 * day)
	h.Tidies()
	waits(t, h, p, "G11")
	h.Pass(day)
	done(t, h.Desk().Correct(ctx(h), h.As("ana"), q, casebook.Particulars{Phones: []string{"+393339998877"}}, nil))
	held(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), q, casebook.Offer{Role: "crew"}), "G01")
	for _, released := range []casebook.ID{p, q} {
		done(t, h.Desk().Review(ctx(h), h.As("sara"), released, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "a namesake with the family's phone"}))
	}
	done(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), q, casebook.Offer{Role: "crew"}))
	h.Called(p)
	h.Stands(p, casebook.StageEffective)
}

var _ = story("G11", "headquarters looks up whom a device went to, whatever the device says that it saw", wentTo)

func wentTo(t testing.TB, h *nodetest.House) {
	first := maria(h)
	sister := h.TakesIn(casebook.Particulars{Given: "Lia", Family: "Rossi", Phones: []string{"+393331112233"}}).Person
	done(t, h.Desk().Review(ctx(h), h.As("cora"), sister, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "two sisters, one phone"}))
	other := h.Noted("Ugo", "Verdi", "+393337776655")
	phone := h.Device()
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), first)) // or was that Lia, on her sister's phone? Somebody is to look
	for _, who := range []casebook.ID{sister, other} {
		check := phone.Writes(nodetest.Form{Subject: who, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})})
		talk := phone.Writes(nodetest.Form{Subject: who, By: h.As("ana"), Refs: []casebook.Ref{{Commit: casebook.Hash(check.Hash())}}, Events: event(casebook.ApproachMade, &casebook.Approach{Outcome: "talked", SpokenBefore: "no"})})
		h.Meets(check, talk)
	}
	if n := len(h.Shows(other).Matches); n != 0 {
		t.Errorf("%d matches of somebody whom nobody is like", n)
	}
	if n := len(h.Shows(sister).Matches); n == 0 {
		t.Error("nobody decides whether it is she who said no")
	}
}

var _ = story("G09", "a link that staff have seen is graded so, and still waits for the outside call", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.Met(p)
	key, err := journal.NewKey(rand.Reader)
	done(t, err)
	told := casebook.Delivered{Language: "it", Understands: true, Cost: "aloud", Full: "link"}
	done(t, h.Desk().Tell(ctx(h), h.As("ana", "ben"), p, desk.Telling{Delivered: told, LinkKey: key.Public(), SeenByStaff: true}))
	done(t, h.Desk().Understand(ctx(h), h.As("ben"), p, casebook.Understanding{Heard: casebook.Points}))
	h.Asked(p)
	h.Answers(p, "yes", key) // by ana, in the person's name
	h.Pass(9 * day)
	waits(t, h, p, "G28")
	if y := h.Shows(p).Yes; y.Grade != casebook.GradeSeenLink {
		t.Errorf("the evidence is called %q", y.Grade)
	}
	notHers := good
	notHers.FeltFree = false
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, notHers))
	waits(t, h, p, "G28")
})

var _ = story("", "an administrator who takes away everybody else's hats enrols no key alone", func(t testing.TB, h *nodetest.House) {
	admin := h.As("admin")
	ghost, err := h.Desk().AddStaff(ctx(h), admin, casebook.Staff{Name: "ghost", Hats: []string{casebook.Mentor}})
	done(t, err)
	key, err := journal.NewKey(rand.Reader)
	done(t, err)
	enrol := func(by desk.Acting) error {
		return h.Desk().EnrolKey(ctx(h), by, ghost, casebook.EnrolledKey{Alg: key.Alg(), Key: key.Public()})
	}
	held(t, enrol(admin), "")
	held(t, enrol(h.As("admin", "admin")), "")
	held(t, enrol(h.As("admin", "ana")), "")
	for _, name := range []string{"cora", "sara"} {
		done(t, h.Desk().ChangeStaff(ctx(h), admin, h.As(name).Who, casebook.Staff{Name: name, Hats: []string{casebook.Auditor}}))
	}
	held(t, enrol(admin), "")
	h.Pass(6 * day)
	held(t, enrol(admin), "")
	h.Pass(2 * day)
	done(t, enrol(admin)) // a house of one can go on, a week in which everybody could see it later
})

var _ = story("", "a hat that somebody gives to themselves does not make them two", func(t testing.TB, h *nodetest.House) {
	fails(t, h.Desk().ChangeStaff(ctx(h), h.As("ana"), h.As("ana").Who, casebook.Staff{Name: "ana", Hats: casebook.Hats}), desk.NotAllowed)
	done(t, h.Desk().ChangeStaff(ctx(h), h.As("admin"), h.As("admin").Who, casebook.Staff{Name: "admin", Hats: casebook.Hats}))
	_, err := h.Desk().FormTeam(ctx(h), h.As("admin"), casebook.ID{}, casebook.Team{Name: "two", Members: []casebook.ID{h.As("admin").Who}, Territories: []string{"IT"}})
	done(t, err)
	p, _ := understood(h)
	h.Pass(day)
	held(t, h.Desk().Offer(ctx(h), h.As("admin"), p, casebook.Offer{}), "G07")
	held(t, h.Desk().Offer(ctx(h), h.As("admin", "admin"), p, casebook.Offer{}), "G07")
})

var _ = story("", "who left, and a key that was revoked, act no more", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.Met(p)
	ana, ben := h.As("ana"), h.As("ben")
	done(t, h.Desk().RevokeKey(ctx(h), h.As("sara"), ben.Who, casebook.EnrolledKey{Alg: "ed25519", Key: ben.Signer.Public()}))
	fails(t, h.Desk().Understand(ctx(h), ben, p, casebook.Understanding{}), desk.NotAllowed)
	held(t, h.Desk().EnrolKey(ctx(h), h.As("admin", "cora"), ben.Who, casebook.EnrolledKey{Alg: "ed25519", Key: ben.Signer.Public()}), "G09")
	done(t, h.Desk().ChangeStaff(ctx(h), h.As("admin"), ana.Who, casebook.Staff{Name: "ana", Left: true}))
	fails(t, h.Desk().Stop(ctx(h), ana, p), desk.NotAllowed)
	phone := h.Device()
	made := phone.Writes(nodetest.Form{Subject: p, By: ana, Refs: relies(h, p, casebook.InterviewHeld), Events: event(casebook.InterviewHeld, &casebook.Form{Instrument: "first-interview"})})
	h.Meets(made)
	if f := h.Fact(p, made, 0); f.Standing != casebook.Irregular {
		t.Errorf("who left goes on working: %s", f.Standing)
	}
})

var _ = story("G25", "somebody else's file is not to be erased, taken out or even found by who must not know of it", func(t testing.TB, h *nodetest.House) {
	elsewhere, err := h.Desk().Lead(ctx(h), h.As("cora"), desk.LeadRow{
		Lead:        casebook.Lead{Source: "partner office", Territory: "ES", SeenOn: casebook.Date{Year: 2026, Month: 2, Day: 1}},
		Particulars: casebook.Particulars{Given: "Lucía", Family: "Ortega", Phones: []string{"+34600111222"}},
	})
	done(t, err)
	p, stranger := elsewhere.Person, casebook.ID{1, 2, 3}
	_, shown := h.Desk().Show(ctx(h), h.As("ana"), p)
	_, unknown := h.Desk().Show(ctx(h), h.As("ana"), stranger)
	if shown == nil || unknown == nil || shown.Error() != unknown.Error() {
		t.Errorf("the answers differ: %v, %v", shown, unknown)
	}
	_, err = h.Desk().Export(ctx(h), h.As("ana"), p)
	fails(t, err, desk.NotAllowed)
	_, err = h.Desk().Export(ctx(h), h.As("ana"), stranger)
	fails(t, err, desk.NotAllowed)
	fails(t, h.Desk().Age(ctx(h), h.As("ana"), p, casebook.Age{}), desk.NotFound)
	done(t, h.Desk().AskErasure(ctx(h), h.As("admin"), p, nil))
	own, err := journal.NewKey(rand.Reader)
	done(t, err)
	done(t, h.Desk().ConfirmErasure(ctx(h), desk.Acting{}, p, own)) // a key that is nobody's
	h.Pass(30 * day)
	if n := h.Tidies(); n != 0 {
		t.Error("one administrator destroyed a file")
	}
	for _, id := range []casebook.ID{h.As("ana").Who} {
		fails(t, h.Desk().Stop(ctx(h), h.As("cora"), id), desk.NotFound) // a colleague is nobody's record
	}
})

var _ = story("G11", "somebody who is hidden can still say no", func(t testing.TB, h *nodetest.House) {
	p, _ := asked(h)
	done(t, h.Desk().AskErasure(ctx(h), h.As("tom"), p, nil))
	_, err := h.Desk().Answer(ctx(h), h.As("ana"), p, desk.Answering{Answer: casebook.Answer{Answer: "no", Method: "turned"}})
	done(t, err)
	done(t, h.Desk().DenyErasure(ctx(h), h.As("cora", "sara"), p, nil))
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("G27", "a backdated stop makes no file old", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.SaysYes(p)
	phone := h.Device()
	phone.Skew = -900 * day
	h.Meets(phone.Writes(nodetest.Form{Subject: p, Events: event(casebook.StopMade, &casebook.Blank{})}))
	h.Stands(p, casebook.StageLeftAlone)
	if n, err := h.Desk().DeleteKept(ctx(h), h.As("admin")); n != 0 || err != nil {
		t.Errorf("%d files went at once: %v", n, err)
	}
})

var _ = story("G10", "setting headquarters' clock back shortens nothing", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	h.Answers(p, "yes", link)
	done(t, h.Desk().Call(ctx(h), h.As("sara"), p, good))
	h.Pass(-10 * day)
	waits(t, h, p, "G10")
	q := h.Noted("Nora", "Bianchi", "+393339998877")
	h.Met(q)
	h.Told(q)
	h.Pass(10*day + 2*time.Hour)
	waits(t, h, p, "G10")
	h.Pass(day)
	h.Tidies()
	h.Stands(p, casebook.StageEffective)
})

var _ = story("G11", "an old copy of the database, put back by hand, forgets neither a no nor a revoked key", func(t testing.TB, h *nodetest.House) {
	p, link := asked(h)
	ben := h.As("ben")
	database := filepath.Join(string(h.Dir), "willing.db")
	h.Close()
	old, err := os.ReadFile(database)
	done(t, err)
	h.Open()
	h.Answers(p, "no", link)
	done(t, h.Desk().RevokeKey(ctx(h), h.As("sara"), ben.Who, casebook.EnrolledKey{Alg: "ed25519", Key: ben.Signer.Public()}))
	h.Close()
	for _, rest := range []string{"-wal", "-shm"} {
		_ = os.Remove(database + rest)
	}
	done(t, os.WriteFile(database, old, 0o600))
	h.Open()
	h.Stands(p, casebook.StageLeftAlone)
	fails(t, h.Desk().Understand(ctx(h), ben, p, casebook.Understanding{}), desk.NotAllowed)
	fails(t, h.Desk().Age(ctx(h), desk.Acting{Who: h.As("ana").Who, Signer: h.As("ana").Signer, With: []desk.Acting{ben}}, p, casebook.Age{}), desk.NotAllowed)
	done(t, h.Desk().RevokeKey(ctx(h), h.As("sara"), ben.Who, casebook.EnrolledKey{Alg: "ed25519", Key: ben.Signer.Public()}))
})

var _ = story("", "a device that was turned away does not write where it once stood", func(t testing.TB, h *nodetest.House) {
	// The desk turns no devices away in this version; the law and the branches of lanes do.
	p, phone := maria(h), h.Device()
	first := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})})
	second := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})})
	h.Meets(first, second)
	phone.Rewinds("", first)
	branch := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.StopMade, &casebook.Blank{})})
	stop := phone.Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: event(casebook.CheckMade, &casebook.Check{Clear: true})})
	h.Meets(branch, stop)
	h.Stands(p, casebook.StageLeftAlone)
	if f := h.Fact(p, stop, 0); !f.Commit.Branch || f.Commit.ArrivedPos <= h.Fact(p, second, 0).Commit.ArrivedPos {
		t.Errorf("the branch is as old as its place: %+v", f.Commit)
	}
})

var _ = story("G11", "a receipt takes back its own no, and nobody is welcomed back while another stands", func(t testing.TB, h *nodetest.House) {
	p, _, receipt := refused(h)
	done(t, h.Desk().Stop(ctx(h), h.As("tom"), p))
	held(t, h.Desk().Reopen(ctx(h), desk.Acting{}, p, receipt), "G11")
	h.Stands(p, casebook.StageLeftAlone)
	done(t, h.Desk().Reopen(ctx(h), h.As("cora", "sara"), p, nil))
	if h.Shows(p).Alone {
		t.Error("two outsiders let her come back")
	}
})

var _ = story("G11", "a scout who takes down a no alone does not undo it with the receipt", func(t testing.TB, h *nodetest.House) {
	p, _ := asked(h)
	key, err := journal.NewKey(rand.Reader)
	done(t, err)
	no := casebook.Answer{Answer: "no", Method: "turned", Receipt: key.Public(), Language: "it"}
	_, err = h.Desk().Answer(ctx(h), h.As("ana"), p, desk.Answering{Answer: no})
	done(t, err)
	held(t, h.Desk().Reopen(ctx(h), desk.Acting{}, p, key), "G11")
	h.Stands(p, casebook.StageLeftAlone)
})

var _ = story("", "a session that somebody else opened, or that has ended, opens nothing, not even to look", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	cora, ana := h.As("cora"), h.As("ana")
	short, err := journal.NewKey(rand.Reader)
	done(t, err)
	from := h.Now().Unix()
	open := func(by desk.Acting) *journal.Session {
		s, err := journal.NewSession(journal.ID(cora.Who), by.Signer, short.Public(), from, from+3600)
		done(t, err)
		return s
	}
	forged := open(ana)
	claimed := *forged
	claimed.Key = cora.Signer.Public()
	look := func(s *journal.Session) error {
		_, err := h.Desk().Show(ctx(h), desk.Acting{Who: cora.Who, Signer: short, Session: s}, p)
		return err
	}
	fails(t, look(forged), desk.NotAllowed)
	fails(t, look(&claimed), desk.NotAllowed)
	fails(t, look(nil), desk.NotAllowed)
	fails(t, h.Desk().Stop(ctx(h), desk.Acting{Who: cora.Who, Signer: cora.Signer, With: []desk.Acting{{Who: ana.Who}}}, p), desk.NotAllowed)
	fails(t, h.Desk().Stop(ctx(h), desk.Acting{Who: cora.Who, Signer: journal.ServerSigner(h.Device().Key)}, p), desk.NotAllowed)
	done(t, look(open(cora)))
	h.Pass(2 * time.Hour)
	fails(t, look(open(cora)), desk.NotAllowed)
})
